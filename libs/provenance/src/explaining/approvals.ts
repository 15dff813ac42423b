import type { CorrectionStanding } from '#corrections';
import type { StoredEvent } from '#event-log';
import type { PeriodClosed, PeriodCloseProposed } from '#periods';
import type { ApprovalBehind } from '../explanation.js';

/** What persons approved that an event itself carries out; `events`: where the proposal is looked for. */
export function approvalIn(event: StoredEvent, events: readonly StoredEvent[]): ApprovalBehind | undefined {
  if (event.type === 'CorrectionApplied') return ofCorrection(event);
  if (event.type === 'PeriodClosed' || event.type === 'PeriodReopened') return ofPeriod(event, events);
  return undefined;
}

function ofCorrection({ data, position }: StoredEvent): ApprovalBehind {
  const { standing } = data as { readonly standing: CorrectionStanding };
  const { approvals, at, by, correctionId, digest, reason } = standing;
  const approvedBy = approvals.map((one) => ({ by: one.by, at: one.at }));
  return { kind: 'correction', id: correctionId, digest, proposedBy: by, proposedAt: at, reason, approvedBy, position };
}

function ofPeriod({ data, position, stream }: StoredEvent, events: readonly StoredEvent[]): ApprovalBehind {
  const { at, by, digest, month, proposedBy } = data as PeriodClosed['data'];
  const proposal = events
    .filter((event) => event.stream === stream && event.position < position && PROPOSED.has(event.type))
    .map((event) => event.data as PeriodCloseProposed['data'])
    .filter((proposed) => proposed.month === month && proposed.digest === digest)
    .at(-1);
  const proposed = { proposedBy, proposedAt: proposal?.at ?? null, reason: proposal?.reason ?? null };
  return { kind: 'period', id: month, digest, ...proposed, approvedBy: [{ by, at }], position };
}

/** How a proposal to close or reopen a month is called. */
export const PROPOSED: ReadonlySet<string> = new Set(['PeriodCloseProposed', 'PeriodReopenProposed']);
