import type { DomainEvent, Instant } from '#kernel';
import type { Item } from '../item.js';

/** `match.<case id>`: 32 hex digits, made of the item that it was opened for. */
export type CaseId = string;

/** By what a group of items was put together, strongest first. `amount-and-time` only ever proposes. */
export type MatchRule =
  | 'channel-trade-no'
  | 'merchant-order-no'
  | 'terminal-batch-trace'
  | 'rrn'
  | 'order'
  | 'payout-reference'
  | 'payout-total'
  | 'amount-and-time'
  /** A person put it together. */
  | 'by-hand';

export type DifferenceClass =
  /** 长款: the statement has it, we do not. */
  | 'surplus'
  /** 短款: we have it, the statement does not. */
  | 'shortage'
  | 'amount'
  | 'status'
  | 'fee'
  /** Another day than ours. Within the window it is explained by the cut-off (日切). */
  | 'date'
  | 'duplicate'
  /** What was paid out is not what the bank saw. */
  | 'net';

export type DifferenceCause =
  | 'NOT_TOLD'
  | 'NOT_ON_STATEMENT'
  | 'OUTCOME_OPEN'
  | 'APPROVED_IN_PART'
  | 'FEE_NETTED'
  | 'WITHIN_TOLERANCE'
  | 'UNDONE_AT_CHANNEL'
  | 'UNDONE_HERE_ONLY'
  | 'RATE_DIFFERS'
  | 'CUT_OFF'
  | 'CHARGED_TWICE'
  | 'TOLD_TWICE'
  | 'NETTED_WITH_MOVEMENT'
  | 'PAID_WITH_OTHER_DAYS'
  /** What it belongs to was decided before it was told. */
  | 'AFTER_DECISION'
  | 'UNEXPLAINED';

/** What would mend it. Nothing happens by itself. */
export interface Proposal {
  /**
   * `record`: the fact that the statement tells and we do not know. `refund`: give back what was taken twice. `adjust`: book the rest.
   * `write-off`: take the loss, or keep what nobody asks for. `inquire`: ask the channel. `agree-fees`: the schedule is out of date.
   */
  readonly action: 'record' | 'refund' | 'adjust' | 'write-off' | 'inquire' | 'agree-fees';
  /** 分 */
  readonly amount: number;
}

export interface Difference {
  readonly class: DifferenceClass;
  /** What is compared. `statement`: it, less the ledger. `order`: the ledger, less what was to be collected. */
  readonly leg: 'statement' | 'order';
  /** As the merchant's money: negative where there is too little. Of a fee: expected less charged. 分 */
  readonly amount: number;
  readonly cause: DifferenceCause;
  /** An explained difference is noted and keeps nothing open. */
  readonly explained: boolean;
  readonly proposal: Proposal | null;
}

/** By this rule `item` of the case goes with `other`; what stands is what the stronger rule says. */
export interface Contradiction {
  readonly rule: MatchRule;
  readonly item: string;
  readonly other: string;
}

/** What a run makes of a group of items. */
export interface Verdict {
  readonly caseId: CaseId;
  readonly merchant: string;
  readonly book: Item['book'];
  readonly channel: string;
  readonly account: string;
  /** Day that the case counts for: the statement's, else ours. */
  readonly day: string;
  /** In the order of side and id. */
  readonly items: readonly Item[];
  readonly rule: MatchRule | null;
  /** `proposed`: a person has to confirm. `suspended` (存疑): one-sided, and the next statement may still bring it. */
  readonly outcome: 'matched' | 'proposed' | 'suspended' | 'difference';
  readonly differences: readonly Difference[];
  readonly contradictions: readonly Contradiction[];
  /** Cases that were opened for single items of this group and go into this one. */
  readonly absorbs: readonly CaseId[];
}

export type MatchStatus =
  | 'proposed'
  | 'suspended'
  | 'difference'
  | 'matched'
  | 'resolved'
  | 'written_off'
  /** Its items are in another case. */
  | 'absorbed'
  /** A person refused what was proposed. */
  | 'rejected';

/** Which person decided, why, when, and the correction that it was mended by. */
export interface Decided {
  readonly by: string;
  readonly reason: string;
  readonly at: Instant;
  readonly correctionId?: string;
}

/**
 * Where a case stands. `matched`, `resolved` and `written_off` are decided: no better rule changes them. `absorbed` and `rejected`
 * hold no items until a run gives them some again.
 */
export interface MatchStanding {
  readonly caseId: CaseId;
  readonly merchant: string;
  readonly book: Item['book'];
  readonly channel: string;
  readonly account: string;
  readonly day: string;
  readonly status: MatchStatus;
  readonly rule: MatchRule | null;
  readonly items: readonly Item[];
  readonly differences: readonly Difference[];
  readonly contradictions: readonly Contradiction[];
  /** Ids of items that a person refused to see together. */
  readonly apart: readonly (readonly string[])[];
  readonly decided: Decided | null;
  /** Where an absorbed case went. */
  readonly into: CaseId | null;
  readonly exceptions: readonly MatchException[];
  /** Over all exceptions, 分. */
  readonly atStake: number;
}

/** What somebody has to look at: a proposal, or classes of differences that are open. */
export type MatchException =
  | 'MATCH_PROPOSED'
  | 'MATCH_SURPLUS'
  | 'MATCH_SHORTAGE'
  | 'MATCH_AMOUNT'
  | 'MATCH_STATUS'
  | 'MATCH_FEE'
  | 'MATCH_DATE'
  | 'MATCH_DUPLICATE'
  | 'MATCH_NET';

interface Said {
  readonly standing: MatchStanding;
}

/** Every event says where the case stands after it. Nothing here books anything. */
export type MatchEvent =
  | DomainEvent<'MatchSuspended', Said>
  | DomainEvent<'MatchProposed', Said>
  | DomainEvent<'MatchMade', Said>
  | DomainEvent<'DifferenceOpened', Said>
  | DomainEvent<'MatchAbsorbed', Said>
  | DomainEvent<'MatchRejected', Said>
  | DomainEvent<'DifferenceResolved', Said>
  | DomainEvent<'DifferenceWrittenOff', Said>;

/**
 * What a run found. Never refused. Adds nothing where the case stands there, or is decided; but a match whose items are told otherwise
 * since is made again, or opened as a difference.
 */
export interface JudgeMatch {
  readonly type: 'JudgeMatch';
  readonly verdict: Verdict;
}
/** The items of this case are in another one now. */
export interface AbsorbMatch {
  readonly type: 'AbsorbMatch';
  readonly caseId: CaseId;
  readonly into: CaseId;
}
interface Decision {
  readonly caseId: CaseId;
  readonly by: string;
  readonly reason: string;
  readonly now: Instant;
}
/** A person confirms what was proposed. */
export interface ConfirmMatch extends Decision {
  readonly type: 'ConfirmMatch';
}
/** A person refuses what was proposed: the items stand alone again, and are never proposed together again. */
export interface RejectMatch extends Decision {
  readonly type: 'RejectMatch';
}
/** A difference is explained, or was mended by a correction. */
export interface ResolveDifference extends Decision {
  readonly type: 'ResolveDifference';
  readonly correctionId?: string;
}
/** Only ever by an approved correction. */
export interface WriteOffDifference extends Decision {
  readonly type: 'WriteOffDifference';
  readonly correctionId: string;
}

export type MatchCommand = JudgeMatch | AbsorbMatch | ConfirmMatch | RejectMatch | ResolveDifference | WriteOffDifference;
