import type { Pool, QueryResultRow } from 'pg';
import { Outage, instant, type Instant } from '#kernel';
import { isOutage, type Migration } from '#postgres';
import type { PullKind } from './pull-data.js';
import type { Backfill, GapKind, PullCursor, PullFailure, PullGap, PullJob, PullStep, PullStore } from './pull-store.js';

export const PULL_MIGRATIONS: readonly Migration[] = [
  {
    name: 'pull-001-cursors',
    sql: `
      create schema pull;

      create table pull.cursors (
        shop_id text not null,
        job text not null,
        kind text not null,
        begins timestamptz not null,
        done_to timestamptz not null,
        ends timestamptz,
        items bigint not null default 0,
        next_try_at timestamptz not null default 'epoch',
        last_success_at timestamptz,
        failures integer not null default 0,
        failure_code text,
        failure_says text,
        failed_at timestamptz,
        left_out_to timestamptz,
        primary key (shop_id, job, kind)
      );
      create index cursors_waiting on pull.cursors (next_try_at) where ends is null or done_to < ends;
      comment on column pull.cursors.done_to is 'everything up to here is durable in the ledger';

      create table pull.gaps (
        shop_id text not null,
        order_id text not null,
        kind text not null,
        fact text not null,
        found_at timestamptz not null,
        primary key (shop_id, order_id, kind, fact)
      );

      create table pull.backfills (
        id text primary key,
        shop_id text not null,
        merchant_id text not null,
        asked_from timestamptz not null,
        asked_to timestamptz not null,
        asked_at timestamptz not null
      );
      create index backfills_of_shop on pull.backfills (shop_id, asked_at desc);`,
  },
];

const COLUMNS = `shop_id, job, kind, begins, done_to, ends, items, next_try_at, last_success_at, failures, failure_code,
  failure_says, failed_at, left_out_to`;

const PLACE = `
  insert into pull.cursors as known (shop_id, job, kind, begins, done_to, ends)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $4::timestamptz[], $5::timestamptz[])
  on conflict (shop_id, job, kind) do update
  set begins = excluded.begins, done_to = excluded.done_to, ends = excluded.ends, next_try_at = 'epoch', failures = 0,
      failure_code = null, failure_says = null, failed_at = null, left_out_to = null
  where known.begins <> excluded.begins`;
const DUE = `
  select ${COLUMNS} from pull.cursors where next_try_at <= $1 and (ends is null or done_to < ends)
  order by next_try_at, shop_id, kind`;
const ADVANCE = `
  update pull.cursors
  set done_to = $6, items = items + $7, last_success_at = $8, next_try_at = $9, left_out_to = coalesce($10, left_out_to),
      failures = 0, failure_code = null, failure_says = null, failed_at = null
  where shop_id = $1 and job = $2 and kind = $3 and done_to = $4 and begins = $5`;
const FAILED = `
  update pull.cursors
  set failures = failures + 1, failure_code = $4, failure_says = $5, failed_at = $6, next_try_at = $7
  where shop_id = $1 and job = $2 and kind = $3`;
const ADD_GAP = `
  insert into pull.gaps (shop_id, order_id, kind, fact, found_at) values ($1, $2, $3, $4, $5) on conflict do nothing`;
const ADD_BACKFILL = `
  insert into pull.backfills (id, shop_id, merchant_id, asked_from, asked_to, asked_at) values ($1, $2, $3, $4, $5, $6)
  on conflict do nothing`;
const BACKFILLS = `
  select id, shop_id, merchant_id, asked_from, asked_to, asked_at from pull.backfills where shop_id = $1
  order by asked_at desc, id`;

interface CursorRow {
  readonly shop_id: string;
  readonly job: string;
  readonly kind: string;
  readonly begins: Date;
  readonly done_to: Date;
  readonly ends: Date | null;
  readonly items: string;
  readonly next_try_at: Date;
  readonly last_success_at: Date | null;
  readonly failures: number;
  readonly failure_code: string | null;
  readonly failure_says: string | null;
  readonly failed_at: Date | null;
  readonly left_out_to: Date | null;
}

interface BackfillRow {
  readonly id: string;
  readonly shop_id: string;
  readonly merchant_id: string;
  readonly asked_from: Date;
  readonly asked_to: Date;
  readonly asked_at: Date;
}

/** Places, gaps and back-fills in PostgreSQL. A place moves by compare-and-set: that is the fence against two who pull. */
export class PostgresPullStore implements PullStore {
  constructor(private readonly pool: Pool) {}

