import type { Pool, QueryResultRow } from 'pg';
import { Fault, Outage, instant, type BusinessDate, type Instant } from '#kernel';
import { isOutage, type Migration } from '#postgres';
import type { BillKind, BillName } from '../domain/bills.data.js';
import type { BillQuery, BillState, FetchStore, Schedule, TryOutcome, WantedBill } from './fetch-store.js';

export const FETCH_MIGRATIONS: readonly Migration[] = [
  {
    name: 'fetches-001-bills',
    sql: `
      create schema fetches;

      create table fetches.schedules (
        bill text not null,
        account text not null,
        merchant_id text not null,
        state text not null,
        begins date not null,
        primary key (bill, account)
      );

      create table fetches.bills (
        bill text not null,
        account text not null,
        day date not null,
        merchant_id text not null,
        state text not null default 'due',
        tries integer not null default 0,
        next_try_at timestamptz not null default 'epoch',
        tried_at timestamptz,
        ticket text,
        code text,
        statement text,
        rows integer,
        done_at timestamptz,
        is_noted boolean not null default false,
        primary key (bill, account, day)
      );
      create index bills_waiting on fetches.bills (next_try_at) where state = 'due';
      create index bills_of_merchant on fetches.bills (merchant_id, day desc);
      create index bills_noted on fetches.bills (bill, account) where is_noted;
      comment on column fetches.bills.tries is 'fence: an outcome counts for the try that it belongs to';`,
  },
];

const COLUMNS = `b.bill, b.account, b.day::text as day, b.merchant_id, b.state, b.tries, b.next_try_at, b.tried_at, b.ticket, b.code,
  b.statement, b.rows, b.done_at`;

const SCHEDULE = `
  insert into fetches.schedules (bill, account, merchant_id, state, begins) values ($1, $2, $3, $4, $5)
  on conflict (bill, account) do update
  set merchant_id = excluded.merchant_id, state = excluded.state, begins = excluded.begins`;
const WANT = `
  insert into fetches.bills (bill, account, merchant_id, day)
  select $1, $2, $3, day::date from generate_series($4::date, $5::date, interval '1 day') as day
  on conflict do nothing`;
const DUE = `
  select ${COLUMNS} from fetches.bills b join fetches.schedules s using (bill, account)
  where b.state = 'due' and b.next_try_at <= $1 and s.state = 'on' order by b.next_try_at, b.day, b.bill, b.account limit $2`;
const FENCED = `where bill = $1 and account = $2 and day = $3 and tries = $4 and state = 'due' returning 1`;
const FOUND = `
  update fetches.bills
  set state = $6, statement = $7, rows = $8, done_at = $5, tried_at = $5, tries = tries + 1, code = null, ticket = null
  ${FENCED}`;
const NOT_FOUND = `
  update fetches.bills set code = $6, ticket = $7, next_try_at = $8, tried_at = $5, tries = tries + 1 ${FENCED}`;
const ASK = `
  insert into fetches.bills as b (bill, account, merchant_id, day) values ($1, $2, $3, $4)
  on conflict (bill, account, day) do update set state = 'due', tries = 0, next_try_at = 'epoch'
  returning ${COLUMNS}`;
const BILLS = `
  select ${COLUMNS} from fetches.bills b where b.merchant_id = $1 and b.day between $2 and $3
  order by b.day desc, b.bill desc, b.account`;
const TO_NOTE = `
  select ${COLUMNS} from fetches.bills b
  where b.bill = $1 and b.account = $2 and b.day <= $3 and b.state = 'due' and b.tries > 0 and b.done_at is null and not b.is_noted`;
const TO_CLEAR = `
  select ${COLUMNS} from fetches.bills b join fetches.schedules s using (bill, account)
  where b.is_noted and (b.done_at is not null or s.state <> 'on')`;

interface ScheduleRow {
  readonly bill: string;
  readonly account: string;
  readonly merchant_id: string;
  readonly state: string;
  readonly begins: string;
}

