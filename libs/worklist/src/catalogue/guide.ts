export const SEVERITIES = ['low', 'medium', 'high'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A command of this ledger that mends it: route and body with `{fields}` that the exception fills. */
export interface Mend {
  /** When, and what else has to be done outside. */
  readonly says: string;
  readonly method: 'POST';
  readonly route: string;
  readonly body: Readonly<Record<string, string>>;
}

/** Money at stake: fields of the standing added up, less others. What a standing lacks counts nothing. */
export interface Worth {
  readonly of: readonly string[];
  readonly less?: readonly string[];
}

/** What ops need to know of an exception code. */
export interface Guide {
  readonly severity: Severity;
  /** One sentence: what happened. */
  readonly happened: string;
  readonly worth: Worth;
  readonly mend: Mend;
}

/** By code. */
export type Guides = Readonly<Record<string, Guide>>;

export const NO_MONEY: Worth = { of: [] };

const post = (route: string, body: Mend['body'], says: string): Mend => ({ says, method: 'POST', route, body });

/** Nothing in the ledger mends it: somebody outside must, and their facts close it; else it is closed by hand, with the reason. */
export const settleOutside = (says: string): Mend => post('/v1/exceptions/{exceptionId}/resolve', { reason: '{reason}' }, says);

export const giveBack = (says: string): Mend =>
  post('/v1/payments/{paymentId}/refunds', { amount: '{worth}', reason: '{code}' }, says);

/** What a collection proposes to give back, one payment after the other: the next is named once this one is back. */
export const giveBackProposed = (says: string): Mend =>
  post('/v1/payments/{paymentId}/refunds', { amount: '{refund}', reason: '{code}' }, says);

/** How much is for whoever does it to say. */
export const giveBackSome = (says: string): Mend =>
  post('/v1/payments/{paymentId}/refunds', { amount: '{amount}', reason: '{code}' }, says);

export const capture = (says: string): Mend =>
  post('/v1/payments/{paymentId}/captures', { amount: '{worth}', reason: '{code}' }, says);

export const withdraw = (says: string): Mend =>
  post('/v1/payments/{paymentId}/instructions/{instructionId}/withdraw', { reason: '{code}' }, says);

export const bringRow = (says: string): Mend => post('/v1/channels/douyin/settle-bill', { rows: '{rows}' }, says);

export const bringLifeRow = (says: string): Mend => post('/v1/channels/douyin/life-ledger', { rows: '{rows}' }, says);

export const bringAcquirerRow = (says: string): Mend => post('/v1/channels/acquirer/settlements', { rows: '{rows}' }, says);

export const bringTransaction = (says: string): Mend =>
  post('/v1/channels/pos/transactions', { transaction: '{transaction}' }, says);

export const answerDispute = (says: string): Mend =>
  post('/v1/disputes/{disputeId}/evidence', { documents: '{documents}', note: '{note}' }, says);

const TERMINAL = '/v1/merchants/{merchant}/terminals/{merchantNo}/{terminalNo}';

export const place = (says: string): Mend => post(`${TERMINAL}/placements`, { storeId: '{store}', from: '{from}' }, says);

export const activate = (says: string): Mend =>
  post(`${TERMINAL}/status`, { status: 'active', from: '{from}', reason: '{reason}' }, says);

export const configure = (says: string): Mend => post(`${TERMINAL}/methods`, { methods: '{methods}', from: '{from}' }, says);

export const fetchBill = (says: string): Mend => post('/v1/statement-fetches/{bill}/{account}/{day}/now', {}, says);

export const replay = (says: string): Mend => post('/v1/notices/{noticeId}/replay', {}, says);

export const confirmMatch = (says: string): Mend => post('/v1/match-cases/{caseId}/confirm', { reason: '{reason}' }, says);

export const resolveMatch = (says: string): Mend => post('/v1/match-cases/{caseId}/resolve', { reason: '{reason}' }, says);

/** Proposed by one person, approved by another. */
const correct = (kind: string, body: Mend['body'], says: string): Mend =>
  post('/v1/corrections', { kind, caseId: '{caseId}', ...body, reason: '{reason}', evidence: '{evidence}' }, says);

export const recordRow = (says: string): Mend => correct('record', { row: '{row}' }, says);

export const writeOff = (says: string): Mend => correct('write-off', {}, says);

/** What is said of a code that no table has: a feature newer than its guide. */
export const UNGUIDED: Guide = {
  severity: 'medium',
  happened: 'Facts contradict each other, or one is missing.',
  worth: NO_MONEY,
  mend: settleOutside('Look at the events of the stream, ask whoever sent them, and say what came of it.'),
};
