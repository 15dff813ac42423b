import {
  approvalRefusal,
  assertBalanced,
  assertNever,
  canonicalJson,
  completes,
  invariant,
  isRejection,
  plusMs,
  type Decider,
  type Rejection,
} from '#kernel';
import type {
  ApproveCorrection,
  CorrectionCommand,
  CorrectionEvent,
  CorrectionRules,
  CorrectionStanding,
  CorrectionStatus,
  ProposeCorrection,
  RejectCorrection,
  Shown,
  WithdrawCorrection,
} from './correction.messages.js';
import { reject } from './correction.rejections.js';
import { isClosed, shownOf } from './shown.js';
import type { Tier } from './tiers.data.js';

export interface CorrectionState {
  /** Of the proposal made last; undefined before the first. */
  readonly standing: CorrectionStanding | undefined;
}

/** SHA-256 (hex) of a text. The domain computes nothing of its own there. */
export type DigestOf = (text: string) => string;

type Decision = readonly CorrectionEvent[] | Rejection;

const DAY_MS = 86_400_000;

/** What is approved is the digest of all that was shown, in canonical JSON. */
export const digestOfShown = (shown: Shown, digestOf: DigestOf): string => digestOf(canonicalJson(shown));

/**
 * Proposals of one correction, one after the other, of which at most one is ever applied: by others than who proposed it, as many as
 * its amount asks for, in time, and only as it was shown. The last approval and the application are one decision.
 */
export const correctionDecider = (digestOf: DigestOf): Decider<CorrectionState, CorrectionCommand, CorrectionEvent> => ({
  initial: { standing: undefined },
  decide(command, { standing }) {
    switch (command.type) {
      case 'ProposeCorrection':
        return propose(command, standing, digestOf);
      case 'ApproveCorrection':
        return approve(command, standing);
      case 'RejectCorrection':
        return refuse(command, standing);
      case 'WithdrawCorrection':
        return withdraw(command, standing);
      default:
        return assertNever(command, 'correction command');
    }
  },
  evolve: (_, { data }) => ({ standing: data.standing }),
});

function propose(command: ProposeCorrection, known: CorrectionStanding | undefined, digestOf: DigestOf): Decision {
  const { proposalId, rules, radius, by, now } = command;
  if (known?.proposalId === proposalId) return [];
  if (known?.status === 'applied') return reject('CORRECTION_APPLIED');
  const shown = shownOf(command);
  if (isRejection(shown)) return shown;
  const digest = digestOfShown(shown, digestOf);
  if (known && isOpen(known, command)) {
    if (known.by === by && known.digest === digest) return [];
    // What moved since can not be approved any more and makes room.
    if (canonicalJson(known.seen) === canonicalJson(shown.seen) && known.closedThrough === shown.closedThrough)
      return reject('CORRECTION_OPEN', { by: known.by, expiresAt: known.expiresAt });
  }
  const standing: CorrectionStanding = {
    ...shown,
    digest,
    proposal: (known?.proposal ?? 0) + 1,
    proposalId,
    status: 'proposed',
    tier: tierOf(rules, shown.amount),
    expiresAt: plusMs(now, rules.expiryDays * DAY_MS),
    by,
    at: now,
    approvals: [],
    decided: null,
  };
  return [{ type: 'CorrectionProposed', data: { standing, radius } }];
}

/** The first tier that takes the amount: the last one takes any. */
export function tierOf({ tiers }: CorrectionRules, amount: number): Tier {
  const tier = tiers.find(({ upTo }) => upTo === null || amount <= upTo);
  invariant(tier !== undefined, 'the last tier takes any amount');
  return tier;
}

const isOpen = ({ status, expiresAt }: CorrectionStanding, { now }: Pick<ProposeCorrection, 'now'>): boolean =>
  status === 'proposed' && now < expiresAt;