  async place(cursors: Parameters<PullStore['place']>[0]): Promise<void> {
    const column = <K extends keyof (typeof cursors)[number]>(name: K) => cursors.map((cursor) => cursor[name]);
    await this.ask(PLACE, [column('shopId'), column('job'), column('kind'), column('begins'), column('ends')]);
  }

  async due(now: Instant): Promise<readonly PullCursor[]> {
    return (await this.ask<CursorRow>(DUE, [now])).map(cursorOf);
  }

  async cursors(shopId: string): Promise<readonly PullCursor[]> {
    const sql = `select ${COLUMNS} from pull.cursors where shop_id = $1 order by job, kind`;
    return (await this.ask<CursorRow>(sql, [shopId])).map(cursorOf);
  }

  async all(): Promise<readonly PullCursor[]> {
    return (await this.ask<CursorRow>(`select ${COLUMNS} from pull.cursors`, [])).map(cursorOf);
  }

  async advance({ shopId, job, kind, doneTo, begins }: PullCursor, step: PullStep): Promise<boolean> {
    const { to, items, at, nextTryAt, leftOutTo = null } = step;
    const values = [shopId, job, kind, doneTo, begins, to, items, at, nextTryAt, leftOutTo];
    return (await this.ask(`${ADVANCE} returning 1`, values)).length === 1;
  }

  async failed({ shopId, job, kind }: PullCursor, { code, says, at }: PullFailure, nextTryAt: Instant): Promise<void> {
    await this.ask(FAILED, [shopId, job, kind, code, says, at, nextTryAt]);
  }

  async rest({ shopId, job, kind }: PullCursor, until: Instant): Promise<void> {
    const sql = 'update pull.cursors set next_try_at = $4 where shop_id = $1 and job = $2 and kind = $3';
    await this.ask(sql, [shopId, job, kind, until]);
  }

  async addGap({ shopId, orderId, kind, fact, foundAt }: PullGap): Promise<void> {
    await this.ask(ADD_GAP, [shopId, orderId, kind, fact, foundAt]);
  }

  async gaps(shopId?: string): Promise<ReadonlyMap<GapKind, number>> {
    const sql = 'select kind, count(*) as found from pull.gaps where $1::text is null or shop_id = $1 group by kind';
    const rows = await this.ask<{ kind: string; found: string }>(sql, [shopId ?? null]);
    return new Map(rows.map(({ kind, found }) => [kind as GapKind, Number(found)]));
  }

  async addBackfill({ id, shopId, merchantId, from, to, askedAt }: Backfill): Promise<void> {
    await this.ask(ADD_BACKFILL, [id, shopId, merchantId, from, to, askedAt]);
  }

  async backfills(shopId: string): Promise<readonly Backfill[]> {
    return (await this.ask<BackfillRow>(BACKFILLS, [shopId])).map((row) => ({
      id: row.id as PullJob,
      shopId: row.shop_id,
      merchantId: row.merchant_id,
      from: instantOf(row.asked_from),
      to: instantOf(row.asked_to),
      askedAt: instantOf(row.asked_at),
    }));
  }

  private async ask<R extends QueryResultRow>(sql: string, values: readonly unknown[]): Promise<R[]> {
    try {
      return (await this.pool.query<R>(sql, [...values])).rows;
    } catch (error) {
      throw isOutage(error) ? new Outage('places of pulling can not be reached', { cause: error }) : error;
    }
  }
}

const instantOf = (date: Date): Instant => instant(date.getTime());
const instantOrNull = (date: Date | null): Instant | null => date && instantOf(date);

const cursorOf = (row: CursorRow): PullCursor => ({
  shopId: row.shop_id,
  job: row.job as PullJob,
  kind: row.kind as PullKind,
  begins: instantOf(row.begins),
  doneTo: instantOf(row.done_to),
  ends: instantOrNull(row.ends),
  items: Number(row.items),
  nextTryAt: instantOf(row.next_try_at),
  lastSuccessAt: instantOrNull(row.last_success_at),
  failures: row.failures,
  failure: failureOf(row),
  leftOutTo: instantOrNull(row.left_out_to),
});

const failureOf = ({ failure_code: code, failure_says: says, failed_at: at }: CursorRow): PullFailure | null =>
  code === null || at === null ? null : { code, says: says ?? '', at: instantOf(at) };
