import type { Position } from '#event-log';
import type { BusinessDate, Instant } from '#kernel';
import { cursorOf, cursorParts, freshEnough, pageOf, type Answer, type Freshness, type Page, type Reader } from '#projections';
import {
  BATCH_LASTS_DAYS,
  RETRY_WITHIN_HOURS,
  SIDES,
  explained,
  type BatchComparison,
  type BatchTransaction,
  type ProbableDuplicate,
} from './batch-comparison.js';
import { terminalBatches } from './terminal-batches.js';

export interface BatchNamed {
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly batchNo: string;
  readonly day: BusinessDate;
}

/** What a batch is asked of: what is known now, or was at a position. */
export interface BatchAsked extends Freshness {
  readonly known?: Position | undefined;
}

export interface BatchesAsked extends BatchAsked {
  readonly merchant?: string | undefined;
  readonly merchantNo?: string | undefined;
  readonly terminalNo?: string | undefined;
  /** First and last local day of the totals. */
  readonly from?: BusinessDate | undefined;
  readonly to?: BusinessDate | undefined;
  /** Only batches whose totals differ from ours. */
  readonly differs?: boolean | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface DuplicatesAsked extends Freshness {
  readonly merchant?: string | undefined;
  /** Only those whose second was told after then. */
  readonly since?: Instant | undefined;
  readonly limit: number;
}

type TransactionOfBatch = Omit<BatchTransaction, 'explains'>;

/** Of variants of one fact the later by its own clock counts, then the greater text: as the payment itself has it. */
const STANDS = 'occurred_at desc, amount::text collate "C" desc';
const side = (name: 'debit' | 'credit'): string =>
  Object.entries(SIDES)
    .flatMap(([kind, of]) => (of === name ? [`'${kind}'`] : []))
    .join(', ');

/** Of a table of the read model what is known at the position of a parameter; absent: all of it. */
type Known = `$${number}` | undefined;
const rowsOf = (table: string, known: Known): string =>
  known === undefined ? `read.${table}` : `(select * from read.${table} where position <= ${known})`;

/** Transactions of a batch b; what was reversed, whenever, does not count. */
const transactionsAt = (known: Known): string => `
  select t.key, t.kind, t.trace_no, t.occurred_at, t.method, t.outcome, t.rrn, t.payment_id, amounts.amount,
    case when t.outcome <> 'approved' then null when t.kind in (${side('debit')}) then 'debit'
      when t.kind in (${side('credit')}) then 'credit' end as counts
  from (
    select distinct on (key) key, kind, trace_no, occurred_at, method, rrn, payment_id, amount, ref, merchant_no, original_ref,
      case when outcome = 'approved' and exists (
        select from ${rowsOf('terminal_transactions', known)} r
        where r.merchant_no = found.merchant_no and r.original_ref = found.ref and r.outcome = 'reversed'
      ) then 'reversed' else outcome end as outcome
    from ${rowsOf('terminal_transactions', known)} found
    where merchant_no = b.merchant_no and terminal_no = b.terminal_no and batch_no = b.batch_no
      and occurred_at > b.since and occurred_at <= b.totalled_at and outcome <> 'reversed'
    order by key, ${STANDS}
  ) t, lateral (
    select coalesce(t.amount, (
      select amount from ${rowsOf('terminal_transactions', known)} o
      where o.payment_id = t.payment_id and o.outcome = 'approved'
        and ((t.kind = 'purchase_void' and o.kind = 'purchase')
          or (t.kind = 'capture_void' and o.kind = 'capture' and o.ref = t.original_ref))
      order by o.${STANDS.replace('amount', 'o.amount')} limit 1
    )) as amount
  ) amounts`;

/** An open try that was answered since says nothing more. */
const isOpenAt = (known: Known): string => `
  t.outcome = 'unknown' and not exists (
    select from ${rowsOf('terminal_transactions', known)} a
    where a.merchant_no = b.merchant_no and a.outcome <> 'unknown'
      and (a.ref = substr(t.key, strpos(t.key, ':') + 1) or a.original_ref = substr(t.key, strpos(t.key, ':') + 1))
  )`;

const batchesAt = (known: Known): string => `
  with standing as (
    select distinct on (stream) * from ${rowsOf('terminal_totals', known)}
    where ($1::text is null or merchant = $1) and ($2::text is null or merchant_no = $2) and ($3::text is null or terminal_no = $3)
      and ($4::date is null or day >= $4) and ($5::date is null or day <= $5) and ($6::text is null or batch_no = $6)
    order by stream, totalled_at desc, debit_total::text collate "C" desc, position
  ), b as (
    select standing.*, coalesce((
      select max(before.totalled_at) from ${rowsOf('terminal_totals', known)} before
      where before.merchant_no = standing.merchant_no and before.terminal_no = standing.terminal_no
        and before.batch_no = standing.batch_no and before.stream <> standing.stream and before.totalled_at < standing.totalled_at
    ), standing.totalled_at - interval '${String(BATCH_LASTS_DAYS)} days') as since
    from standing
  ), compared as (
    select b.*, ours.*, (debit_total, debit_count, credit_total, credit_count)
      <> (our_debit_total, our_debit_count, our_credit_total, our_credit_count) as differs
    from b cross join lateral (
      select coalesce(sum(t.amount) filter (where counts = 'debit'), 0)::bigint as our_debit_total,
        (count(*) filter (where counts = 'debit'))::integer as our_debit_count,
        coalesce(sum(t.amount) filter (where counts = 'credit'), 0)::bigint as our_credit_total,
        (count(*) filter (where counts = 'credit'))::integer as our_credit_count,
        (count(*) filter (where ${isOpenAt(known)}))::integer as unknown
      from (${transactionsAt(known)}) t
    ) ours
  )
  select merchant, store, merchant_no as "merchantNo", terminal_no as "terminalNo", batch_no as "batchNo", day, since,
    totalled_at as "totalledAt", debit_total as "debitTotal", debit_count as "debitCount", credit_total as "creditTotal",
    credit_count as "creditCount", our_debit_total as "ourDebitTotal", our_debit_count as "ourDebitCount",
    our_credit_total as "ourCreditTotal", our_credit_count as "ourCreditCount", unknown,
    array_remove(array[case when differs then 'BATCH_DIFFERS' end, case when unknown > 0 then 'OUTCOME_UNKNOWN' end], null) as exceptions,
    stream
  from compared
  where ($7::boolean is null or differs = $7) and ($8::timestamptz is null or (totalled_at, stream) < ($8, $9::text))
  order by totalled_at desc, stream desc limit $10`;

const ofBatchAt = (known: Known): string => `
  select t.key, t.kind, t.trace_no as "traceNo", t.occurred_at as "occurredAt", t.method, t.amount, t.outcome, t.rrn,
    t.payment_id as "paymentId", t.counts
  from (select $1::text as merchant_no, $2::text as terminal_no, $3::text as batch_no, $4::timestamptz as since, $5::timestamptz as totalled_at) b,
    lateral (${transactionsAt(known)}) t
  order by t.occurred_at, t.key`;

const BATCHES = { now: batchesAt(undefined), known: batchesAt('$11') };
const OF_BATCH = { now: ofBatchAt(undefined), known: ofBatchAt('$6') };

/** The same numbers but for the day, and the first was never answered: nothing is guessed from amounts and times alone. */
const DUPLICATES = `
  select distinct on (first.key, second.key) first.merchant, first.merchant_no as "merchantNo", first.terminal_no as "terminalNo",
    first.batch_no as "batchNo", first.trace_no as "traceNo", first.kind, first.amount,
    first.payment_id as "firstPaymentId", first.occurred_at as "firstAt", first.outcome as "firstOutcome",
    second.payment_id as "secondPaymentId", second.occurred_at as "secondAt", second.rrn as "secondRrn"
  from read.terminal_transactions first
  join read.terminal_transactions second
    on second.merchant_no = first.merchant_no and second.terminal_no = first.terminal_no and second.batch_no = first.batch_no
    and second.trace_no = first.trace_no and second.kind = first.kind and second.amount = first.amount and second.ref <> first.ref
    and second.outcome = 'approved' and second.occurred_at > first.occurred_at
    and second.occurred_at <= first.occurred_at + interval '${String(RETRY_WITHIN_HOURS)} hours'
  where first.rrn is null and first.outcome in ('approved', 'unknown') and first.kind in ('authorization', 'purchase', 'capture', 'refund')
    and ($1::text is null or first.merchant = $1) and ($2::timestamptz is null or second.occurred_at > $2)
    and not exists (
      select from read.terminal_transactions answer
      where answer.merchant_no = first.merchant_no and answer.ref = first.ref
        and (answer.rrn is not null or answer.outcome = 'declined')
    )
    and not exists (
      select from read.terminal_transactions undone
      where undone.merchant_no = first.merchant_no and undone.outcome = 'reversed' and undone.original_ref in (first.ref, second.ref)
    )
  order by first.key, second.key, first.position, second.position
  limit $3`;

export class BatchQueries {
  constructor(private readonly reader: Reader) {}

