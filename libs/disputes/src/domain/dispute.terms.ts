import { plusMs, type Instant } from '#kernel';
import type { DisputeId, DisputeStage } from './dispute.messages.js';

/** How long a merchant has to answer, where the acquirer's message names no day. */
export interface DisputeTerm {
  /** `*`: any. */
  readonly channel: string;
  readonly stage: DisputeStage;
  readonly from: Instant;
  readonly answerWithinDays: number;
}

const ALWAYS = '2016-01-01T00:00:00.000Z' as Instant;

/**
 * Acquirers do not publish their time limits: these are cautious, and a contract's own belong here with the day from which they hold.
 * The last that applies counts.
 */
export const DISPUTE_TERMS: readonly DisputeTerm[] = [
  { channel: '*', stage: 'retrieval', from: ALWAYS, answerWithinDays: 3 },
  { channel: '*', stage: 'chargeback', from: ALWAYS, answerWithinDays: 7 },
];

const DAY_MS = 86_400_000;

/** When a round that was opened then is to be answered. */
export function dueBy(
  { channel, stage, at }: { readonly channel: string; readonly stage: DisputeStage; readonly at: Instant },
  terms: readonly DisputeTerm[] = DISPUTE_TERMS,
): Instant {
  const term = terms.findLast((one) => one.stage === stage && one.from <= at && ['*', channel].includes(one.channel));
  return plusMs(at, (term?.answerWithinDays ?? 0) * DAY_MS);
}

export const disputeIdOf = (channel: string, merchantNo: string, caseNo: string): DisputeId =>
  `dsp_${channel}.${merchantNo}.${caseNo}`;
