import type { Position, StoredEvent } from '#event-log';
import type { BusinessDate, Instant } from '#kernel';
import type { Month } from '../domain/month.js';
import type { ClosingPreview, PeriodEvent, ProposedData, RejectedData, ReopeningPreview } from '../domain/period.messages.js';

/** A proposal as an approver looks at it: `digest` is what is approved. */
export interface ProposalView {
  readonly kind: 'close' | 'reopen';
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
  readonly shown: ClosingPreview | ReopeningPreview;
  readonly digest: string;
  readonly expiresAt: Instant;
}

/** A closing or reopening that took effect. */
export interface StepView {
  readonly proposedBy: string;
  readonly approvedBy: string;
  readonly at: Instant;
  /** In the log: what stands behind it is booked by the new rule. */
  readonly position: Position;
  /** Null: nothing of the merchant is closed any more. */
  readonly closedThrough: BusinessDate | null;
}

export interface RejectionView {
  readonly kind: 'close' | 'reopen';
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
}

/** A month that was ever proposed, as the log leaves it. */
export interface MonthRow {
  readonly merchant: string;
  readonly month: Month;
  /** `reopened` was closed before and can be closed again. */
  readonly standing: 'open' | 'closed' | 'reopened';
  /** The last one that was neither approved nor rejected; it may have expired. */
  readonly proposal: ProposalView | null;
  readonly closed: StepView | null;
  readonly reopened: StepView | null;
  readonly rejected: RejectionView | null;
}

/** A month after one more event of its merchant's stream. */
export function monthAfterEvent(before: MonthRow | undefined, stored: StoredEvent): MonthRow {
  const event = stored as unknown as PeriodEvent;
  const { merchantId: merchant, month } = event.data;
  const row = before ?? { merchant, month, standing: 'open', proposal: null, closed: null, reopened: null, rejected: null };
  switch (event.type) {
    case 'PeriodCloseProposed':
      return { ...row, proposal: proposalOf('close', event.data) };
    case 'PeriodReopenProposed':
      return { ...row, proposal: proposalOf('reopen', event.data) };
    case 'PeriodClosed':
      return { ...row, standing: 'closed', proposal: null, closed: stepOf(event.data, stored) };
    case 'PeriodReopened':
      return { ...row, standing: 'reopened', proposal: null, reopened: stepOf(event.data, stored) };
    case 'PeriodCloseRejected':
      return { ...row, proposal: null, rejected: rejectionOf('close', event.data) };
    case 'PeriodReopenRejected':
      return { ...row, proposal: null, rejected: rejectionOf('reopen', event.data) };
  }
}

function proposalOf(
  kind: ProposalView['kind'],
  { by, at, reason, shown, digest, expiresAt }: ProposedData<ClosingPreview | ReopeningPreview>,
): ProposalView {
  return { kind, by, at, reason, shown, digest, expiresAt };
}

const stepOf = (
  { proposedBy, by, at, closedThrough }: Pick<StepView, 'proposedBy' | 'at' | 'closedThrough'> & { readonly by: string },
  { position }: StoredEvent,
): StepView => ({ proposedBy, approvedBy: by, at, position, closedThrough });

const rejectionOf = (kind: RejectionView['kind'], { by, at, reason }: RejectedData): RejectionView => ({
  kind,
  by,
  at,
  reason,
});