  /** The last totalled come first. @throws InvalidCursor */
  async list({ cursor, limit, ...asked }: BatchesAsked): Promise<Page<BatchComparison>> {
    const [at = null, stream = null] = cursor === undefined ? [] : cursorParts(cursor, 2);
    const answer = await this.batches(asked, [at, stream, limit + 1]);
    const page = pageOf(answer, limit, (last) => cursorOf(last.totalledAt, last.stream));
    return { ...page, data: page.data.map(withoutStream) };
  }

  /** One batch with its transactions; undefined where it was not totalled. */
  async one(
    { batchNo, day, merchantNo, terminalNo }: BatchNamed,
    { known, minPosition }: BatchAsked = {},
  ): Promise<Answer<(BatchComparison & { readonly transactions: readonly BatchTransaction[] }) | undefined>> {
    const asked = { merchantNo, terminalNo, batchNo, from: day, to: day, known, minPosition };
    const { position, data } = await this.batches(asked, [null, null, 1]);
    const [batch] = data.map(withoutStream);
    if (!batch) return { position, data: undefined };
    const params = [merchantNo, terminalNo, batchNo, batch.since, batch.totalledAt];
    const question = { projection: terminalBatches, ...askedAt(OF_BATCH, params, known), minPosition: position };
    const transactions = await this.reader.rows<TransactionOfBatch>(question);
    return { position, data: { ...batch, transactions: explained(batch, transactions.data) } };
  }

