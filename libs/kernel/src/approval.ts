import type { RejectionRegistry } from './decider.js';
import type { Instant } from './instant.js';

/** Something that a person proposed and others have to approve before it counts. */
export interface Proposed {
  readonly by: string;
  /** SHA-256 (hex) of what was shown. */
  readonly digest: string;
  readonly expiresAt: Instant;
  /** How many others have to approve. */
  readonly approvalsNeeded: number;
  /** Who did so far. */
  readonly approvedBy: readonly string[];
}

export interface Approval {
  readonly by: string;
  /** Of what the approver looked at. */
  readonly digest: string;
  readonly now: Instant;
}

export type ApprovalRefusal = 'PROPOSAL_EXPIRED' | 'PROPOSAL_CHANGED' | 'OWN_PROPOSAL' | 'APPROVED_ALREADY';

/** Everything that asks for approval refuses in these words. */
export const APPROVAL_REJECTIONS = {
  PROPOSAL_EXPIRED: { kind: 'conflict', says: 'The proposal has expired; propose it again.' },
  PROPOSAL_CHANGED: { kind: 'conflict', says: 'The digest is of something else than what was proposed; look at it again.' },
  OWN_PROPOSAL: { kind: 'forbidden', says: 'Another person than who proposed it has to approve it.' },
  APPROVED_ALREADY: { kind: 'conflict', says: 'You approved it already; another person has to.' },
} as const satisfies RejectionRegistry & Record<ApprovalRefusal, unknown>;

/** Why this person can not approve this, now; undefined where they can. Moments compare as text: all are UTC with milliseconds. */
export function approvalRefusal(proposed: Proposed, { by, digest, now }: Approval): ApprovalRefusal | undefined {
  if (now >= proposed.expiresAt) return 'PROPOSAL_EXPIRED';
  if (digest !== proposed.digest) return 'PROPOSAL_CHANGED';
  if (by === proposed.by) return 'OWN_PROPOSAL';
  return proposed.approvedBy.includes(by) ? 'APPROVED_ALREADY' : undefined;
}

/** This approval is the last one needed. */
export const completes = ({ approvalsNeeded, approvedBy }: Proposed): boolean => approvedBy.length + 1 >= approvalsNeeded;
