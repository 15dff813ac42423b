import type { BusinessDate, DomainEvent, Instant } from '#kernel';
import type { Month } from './month.js';

/** What a finance person looks at before a month is closed, 分: all of one merchant, through the last day of the month. */
export interface ClosingPreview {
  /** Of the log: as the book stood there. */
  readonly position: string;
  readonly through: BusinessDate;
  /** SHA-256 (hex) of the trial balance, and its totals. */
  readonly trialBalance: { readonly digest: string; readonly debit: number; readonly credit: number };
  /** What the channels still owe us (assets:receivable, assets:clearing). */
  readonly unsettled: number;
  /** Paid out by a channel and on no bank account yet (assets:in-transit). */
  readonly inTransit: number;
  /** Money that nothing explains (equity:suspense); debit positive. */
  readonly suspense: number;
  /** Of the merchant, whatever their day: open or claimed. */
  readonly openExceptions: { readonly count: number; readonly worth: number };
}

/** What is looked at before a month is opened again. */
export interface ReopeningPreview {
  /** SHA-256 (hex) of the trial balance as it was sealed. */
  readonly seal: string;
  /** Entries that were booked late since, because of this or an earlier closing. */
  readonly lateEntries: number;
}

interface OfMonth {
  readonly merchantId: string;
  readonly month: Month;
  /** Who does it. */
  readonly by: string;
}

interface Told extends OfMonth {
  readonly now: Instant;
}

interface Proposing extends Told {
  readonly reason: string;
  /** SHA-256 (hex) of what is shown. */
  readonly digest: string;
}

export interface ProposePeriodClose extends Proposing {
  readonly type: 'ProposePeriodClose';
  readonly shown: ClosingPreview;
  /** When the last accounting day of the month ends by the merchant's cut-off. */
  readonly monthEnds: Instant;
}

export interface ProposePeriodReopen extends Proposing {
  readonly type: 'ProposePeriodReopen';
  readonly shown: ReopeningPreview;
}

/** Approves what is proposed for the month, closing or reopening: it takes effect at once. */
export interface ApprovePeriodProposal extends Told {
  readonly type: 'ApprovePeriodProposal';
  /** Of what the approver looked at. */
  readonly digest: string;
}

/** Anybody who may approve may reject; who proposed it takes it back thereby. */
export interface RejectPeriodProposal extends Told {
  readonly type: 'RejectPeriodProposal';
  readonly reason: string;
}

export type PeriodCommand = ProposePeriodClose | ProposePeriodReopen | ApprovePeriodProposal | RejectPeriodProposal;

interface Done extends OfMonth {
  readonly at: Instant;
}

export interface ProposedData<Shown> extends Done {
  readonly reason: string;
  readonly shown: Shown;
  readonly digest: string;
  readonly expiresAt: Instant;
}

interface ApprovedData extends Done {
  readonly proposedBy: string;
  /** Of what was approved. */
  readonly digest: string;
}

export interface RejectedData extends Done {
  readonly reason: string;
}

export type PeriodCloseProposed = DomainEvent<'PeriodCloseProposed', ProposedData<ClosingPreview>>;
export type PeriodReopenProposed = DomainEvent<'PeriodReopenProposed', ProposedData<ReopeningPreview>>;
export type PeriodCloseRejected = DomainEvent<'PeriodCloseRejected', RejectedData>;
export type PeriodReopenRejected = DomainEvent<'PeriodReopenRejected', RejectedData>;

/** From here on in the log nothing of the merchant is booked on this day or before. */
export type PeriodClosed = DomainEvent<'PeriodClosed', ApprovedData & { readonly closedThrough: BusinessDate }>;

/** From here on only what lies before is closed; null: nothing is. */
export type PeriodReopened = DomainEvent<'PeriodReopened', ApprovedData & { readonly closedThrough: BusinessDate | null }>;

export type PeriodEvent =
  PeriodCloseProposed | PeriodClosed | PeriodCloseRejected | PeriodReopenProposed | PeriodReopened | PeriodReopenRejected;
