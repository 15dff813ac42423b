import type { Instant } from '#kernel';
import { BINDING_STEPS, stateOf, type BindingProgress, type BindingStep } from '#merchants';
import { post, type Finding } from '../checkup.js';

const STEP = { by: '<who did or confirmed it>', at: '<when>', reference: '<number of a certificate, ticket or test order>' };

/** Since when a binding is live; undefined while it is not. */
export const liveSince = (progress: BindingProgress): Instant | undefined =>
  stateOf(progress) === 'live' ? progress.at(-1)?.evidence.at : undefined;

/** That a binding is not live, and the step that comes next. */
export function notLive(progress: BindingProgress, path: string): Finding | undefined {
  const state = stateOf(progress);
  if (state === 'live') return undefined;
  const steps = Object.keys(BINDING_STEPS) as BindingStep[];
  const to = steps.find((step) => BINDING_STEPS[step].includes(state));
  return {
    code: state === 'suspended' ? 'BINDING_SUSPENDED' : 'BINDING_NOT_LIVE',
    verdict: state === 'suspended' ? 'broken' : 'warning',
    says: `The binding is ${state}, not live.`,
    since: progress.at(-1)?.evidence.at ?? null,
    mend: { says: `Take the next step, ${String(to)}.`, send: post(`${path}/steps`, { to, ...STEP }) },
  };
}

/** That nothing was heard of a sender. */
export const silent = (
  since: Instant | undefined,
  code: 'NO_NOTICE' | 'TERMINAL_SILENT',
  advice: string,
): Finding | undefined =>
  since && {
    code,
    verdict: 'warning',
    says: `No notice came since ${since}.`,
    since,
    mend: { says: advice, send: null },
  };
