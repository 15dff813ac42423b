import {
  assertNever,
  canonicalJson,
  emptyFactState,
  evolveFacts,
  invariant,
  recordFact,
  standingFacts,
  type Decider,
  type FactState,
  type Rejection,
} from '#kernel';
import { reject } from './dispute.rejections.js';
import { DISPUTE_RULES } from './dispute.postings.js';
import { currentOf, roundsOf, type Round } from './dispute.rounds.js';
import type {
  AcceptDispute,
  DisputeAccepted,
  DisputeCommand,
  DisputeEvent,
  DisputeFact,
  DisputeStanding,
  EvidenceSubmitted,
  SubmitEvidence,
} from './dispute.messages.js';

export type DisputeState = FactState<DisputeFact, DisputeStanding>;

type Decision = readonly DisputeEvent[] | Rejection;

/** What the acquirer says of a case is recorded, never refused. What we answer is refused where the case does not wait for it. */
export const disputeDecider: Decider<DisputeState, DisputeCommand, DisputeEvent> = {
  initial: emptyFactState(),
  decide: (command, state) => {
    switch (command.type) {
      case 'RecordDisputeFact':
        return recordFact(state, command.fact, DISPUTE_RULES);
      case 'SubmitEvidence':
        return submit(command, state);
      case 'AcceptDispute':
        return accept(command, state);
      default:
        return assertNever(command, 'dispute command');
    }
  },
  evolve: evolveFacts,
};

/** A retry is known by its id and content, whatever its clock and however the case has moved on. */
function submit(command: SubmitEvidence, state: DisputeState): Decision {
  const { evidenceId, documents, note } = command;
  const key = `evidence:${evidenceId}`;
  const [earlier] = state.facts.get(key) ?? [];
  if (earlier?.type === 'EvidenceSubmitted') return isSame(earlier, command) ? [] : reject('EVIDENCE_ID_REUSED');
  if (documents.length === 0) return reject('EVIDENCE_EMPTY');
  const round = waitingRound(command, state);
  if ('code' in round) return round;
  const fact: EvidenceSubmitted = {
    type: 'EvidenceSubmitted',
    key,
    evidenceId,
    documents,
    ...(note !== undefined && { note }),
    ...saidOf(command, round),
  };
  return recordFact(state, fact, DISPUTE_RULES);
}

const isSame = (earlier: EvidenceSubmitted, { documents, note }: SubmitEvidence): boolean =>
  canonicalJson([earlier.documents, earlier.note]) === canonicalJson([documents, note]);

function accept(command: AcceptDispute, state: DisputeState): Decision {
  const current = currentOf(roundsOf(standingFacts(state.facts)));
  if (current?.accepted) return [];
  const round = waitingRound(command, state);
  if ('code' in round) return round;
  const key = `accepted:${String(round.number)}`;
  const fact: DisputeAccepted = { type: 'DisputeAccepted', key, reason: command.reason, ...saidOf(command, round) };
  return recordFact(state, fact, DISPUTE_RULES);
}

/** The round that can be answered now. To let it go is never too late. */
function waitingRound(command: SubmitEvidence | AcceptDispute, { facts, standing }: DisputeState): Round | Rejection {
  const round = currentOf(roundsOf(standingFacts(facts)));
  if (!standing || !round) return reject('DISPUTE_NOT_FOUND');
  if (!round.opened) return reject('DISPUTE_NOT_OPENED');
  if (round.decision) return reject('DISPUTE_DECIDED', { status: standing.status });
  if (round.accepted) return reject('DISPUTE_ACCEPTED');
  const { dueAt } = round.opened;
  return command.type === 'SubmitEvidence' && command.now > dueAt ? reject('DISPUTE_OVERDUE', { dueAt }) : round;
}

/** The day of the command, the dimensions of the case. */
function saidOf(
  { disputeId, now, businessDate }: SubmitEvidence | AcceptDispute,
  { number, opened }: Round,
): Pick<DisputeAccepted, 'disputeId' | 'merchantNo' | 'round' | 'occurredAt' | 'booking'> {
  invariant(opened !== undefined, 'only what was opened is answered');
  const { booking, merchantNo } = opened;
  return { disputeId, merchantNo, round: number, occurredAt: now, booking: { businessDate, of: booking.of } };
}
