import { assertNever, emptyFactState, evolveFacts, recordFact, type Decider, type FactState } from '#kernel';
import type {
  LearnPaymentReference,
  ReferenceCommand,
  ReferenceEvent,
  ReferenceFact,
  ReferenceStanding,
} from './reference.messages.js';
import { REFERENCE_RULES } from './reference.postings.js';

export type ReferenceState = FactState<ReferenceFact, ReferenceStanding>;

/** Which payment an RRN belongs to, and the refunds that name it so. What that amounts to: reference.postings.ts. */
export const referenceDecider: Decider<ReferenceState, ReferenceCommand, ReferenceEvent> = {
  initial: emptyFactState(),
  decide: (command, state) => {
    switch (command.type) {
      case 'RecordReferencedFact':
        return recordFact(state, command.fact, REFERENCE_RULES);
      case 'LearnPaymentReference':
        return learn(command, state);
      default:
        return assertNever(command, 'reference command');
    }
  },
  evolve: evolveFacts,
};

/**
 * The first payment keeps the RRN: refunds went to it already. This alone depends on the order of arrival, and only where
 * two payments claim one RRN of one merchant number.
 */
function learn(command: LearnPaymentReference, state: ReferenceState): readonly ReferenceEvent[] {
  const { booking, merchantNo, occurredAt, originalRrn, paymentId } = command;
  const said = { occurredAt, booking, merchantNo, originalRrn, paymentId };
  const known = state.standing?.paymentId;
  if (!known) return recordFact(state, { type: 'PaymentReferenceLearned', key: 'payment', ...said }, REFERENCE_RULES);
  const key = `disputed:${paymentId}`;
  if (known === paymentId || state.facts.has(key)) return [];
  return recordFact(state, { type: 'PaymentReferenceDisputed', key, ...said }, REFERENCE_RULES);
}
