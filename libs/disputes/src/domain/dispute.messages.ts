import type { BusinessDate, Fact, FactEvent, Instant, Money } from '#kernel';

/** `dsp_<channel>.<merchant no>.<case no>`: the acquirer's own number of the case. */
export type DisputeId = string;

/** 调单: the issuer wants to see the voucher. 拒付: it takes the money back. */
export type DisputeStage = 'retrieval' | 'chargeback';

/** What an acquirer says of a case, or we of it. */
interface OfDispute<T extends string> extends Fact<T> {
  readonly disputeId: DisputeId;
  readonly merchantNo: string;
}
interface OfRound<T extends string> extends OfDispute<T> {
  /** From 1. A retrieval request that becomes a chargeback, and a chargeback that comes again, are rounds of one case. */
  readonly round: number;
}

/** key `opened:<round>` */
export interface DisputeOpened extends OfRound<'DisputeOpened'> {
  readonly stage: DisputeStage;
  readonly channel: string;
  readonly caseNo: string;
  readonly amount: Money;
  /** To be answered by then. */
  readonly dueAt: Instant;
  /** As the acquirer codes it; nobody's list is complete. */
  readonly reasonCode: string;
  /** The transaction in dispute, as far as the acquirer names it. */
  readonly paymentId?: string;
  readonly rrn?: string;
  readonly terminalNo?: string;
}
/** The acquirer took money in the course of a round. key `debited:<its reference>` */
export interface DisputeDebited extends OfRound<'DisputeDebited'> {
  readonly reference: string;
  readonly amount: Money;
}
/** A voucher: never its content, which may hold card data. */
export interface EvidenceDocument {
  /** 签购单, 发票 … as the acquirer codes it. */
  readonly type: string;
  /** SHA-256 of the document, hex. */
  readonly digest: string;
  /** Where whoever keeps it finds it. */
  readonly reference: string;
}
/** By instruction of ours, or as the acquirer's console tells it. key `evidence:<evidence id>` */
export interface EvidenceSubmitted extends OfRound<'EvidenceSubmitted'> {
  readonly evidenceId: string;
  readonly documents: readonly EvidenceDocument[];
  readonly note?: string;
}
/** We let the round go. key `accepted:<round>` */
export interface DisputeAccepted extends OfRound<'DisputeAccepted'> {
  readonly reason?: string;
}
/** key `decision:<round>`, as `DisputeLost`: a round ends one way. */
export type DisputeWon = OfRound<'DisputeWon'>;
/** `amount`: all that the round finally costs, what was debited before included. */
export interface DisputeLost extends OfRound<'DisputeLost'> {
  readonly amount: Money;
}

export type DisputeFact = DisputeOpened | DisputeDebited | EvidenceSubmitted | DisputeAccepted | DisputeWon | DisputeLost;

export type DisputeStatus =
  /** Only what is told of its course is known, not its opening. */
  'unopened' | 'retrieval' | 'chargeback' | 'evidence_submitted' | 'accepted' | 'won' | 'lost';

export type DisputeException =
  /** A round was debited, answered or decided that nobody opened. */
  | 'DISPUTE_WITHOUT_OPENING'
  /** After it was due, decided or let go. */
  | 'EVIDENCE_LATE'
  | 'ACCEPTED_AFTER_DECISION'
  | 'DEBIT_AFTER_WON'
  /** More was taken than is in dispute: the rest is on suspense. */
  | 'CHARGED_ABOVE_DISPUTED'
  | 'FACTS_CONTRADICT';

/** Where a dispute stands after a set of facts. */
export interface DisputeStanding {
  readonly disputeId: DisputeId;
  readonly merchant: string;
  readonly store: string;
  readonly merchantNo: string;
  readonly channel: string;
  readonly caseNo: string;
  readonly status: DisputeStatus;
  /** The latest round that was opened; 0 where none is. */
  readonly round: number;
  readonly stage: DisputeStage | null;
  readonly reasonCode: string | null;
  readonly dueAt: Instant | null;
  readonly openedAt: Instant;
  readonly paymentId: string | null;
  readonly rrn: string | null;
  readonly terminalNo: string | null;
  /** All 分. In dispute in the latest round. */
  readonly amount: Money;
  /** Taken from us as things stand: what was lost, and what is debited and not decided. */
  readonly charged: Money;
  /** Of that, lost for good. */
  readonly lost: Money;
  readonly evidence: readonly string[];
  readonly exceptions: readonly DisputeException[];
}

/** Records what the acquirer said. Never refused. */
export interface RecordDisputeFact {
  readonly type: 'RecordDisputeFact';
  readonly fact: DisputeFact;
}
interface Instruction {
  readonly disputeId: DisputeId;
  readonly now: Instant;
  readonly businessDate: BusinessDate;
}
/** Answers the latest round. The same evidence id and documents again add nothing. */
export interface SubmitEvidence extends Instruction {
  readonly type: 'SubmitEvidence';
  readonly evidenceId: string;
  readonly documents: readonly EvidenceDocument[];
  readonly note?: string;
}
/** Lets the latest round go. Again it adds nothing. */
export interface AcceptDispute extends Instruction {
  readonly type: 'AcceptDispute';
  readonly reason: string;
}

export type DisputeCommand = RecordDisputeFact | SubmitEvidence | AcceptDispute;
export type DisputeEvent = FactEvent<DisputeFact, DisputeStanding>;