function approve(command: ApproveCorrection, known: CorrectionStanding | undefined): Decision {
  if (known?.approvals.some(({ approvalId }) => approvalId === command.approvalId)) return [];
  const standing = openOf(known);
  if (isRejection(standing)) return standing;
  const { by, now, approvalId } = command;
  const proposed = {
    ...standing,
    approvalsNeeded: standing.tier.approvals,
    approvedBy: standing.approvals.map((approval) => approval.by),
  };
  const refusal = approvalRefusal(proposed, command);
  if (refusal) return reject(refusal);
  const moved = refusalOfMoved(command, standing);
  if (moved) return moved;
  const approval = { by, at: now, approvalId };
  const approved = { ...standing, approvals: [...standing.approvals, approval] };
  const event: CorrectionEvent = { type: 'CorrectionApproved', data: { ...approval, standing: approved } };
  return completes(proposed) ? [event, applied(approved, command)] : [event];
}

/** Whatever was shown must still be so: the streams it was read from, and what is closed. */
function refusalOfMoved({ standing: now, closedThrough }: ApproveCorrection, shown: Shown): Rejection | undefined {
  if (shown.entries.some(({ businessDate }) => isClosed(businessDate, closedThrough)))
    return reject('PERIOD_CLOSED', { day: shown.day, closedThrough });
  const revisions = new Map(now.map(({ stream, revision }) => [stream, revision]));
  const moved = shown.seen.find(({ stream, revision }) => revisions.get(stream) !== revision);
  if (moved) return reject('TARGET_MOVED', { stream: moved.stream });
  return closedThrough === shown.closedThrough ? undefined : reject('TARGET_MOVED', { closedThrough });
}

function applied(approved: CorrectionStanding, { by, now }: ApproveCorrection): CorrectionEvent {
  const { corrects, entries } = approved;
  assertBalanced(entries);
  const standing = { ...approved, status: 'applied', decided: { by, at: now, reason: null } } as const;
  return { type: 'CorrectionApplied', data: { corrects, entries, standing } };
}

function refuse(command: RejectCorrection, known: CorrectionStanding | undefined): Decision {
  if (isRetryOf(command, known, 'rejected')) return [];
  const standing = endable(command, known);
  if (isRejection(standing)) return standing;
  if (standing.by === command.by) return reject('OWN_PROPOSAL');
  return [{ type: 'CorrectionRejected', data: { standing: ended(standing, command, 'rejected') } }];
}

function withdraw(command: WithdrawCorrection, known: CorrectionStanding | undefined): Decision {
  if (isRetryOf(command, known, 'withdrawn')) return [];
  const standing = endable(command, known);
  if (isRejection(standing)) return standing;
  if (standing.by !== command.by) return reject('NOT_THE_PROPOSER', { by: standing.by });
  return [{ type: 'CorrectionWithdrawn', data: { standing: ended(standing, command, 'withdrawn') } }];
}

type Ending = RejectCorrection | WithdrawCorrection;

const isRetryOf = ({ by, reason }: Ending, known: CorrectionStanding | undefined, status: CorrectionStatus): boolean =>
  known?.status === status && known.decided?.by === by && known.decided.reason === reason;

const endable = ({ reason }: Ending, known: CorrectionStanding | undefined): CorrectionStanding | Rejection =>
  reason.trim() === '' ? reject('CORRECTION_REASON_MISSING') : openOf(known);

const ended = (standing: CorrectionStanding, { by, now, reason }: Ending, status: CorrectionStatus): CorrectionStanding => ({
  ...standing,
  status,
  decided: { by, at: now, reason },
});

function openOf(known: CorrectionStanding | undefined): CorrectionStanding | Rejection {
  if (!known) return reject('CORRECTION_NOT_FOUND');
  if (known.status === 'applied') return reject('CORRECTION_APPLIED');
  return known.status === 'proposed' ? known : reject('CORRECTION_NOT_OPEN', { status: known.status });
}
