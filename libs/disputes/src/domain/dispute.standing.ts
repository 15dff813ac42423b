import { add, invariant, least, sum, ZERO, type Money } from '#kernel';
import { currentOf, debitedIn, debitsAfterWon, disputedIn, ofType, standingRounds, type Round } from './dispute.rounds.js';
import type { DisputeException, DisputeFact, DisputeStanding, DisputeStatus } from './dispute.messages.js';

/** Where a dispute stands after a set of facts, given in canonical order. */
export function standingOf(
  facts: readonly DisputeFact[],
  rounds: readonly Round[],
  contradicted: readonly string[],
): DisputeStanding {
  const first = rounds.find(({ opened }) => opened)?.opened;
  const anchor = first ?? facts[0];
  const current = currentOf(rounds);
  invariant(anchor !== undefined && current !== undefined, 'a dispute stands on at least one fact');
  const { opened } = current;
  const { of } = anchor.booking;
  const [, channel = '', caseNo = ''] = /^dsp_([^.]+)\.[^.]+\.(.+)$/.exec(anchor.disputeId) ?? [];
  return {
    disputeId: anchor.disputeId,
    merchant: of.merchant,
    store: of.store,
    merchantNo: anchor.merchantNo,
    channel,
    caseNo,
    status: statusOf(current),
    round: opened?.round ?? 0,
    stage: opened?.stage ?? null,
    reasonCode: opened?.reasonCode ?? null,
    dueAt: opened?.dueAt ?? null,
    openedAt: anchor.occurredAt,
    ...transactionOf(rounds),
    amount: disputedIn(current),
    ...chargesOf(rounds),
    evidence: ofType(facts, 'EvidenceSubmitted').map(({ evidenceId }) => evidenceId),
    exceptions: exceptionsOf(rounds, contradicted),
  };
}

/** How the round ended, else how far we have answered it. */
function statusOf({ accepted, decision, evidence, opened }: Round): DisputeStatus {
  if (!opened) return 'unopened';
  if (decision) return decision.type === 'DisputeWon' ? 'won' : 'lost';
  if (accepted) return 'accepted';
  return evidence.length > 0 ? 'evidence_submitted' : opened.stage;
}

/** The latest round that names it. */
function transactionOf(rounds: readonly Round[]): Pick<DisputeStanding, 'paymentId' | 'rrn' | 'terminalNo'> {
  const named = (name: 'paymentId' | 'rrn' | 'terminalNo'): string | null =>
    rounds.findLast(({ opened }) => opened?.[name] !== undefined)?.opened?.[name] ?? null;
  return { paymentId: named('paymentId'), rrn: named('rrn'), terminalNo: named('terminalNo') };
}

function chargesOf(rounds: readonly Round[]): Pick<DisputeStanding, 'charged' | 'lost'> {
  const { decided, open } = standingRounds(rounds);
  const final = decided?.decision?.type === 'DisputeLost' ? decided.decision.amount : ZERO;
  const after = decided ? sum(debitsAfterWon(decided).map(({ amount }) => amount)) : ZERO;
  const letGo = sum(open.filter(({ accepted }) => accepted).map(debitedIn));
  const lost = decided ? least(final, disputedIn(decided)) : ZERO;
  return { charged: [final, after, ...open.map(debitedIn)].reduce<Money>(add, ZERO), lost: add(lost, letGo) };
}

function exceptionsOf(rounds: readonly Round[], contradicted: readonly string[]): DisputeException[] {
  const { decided, open } = standingRounds(rounds);
  const found: readonly [DisputeException, boolean][] = [
    ['ACCEPTED_AFTER_DECISION', rounds.some(isAcceptedLate)],
    ['CHARGED_ABOVE_DISPUTED', (decided !== undefined && isLostAbove(decided)) || open.some(isDebitedAbove)],
    ['DEBIT_AFTER_WON', decided !== undefined && debitsAfterWon(decided).length > 0],
    ['DISPUTE_WITHOUT_OPENING', rounds.some(({ opened }) => !opened)],
    ['EVIDENCE_LATE', rounds.some(isAnsweredLate)],
    ['FACTS_CONTRADICT', contradicted.length > 0],
  ];
  return found.flatMap(([exception, holds]) => (holds ? [exception] : []));
}

const isLostAbove = (round: Round): boolean =>
  round.decision?.type === 'DisputeLost' && round.decision.amount > disputedIn(round);

const isDebitedAbove = (round: Round): boolean => debitedIn(round) > disputedIn(round);

function isAnsweredLate({ accepted, decision, evidence, opened }: Round): boolean {
  const ends = [opened?.dueAt, decision?.occurredAt, accepted?.occurredAt];
  return evidence.some(({ occurredAt }) => ends.some((end) => end !== undefined && occurredAt > end));
}

const isAcceptedLate = ({ accepted, decision }: Round): boolean =>
  accepted !== undefined && decision !== undefined && accepted.occurredAt > decision.occurredAt;
