import type { BusinessDate, Dimensions, DomainEvent, Entry, Fact, Instant, Line } from '#kernel';
import type { Tier } from './tiers.data.js';

/** `entry-<event id>-<place of the entry>`, `difference-<case id>`, `record-<uuid made of the row>`, `adjust-<the asker's own id>`. */
export type CorrectionId = string;

export type CorrectionKind =
  /** 冲正, 红字: an entry is taken back, line by line. */
  | 'reverse'
  /** The same money under another store, terminal or order. */
  | 're-attribute'
  /** Lines of one's own. */
  | 'adjust'
  /** A difference that nobody makes good: 短款 becomes a loss, 长款 is kept. */
  | 'write-off'
  /** What a statement tells and we do not know is recorded as a fact. */
  | 'record';

/** An entry of an event in the log. */
export interface EntryRef {
  readonly stream: string;
  readonly eventId: string;
  /** Place within the event. */
  readonly entry: number;
}

/** How far a stream had come when it was looked at; -1 where there was none. */
export interface SeenStream {
  readonly stream: string;
  readonly revision: number;
}

/** Where money is counted to instead. */
export type Attribution =
  | { readonly to: 'store'; readonly store: string }
  | { readonly to: 'terminal'; readonly merchantNo: string; readonly terminalNo: string; readonly store: string }
  | { readonly to: 'order'; readonly orderId: string; readonly shopId: string; readonly store: string };

/** A fact of another feature, in that feature's own words, and what recording it books there now. */
export interface RecordedFact {
  readonly feature: 'payments' | 'settlements';
  readonly stream: string;
  readonly fact: Fact;
  readonly entries: readonly Entry[];
}

/** One difference of a case, as reconciliation has it. */
export interface DifferenceSeen {
  readonly class: string;
  /** Whether the ledger is held against the statement, or against what was to be collected. */
  readonly leg: 'statement' | 'order';
  /** Statement less ours, as the merchant's money: negative where we have too little. 分 */
  readonly amount: number;
  /** It is noted, and nothing has to be mended. */
  readonly explained: boolean;
}

/** Orders and payments that something names. */
export interface Named {
  readonly orders: readonly string[];
  readonly payments: readonly string[];
}

/** A case of reconciliation as it stands. */
export interface CaseSeen extends SeenStream {
  readonly caseId: string;
  readonly merchant: string;
  /** A person may still decide on it. */
  readonly isOpen: boolean;
  readonly book: 'trades' | 'payouts';
  readonly channel: string;
  readonly account: string;
  /** Of what we booked of it, where we did; else of the channel in general. */
  readonly of: Dimensions;
  readonly differences: readonly DifferenceSeen[];
  readonly names: Named;
}

interface EntrySeen extends EntryRef, SeenStream {
  readonly booked: Entry;
}

/** What is to be corrected, with what was found about it when it was asked for. */
export type Draft =
  | { readonly kind: 'reverse'; readonly target: EntrySeen }
  | { readonly kind: 're-attribute'; readonly target: EntrySeen; readonly attribution: Attribution }
  | { readonly kind: 'adjust'; readonly of: Dimensions; readonly lines: readonly Line[] }
  | { readonly kind: 'write-off'; readonly target: CaseSeen; readonly surplus: SurplusTo }
  | {
      readonly kind: 'record';
      readonly row: SeenStream & { readonly amount: number; readonly names: Named };
      readonly recorded: RecordedFact & { readonly revision: number; readonly of: Dimensions };
      readonly target: CaseSeen | null;
    };

/** A surplus is owed until nobody asks for it any more, or is income at once. */
export type SurplusTo = 'liability' | 'income';

/** What an approver is bound to: its digest is what is approved. */
export interface Shown {
  readonly correctionId: CorrectionId;
  readonly kind: CorrectionKind;
  readonly merchant: string;
  /** What is at stake, 分: the largest sum of debits of an entry. Tiers go by it. */
  readonly amount: number;
  /** Accounting day on which it is booked. */
  readonly day: BusinessDate;
  /** What is corrected. */
  readonly corrects: readonly EntryRef[];
  /** Streams that have to stand as they were shown. */
  readonly seen: readonly SeenStream[];
  readonly attribution: Attribution | null;
  /** Just what is booked once it is approved. */
  readonly entries: readonly Entry[];
  /** The fact that is recorded once it is approved. */
  readonly records: RecordedFact | null;
  /** The case of reconciliation that it ends, and how. */
  readonly ends: { readonly caseId: string; readonly as: 'resolved' | 'written_off' } | null;
  /** Up to here the merchant's books were closed; null where no month is. */
  readonly closedThrough: BusinessDate | null;
  readonly reason: string;
  /** Ids, digests, addresses of what proves it: an event, a row of a statement, a document. */
  readonly evidence: readonly string[];
}