  /** Transactions that seem to have been told twice under two days. Proposed, never merged: both count. */
  probableDuplicates({ merchant, since, limit, minPosition }: DuplicatesAsked): Promise<Answer<ProbableDuplicate[]>> {
    const params = [merchant ?? null, since ?? null, limit];
    return this.reader.rows<ProbableDuplicate>({ projection: terminalBatches, sql: DUPLICATES, params, minPosition });
  }

  private async batches(
    asked: Omit<BatchesAsked, 'limit' | 'cursor'> & { readonly batchNo?: string },
    place: readonly (string | number | null)[],
  ): Promise<Answer<Listed[]>> {
    const { merchant, merchantNo, terminalNo, from, to, batchNo, differs, known } = asked;
    const filters = [merchant, merchantNo, terminalNo, from, to, batchNo, differs].map((filter) => filter ?? null);
    const answer = await this.reader.rows<Listed>({
      projection: terminalBatches,
      ...askedAt(BATCHES, [...filters, ...place], known),
      ...freshEnough({ known }, asked),
    });
    return known === undefined ? answer : { ...answer, position: known };
  }
}

/** The position is the parameter behind the others. */
const askedAt = (
  sql: { readonly now: string; readonly known: string },
  params: readonly unknown[],
  known: Position | undefined,
) => (known === undefined ? { sql: sql.now, params } : { sql: sql.known, params: [...params, known] });

type Listed = BatchComparison & { readonly stream: string };

const withoutStream = ({ stream: _, ...batch }: Listed): BatchComparison => batch;