interface BillRow {
  readonly bill: string;
  readonly account: string;
  readonly day: string;
  readonly merchant_id: string;
  readonly state: string;
  readonly tries: number;
  readonly next_try_at: Date;
  readonly tried_at: Date | null;
  readonly ticket: string | null;
  readonly code: string | null;
  readonly statement: string | null;
  readonly rows: number | null;
  readonly done_at: Date | null;
}

/** Schedules and days in PostgreSQL. A day moves by compare-and-set: that is the fence against two who fetch. */
export class PostgresFetchStore implements FetchStore {
  constructor(private readonly pool: Pool) {}

  async schedule({ bill, account, merchantId, state, from }: Schedule): Promise<void> {
    await this.query(SCHEDULE, [bill, account, merchantId, state, from]);
  }

  async schedules(): Promise<readonly Schedule[]> {
    const sql =
      'select bill, account, merchant_id, state, begins::text as begins from fetches.schedules order by bill, account';
    return (await this.query<ScheduleRow>(sql, [])).map(({ bill, account, merchant_id: merchantId, state, begins }) => ({
      bill: bill as BillKind,
      account,
      merchantId,
      state: state as Schedule['state'],
      from: begins as BusinessDate,
    }));
  }

  async want({ bill, account, merchantId, from }: Schedule, to: BusinessDate): Promise<void> {
    await this.query(WANT, [bill, account, merchantId, from, to]);
  }

  async due(now: Instant, limit: number): Promise<readonly WantedBill[]> {
    return this.found(DUE, [now, limit]);
  }

  async tried({ bill, account, day, tries }: WantedBill, outcome: TryOutcome, at: Instant): Promise<boolean> {
    const fence = [bill, account, day, tries, at];
    if (outcome.state === 'due') {
      const { code, ticket, nextTryAt } = outcome;
      return (await this.query(NOT_FOUND, [...fence, code, ticket, nextTryAt])).length === 1;
    }
    const { statement, rows } = outcome.state === 'fetched' ? outcome : { statement: null, rows: 0 };
    return (await this.query(FOUND, [...fence, outcome.state, statement, rows])).length === 1;
  }

  async ask({ bill, account, merchantId }: Schedule, day: BusinessDate): Promise<WantedBill> {
    const [asked] = await this.found(ASK, [bill, account, merchantId, day]);
    if (!asked) throw new Fault('a bill that was asked for is not there');
    return asked;
  }

  bills({ merchantId, from, to }: BillQuery): Promise<readonly WantedBill[]> {
    return this.found(BILLS, [merchantId, from, to]);
  }

  toNote({ bill, account }: Schedule, upTo: BusinessDate): Promise<readonly WantedBill[]> {
    return this.found(TO_NOTE, [bill, account, upTo]);
  }

  toClear(): Promise<readonly WantedBill[]> {
    return this.found(TO_CLEAR, []);
  }

  async noted({ bill, account, day }: BillName, isMissing: boolean): Promise<void> {
    const sql = 'update fetches.bills set is_noted = $4 where bill = $1 and account = $2 and day = $3';
    await this.query(sql, [bill, account, day, isMissing]);
  }

  private async found(sql: string, values: readonly unknown[]): Promise<readonly WantedBill[]> {
    return (await this.query<BillRow>(sql, values)).map(billOf);
  }

  private async query<R extends QueryResultRow>(sql: string, values: readonly unknown[]): Promise<R[]> {
    try {
      return (await this.pool.query<R>(sql, [...values])).rows;
    } catch (error) {
      throw isOutage(error) ? new Outage('days of bills can not be reached', { cause: error }) : error;
    }
  }
}

const instantOf = (date: Date): Instant => instant(date.getTime());

const billOf = (row: BillRow): WantedBill => ({
  bill: row.bill as BillKind,
  account: row.account,
  day: row.day as BusinessDate,
  merchantId: row.merchant_id,
  state: row.state as BillState,
  tries: row.tries,
  nextTryAt: instantOf(row.next_try_at),
  triedAt: row.tried_at && instantOf(row.tried_at),
  ticket: row.ticket,
  code: row.code,
  statement: row.statement,
  rows: row.rows,
  doneAt: row.done_at && instantOf(row.done_at),
});
