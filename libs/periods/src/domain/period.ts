import {
  approvalRefusal,
  assertNever,
  plusMs,
  type BusinessDate,
  type Decider,
  type Instant,
  type Proposed,
  type Rejection,
} from '#kernel';
import { lastDayOf, monthAfter, type Month } from './month.js';
import type {
  ApprovePeriodProposal,
  PeriodCommand,
  PeriodEvent,
  ProposePeriodClose,
  ProposePeriodReopen,
  RejectPeriodProposal,
} from './period.messages.js';
import { reject } from './period.rejections.js';
import { APPROVALS_NEEDED, PROPOSAL_LASTS_DAYS } from './period.terms.data.js';

interface PeriodProposal extends Proposed {
  readonly kind: 'close' | 'reopen';
  readonly month: Month;
  readonly reason: string;
}

/** What became of the last proposal, so that a retry is known. */
interface Decided {
  readonly verdict: 'approved' | 'rejected';
  readonly month: Month;
  readonly by: string;
  /** Of what was approved. */
  readonly digest?: string;
}

export interface PeriodState {
  /** In their order, without a gap. Everything up to the end of the last one is closed. */
  readonly closed: readonly Month[];
  /** The one that waits, or that expired and was never rejected. */
  readonly proposal?: PeriodProposal;
  readonly decided?: Decided;
}

const DAY_MS = 86_400_000;

/** Up to and including this day nothing can be booked; undefined where nothing is closed. */
export function closedThroughOf({ closed }: PeriodState): BusinessDate | undefined {
  const last = closed.at(-1);
  return last && lastDayOf(last);
}

/** The months of one merchant: closed one after the other, reopened from the last one backwards, each step by two persons. */
export const periodDecider: Decider<PeriodState, PeriodCommand, PeriodEvent> = {
  initial: { closed: [] },
  decide(command, state) {
    switch (command.type) {
      case 'ProposePeriodClose':
        if (isProposed(command, state)) return [];
        return closeRefusal(command, state) ?? waiting(command, state) ?? [closeProposed(command)];
      case 'ProposePeriodReopen':
        if (isProposed(command, state)) return [];
        return reopenRefusal(command, state) ?? waiting(command, state) ?? [reopenProposed(command)];
      case 'ApprovePeriodProposal':
        return approve(command, state);
      case 'RejectPeriodProposal':
        return rejectProposal(command, state);
      default:
        return assertNever(command, 'period command');
    }
  },
  evolve(state, event) {
    const { closed } = state;
    switch (event.type) {
      case 'PeriodCloseProposed':
        return { closed, proposal: proposalOf('close', event.data) };
      case 'PeriodReopenProposed':
        return { closed, proposal: proposalOf('reopen', event.data) };
      case 'PeriodClosed':
        return { closed: [...closed, event.data.month], decided: decidedOf('approved', event.data) };
      case 'PeriodReopened':
        return { closed: closed.slice(0, -1), decided: decidedOf('approved', event.data) };
      case 'PeriodCloseRejected':
      case 'PeriodReopenRejected':
        return { closed, decided: decidedOf('rejected', event.data) };
      default:
        return assertNever(event, 'period event');
    }
  },
};

type Proposing = ProposePeriodClose | ProposePeriodReopen;

/** This very proposal waits already. */
function isProposed(command: Proposing, { proposal }: PeriodState): boolean {
  if (!proposal || command.now >= proposal.expiresAt) return false;
  const { kind, month, by, reason } = proposal;
  const isSameKind = (command.type === 'ProposePeriodClose') === (kind === 'close');
  return isSameKind && command.month === month && command.by === by && command.reason === reason;
}

function waiting({ now }: Proposing, { proposal }: PeriodState): Rejection | undefined {
  if (!proposal || now >= proposal.expiresAt) return undefined;
  const { kind, month, by } = proposal;
  return reject('PERIOD_PROPOSED_ALREADY', { kind, month, by });
}