/** An amount that would move. Minor units. */
export interface BalanceMove {
  readonly account: string;
  readonly before: number;
  readonly after: number;
}

/** A cell of the report that would move. */
export interface ReportMove extends Dimensions {
  readonly day: BusinessDate;
  readonly column: string;
  /** 分, or how many. */
  readonly by: number;
}

/** What would move besides, out of a dry run. Nobody is bound to it: balances go on. */
export interface BlastRadius {
  /** The log as far as the balances have seen it. */
  readonly position: string;
  readonly balances: readonly BalanceMove[];
  readonly report: readonly ReportMove[];
  readonly orders: readonly string[];
  readonly payments: readonly string[];
  readonly matches: readonly string[];
  /** Months that are closed and hold what is corrected. They do not move: it is booked on an open day. */
  readonly closedPeriods: readonly string[];
}

export interface ApprovedBy {
  readonly by: string;
  readonly at: Instant;
  readonly approvalId: string;
}

export type CorrectionStatus = 'proposed' | 'applied' | 'rejected' | 'withdrawn';

/** Where a correction stands: its proposal that was made last. */
export interface CorrectionStanding extends Shown {
  readonly digest: string;
  /** Counted from 1 within the correction. */
  readonly proposal: number;
  readonly proposalId: string;
  readonly status: CorrectionStatus;
  /** As they were when it was proposed. */
  readonly tier: Tier;
  readonly expiresAt: Instant;
  readonly by: string;
  readonly at: Instant;
  readonly approvals: readonly ApprovedBy[];
  /** How it ended, where it did. */
  readonly decided: { readonly by: string; readonly at: Instant; readonly reason: string | null } | null;
}

interface Said {
  readonly standing: CorrectionStanding;
}

export type CorrectionEvent =
  | DomainEvent<'CorrectionProposed', Said & { readonly radius: BlastRadius }>
  | DomainEvent<'CorrectionApproved', Said & ApprovedBy>
  | DomainEvent<'CorrectionRejected', Said>
  | DomainEvent<'CorrectionWithdrawn', Said>
  /** Books. Follows the last approval in the same append. */
  | DomainEvent<'CorrectionApplied', { readonly corrects: readonly EntryRef[]; readonly entries: readonly Entry[] } & Said>;

/** What a merchant asks of corrections. */
export interface CorrectionRules {
  readonly tiers: readonly Tier[];
  readonly expiryDays: number;
}

/** What a proposal consists of before its radius is known. */
export interface Proposing {
  readonly correctionId: CorrectionId;
  readonly draft: Draft;
  readonly reason: string;
  readonly evidence: readonly string[];
  readonly rules: CorrectionRules;
  readonly closedThrough: BusinessDate | null;
  /** The merchant's accounting day now. */
  readonly today: BusinessDate;
  /** The day that was asked for; absent: today. A recorded fact has its own. */
  readonly day?: BusinessDate;
  readonly now: Instant;
}
export interface ProposeCorrection extends Proposing {
  readonly type: 'ProposeCorrection';
  readonly proposalId: string;
  readonly radius: BlastRadius;
  readonly by: string;
}
interface Deciding {
  readonly correctionId: CorrectionId;
  readonly by: string;
  readonly now: Instant;
}
/** Refused where anything of what was shown is no longer so. */
export interface ApproveCorrection extends Deciding {
  readonly type: 'ApproveCorrection';
  readonly approvalId: string;
  readonly digest: string;
  /** The streams of `seen`, as they stand now. */
  readonly standing: readonly SeenStream[];
  readonly closedThrough: BusinessDate | null;
}
export interface RejectCorrection extends Deciding {
  readonly type: 'RejectCorrection';
  readonly reason: string;
}
/** By the proposer alone. */
export interface WithdrawCorrection extends Deciding {
  readonly type: 'WithdrawCorrection';
  readonly reason: string;
}

export type CorrectionCommand = ProposeCorrection | ApproveCorrection | RejectCorrection | WithdrawCorrection;
