import { canonicalJson, type Instant, type Rejection } from '#kernel';
import { reject } from './setup.rejections.js';

/** Where a binding to an outside party stands. What it sends is recorded in any of them. */
export type BindingState = 'registered' | 'certified' | 'payment_account_bound' | 'interface_tested' | 'live' | 'suspended';
export type BindingStep = Exclude<BindingState, 'registered'>;

/** Each step, and out of which states it leads. */
export const BINDING_STEPS: Readonly<Record<BindingStep, readonly BindingState[]>> = {
  certified: ['registered'],
  payment_account_bound: ['certified'],
  interface_tested: ['payment_account_bound'],
  live: ['interface_tested', 'suspended'],
  suspended: ['live'],
};

/** What shows that a step was taken. */
export interface Evidence {
  /** Who did or confirmed it. */
  readonly by: string;
  readonly at: Instant;
  /** Number of a certificate, a ticket, a test order. */
  readonly reference: string;
}

export interface Advance {
  readonly to: BindingStep;
  readonly evidence: Evidence;
}

/** The steps taken, the first one first. */
export type BindingProgress = readonly Advance[];

export const stateOf = (progress: BindingProgress): BindingState => progress.at(-1)?.to ?? 'registered';

/** A step with the same evidence again is a retry. */
export function judgeAdvance(progress: BindingProgress, { to, evidence }: Advance): 'known' | 'new' | Rejection {
  if (progress.some((known) => canonicalJson(known) === canonicalJson({ to, evidence }))) return 'known';
  const state = stateOf(progress);
  return BINDING_STEPS[to].includes(state) ? 'new' : reject('BINDING_STEP_ILLEGAL', { state, to });
}