function closeRefusal({ month, monthEnds, now }: ProposePeriodClose, { closed }: PeriodState): Rejection | undefined {
  const last = closed.at(-1);
  if (last !== undefined && month <= last) return reject('PERIOD_CLOSED_ALREADY', { closedThrough: lastDayOf(last) });
  if (last !== undefined && month !== monthAfter(last)) return reject('PERIOD_OUT_OF_ORDER', { next: monthAfter(last) });
  return now < monthEnds ? reject('PERIOD_NOT_OVER', { endsAt: monthEnds }) : undefined;
}

function reopenRefusal({ month }: ProposePeriodReopen, { closed }: PeriodState): Rejection | undefined {
  const last = closed.at(-1);
  if (last === undefined || month > last) return reject('PERIOD_NOT_CLOSED');
  return month < last ? reject('PERIOD_NOT_LAST', { last }) : undefined;
}

const closeProposed = ({ merchantId, month, by, now, reason, digest, shown }: ProposePeriodClose): PeriodEvent => ({
  type: 'PeriodCloseProposed',
  data: { merchantId, month, by, at: now, reason, shown, digest, expiresAt: expiryOf(now) },
});

const reopenProposed = ({ merchantId, month, by, now, reason, digest, shown }: ProposePeriodReopen): PeriodEvent => ({
  type: 'PeriodReopenProposed',
  data: { merchantId, month, by, at: now, reason, shown, digest, expiresAt: expiryOf(now) },
});

const expiryOf = (now: Instant): Instant => plusMs(now, PROPOSAL_LASTS_DAYS * DAY_MS);

function approve(command: ApprovePeriodProposal, state: PeriodState): readonly PeriodEvent[] | Rejection {
  const { merchantId, month, by, digest, now } = command;
  const { proposal, closed } = state;
  if (proposal?.month !== month) return isRetry(command, state) ? [] : reject('PERIOD_NOT_PROPOSED');
  const refusal = approvalRefusal(proposal, { by, digest, now });
  if (refusal) return reject(refusal);
  const data = { merchantId, month, by, at: now, proposedBy: proposal.by, digest };
  if (proposal.kind === 'close') return [{ type: 'PeriodClosed', data: { ...data, closedThrough: lastDayOf(month) } }];
  const before = closedThroughOf({ closed: closed.slice(0, -1) }) ?? null;
  return [{ type: 'PeriodReopened', data: { ...data, closedThrough: before } }];
}

function rejectProposal(command: RejectPeriodProposal, state: PeriodState): readonly PeriodEvent[] | Rejection {
  const { merchantId, month, by, reason, now } = command;
  const { proposal } = state;
  if (proposal?.month !== month) return isRetry(command, state) ? [] : reject('PERIOD_NOT_PROPOSED');
  const type = proposal.kind === 'close' ? 'PeriodCloseRejected' : 'PeriodReopenRejected';
  return [{ type, data: { merchantId, month, by, at: now, reason } }];
}

function isRetry(command: ApprovePeriodProposal | RejectPeriodProposal, { proposal, decided }: PeriodState): boolean {
  if (proposal || decided?.month !== command.month || decided.by !== command.by) return false;
  return command.type === 'ApprovePeriodProposal' ? decided.digest === command.digest : decided.verdict === 'rejected';
}

type Proposal = Pick<PeriodProposal, 'month' | 'by' | 'reason' | 'digest' | 'expiresAt'>;

const proposalOf = (kind: PeriodProposal['kind'], { month, by, reason, digest, expiresAt }: Proposal): PeriodProposal => ({
  kind,
  month,
  by,
  reason,
  digest,
  expiresAt,
  approvalsNeeded: APPROVALS_NEEDED,
  approvedBy: [],
});

const decidedOf = (
  verdict: Decided['verdict'],
  { month, by, digest }: { readonly month: Month; readonly by: string; readonly digest?: string },
): Decided => ({ verdict, month, by, ...(digest !== undefined && { digest }) });
