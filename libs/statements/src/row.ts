/**
 * Which outside party a statement is of, by the name that `libs/settlements` and `libs/fees` use for it: `wechat`, `alipay`,
 * `unionpay`, `allinpay`, `leshua`, `shouqianba`, `jdpay`, `bank`, `douyin` …
 */
export type StatementChannel = string;

export type StatementRowKind =
  /** What a customer paid or got back. */
  | 'payment'
  | 'refund'
  | 'reversal'
  /** Rows of their own: the fund flow of WeChat Pay has 扣除交易手续费. */
  | 'fee'
  | 'fee-return'
  /** Money that left to or came from a bank account; anything else on an account. */
  | 'payout'
  | 'deposit'
  | 'movement'
  /** A line of a bank statement. */
  | 'bank-credit'
  | 'bank-debit';

/** One line of a statement in the ledger's words. Amounts: integer 分. */
export interface StatementRow {
  readonly channel: StatementChannel;
  /** Trade bill, fund flow, bank statement. */
  readonly book: 'trades' | 'funds' | 'bank';
  /** Merchant number, shop or bank account that the row is about. */
  readonly account: string;
  /** Identity within (channel, book, account): `payment.4200…`, `refund.5030…`, `flow.…`. Letters, digits, `.`, `_`, `-`. */
  readonly key: string;
  readonly kind: StatementRowKind;
  /** Unsigned: what the customer paid, what moved. */
  readonly amount: number;
  /** Seen by the merchant. */
  readonly direction: 'in' | 'out';
  /** Positive: charged; negative: returned. */
  readonly fee?: number;
  /** Signed, where the statement tells it. */
  readonly net?: number;
  readonly occurredAt: string;
  /** yyyy-mm-dd: day of the statement that the row belongs to. */
  readonly billDate: string;
  /** As told. */
  readonly status?: string;
  readonly refs: StatementRefs;
  readonly method?: string;
  readonly cardType?: string;
  /** 业务名称, 业务类型 as told. */
  readonly purpose?: string;
  readonly balanceAfter?: number;
}

/** Numbers under which others know the transaction. A refund or reversal names its original in `channelTradeNo` and `merchantOrderNo`. */
export interface StatementRefs {
  readonly channelTradeNo?: string;
  readonly channelRefundNo?: string;
  readonly merchantOrderNo?: string;
  readonly merchantRefundNo?: string;
  readonly orderId?: string;
  readonly subOrderId?: string;
  readonly terminalNo?: string;
  readonly batchNo?: string;
  readonly traceNo?: string;
  readonly rrn?: string;
}

/**
 * A row of Douyin as the platform's API gives it, or, out of a console export, as it would have given it: `settle-row` under the names
 * of `order.getSettleBillDetailV3`, `account-item` under those of `order.getShopAccountItem`, `life-ledger-row` under those of
 * `goodlife/v1/settle/ledger`. It goes through the doors that read those, so that amounts and rules are read in one place. 分. Neither
 * exports nor answers of the API name their shop or account.
 */
export interface DouyinFact {
  readonly of: 'settle-row' | 'account-item' | 'life-ledger-row';
  /** The row as JSON; of an answer of the API, its own bytes. */
  readonly json: string;
}

/** Why a line is quarantined. `says` names columns, never what stood in them. */
export interface LineFault {
  readonly code: LineFaultCode;
  readonly says: string;
}

export type LineFaultCode =
  | 'ROW_INVALID'
  | 'ROW_DOES_NOT_ADD_UP'
  | 'ROW_KIND_UNKNOWN'
  | 'COLUMN_COUNT_WRONG'
  | 'TEXT_UNREADABLE'
  | 'LINE_TOO_LONG'
  | 'ENTRY_UNKNOWN';

/** A row, and beside it who paid or was paid as the statement tells it: sealed before anything is kept. */
export interface RowRead {
  readonly row: StatementRow;
  readonly payer?: string;
}

/** What a reader makes of a line. Lines without content (headers, trailers) are none. */
export type ReadLine = {
  /** Counted through all entries of an archive, from 1; of a record over several lines the first. */
  readonly line: number;
  /** SHA-256 (hex) of the line's bytes as they stood in the file, without the line's end; of a line that is too long, of its beginning. */
  readonly digest: string;
} & (RowRead | { readonly fact: DouyinFact } | { readonly fault: LineFault });

export interface StatementHead {
  /** `wechat-trades`, `alipay-funds`, the name of a mapping …; joined by `+` where an archive holds several. */
  readonly format: string;
  readonly channel: StatementChannel;
  /** Where all of it is about one account and the file says so before its rows. */
  readonly account?: string;
  /** yyyy-mm-dd, both inclusive. */
  readonly from?: string;
  readonly to?: string;
  /** ISO instant. */
  readonly exportedAt?: string;
}

/** What a trailer or a running balance says and what the rows come to; only where they disagree. */
export interface TrailerFinding {
  readonly of: string;
  readonly told: number;
  readonly rows: number;
}

/** A file on disk: containers need seeking. `name` is what the sender calls it; some formats tell their account or day there. */
export interface StatementSource {
  readonly name: string;
  readonly path: string;
}

export interface OpenStatement {
  readonly head: StatementHead;
  /** Batches of some 500, in the order of the file; from the first on each time it is asked. */
  lines(): AsyncIterable<readonly ReadLine[]>;
  /** Of the reading that was begun last, after its last batch. */
  end(): { readonly trailers: readonly TrailerFinding[] };
  close(): Promise<void>;
}

export type StatementRefusalCode =
  | 'STATEMENT_EMPTY'
  | 'STATEMENT_FORMAT_UNKNOWN'
  | 'STATEMENT_ENCRYPTED'
  | 'STATEMENT_BROKEN'
  | 'STATEMENT_NESTED'
  | 'STATEMENT_MIXED'
  | 'STATEMENT_DATES_DAMAGED'
  | 'STATEMENT_TOO_LARGE'
  | 'STATEMENT_COLUMN_MISSING'
  | 'STATEMENT_ACCOUNT_UNKNOWN'
  | 'MAPPING_INVALID'
  | 'MAPPING_COLUMN_UNKNOWN';

/** Why a file is not taken at all. */
export interface StatementRefusal {
  readonly code: StatementRefusalCode;
  readonly says: string;
}

export type Result<Value, Refusal> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refusal: Refusal };
