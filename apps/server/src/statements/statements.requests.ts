import type { BusinessDate } from '#kernel';
import type { StatementRow, StatementRowKind, StatementStanding } from '#statements';
import { BUSINESS_DATE, Field, OptionalField, POSITION, SETUP_ID, oneOf, text } from '../http/fields.js';
import { PagedQuery } from '../http/queries.js';
import { wordsOf } from '../http/schemas.js';

export const STATEMENT_STATUSES = wordsOf<StatementStanding['status']>({ importing: true, imported: true });
export const STATEMENT_BOOKS = wordsOf<StatementRow['book']>({ trades: true, funds: true, bank: true });
export const ROW_KINDS = wordsOf<StatementRowKind>({
  payment: true,
  refund: true,
  reversal: true,
  fee: true,
  'fee-return': true,
  payout: true,
  deposit: true,
  movement: true,
  'bank-credit': true,
  'bank-debit': true,
});

const ACCOUNT_NO = text(
  /^[A-Za-z0-9_-]{1,64}$/,
  'must be a merchant number, a shop or a bank account',
  'merchant number, shop or bank account',
);
const EXCEPTION = text(/^(?:any|[A-Z_]{1,64})$/, 'must be a code of an exception, or any', 'a code, or any');

export class StatementPath {
  @Field(text(/^[0-9a-f]{64}$/, 'must be the SHA-256 of a file, in hex'))
  id!: string;
}

/** Beside the file itself. */
export class ImportQuery {
  /** Shop or account of local life, for files that do not say it: exports of Douyin’s console, answers of its API. */
  @OptionalField(ACCOUNT_NO)
  account?: string;
  /** All accounts in the file must be this merchant's. A bank statement needs it. */
  @OptionalField(SETUP_ID)
  merchant?: string;
}

/** Files, or rows: the newest first, or what changed since a position. */
class OfStatements extends PagedQuery {
  @OptionalField(SETUP_ID)
  channel?: string;
  @OptionalField(ACCOUNT_NO)
  account?: string;
  @OptionalField(SETUP_ID)
  merchant?: string;
  @OptionalField(EXCEPTION)
  exception?: string;
  /** Only what changed after this position, in the order in which it changed. */
  @OptionalField(POSITION)
  updatedAfter?: string;
}

export class StatementsQuery extends OfStatements {
  @OptionalField(oneOf(STATEMENT_STATUSES))
  status?: StatementStanding['status'];
}

export class StatementRowsQuery extends OfStatements {
  @OptionalField(oneOf(STATEMENT_BOOKS))
  book?: StatementRow['book'];
  @OptionalField(oneOf(ROW_KINDS))
  kind?: StatementRowKind;
  /** Days of the statement, both inclusive. */
  @OptionalField(BUSINESS_DATE)
  from?: BusinessDate;
  @OptionalField(BUSINESS_DATE)
  to?: BusinessDate;
}
