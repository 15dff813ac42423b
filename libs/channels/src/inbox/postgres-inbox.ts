import type { Pool, QueryResultRow } from 'pg';
import { Fault, Outage, instant, type Instant } from '#kernel';
import { isOutage } from '#postgres';
import type { Inbox, NoticePage, NoticeQuery } from './inbox.js';
import { writeGroup, uuidOf, type Arrival } from './inbox-writer.js';
import { fullNotice, keptNotice, type FullRow, type KeptRow } from './inbox-rows.js';
import {
  digestOf,
  noticeId,
  type FullNotice,
  type KeptNotice,
  type NewNotice,
  type NoticeId,
  type NoticeNumber,
  type Settlement,
} from './notice.js';

type Kept = KeptNotice & { readonly known: boolean };

interface Waiting extends Arrival {
  readonly resolve: (kept: Kept) => void;
  readonly reject: (error: unknown) => void;
}
interface Settling {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Groups under way at once: while one is committed, the next is built. */
const FLYING_AT_MOST = 2;
const GROUP_AT_MOST = 256;
const GROUP_BYTES_AT_MOST = 4_194_304;
const SETTLE_WITHIN_MS = 200;

const COLUMNS = `notices.number, notices.id, notices.channel, notices.source, notices.actor, notices.received_at, notices.sha256,
  outcomes.outcome, outcomes.reason, outcomes.detail, outcomes.settled_at`;
const RAW_COLUMNS = `${COLUMNS}, notices.raw, notices.external_id, notices.sanitised, notices.signature, bodies.body`;
const WITH_OUTCOME = 'inbox.notices left join inbox.outcomes on outcomes.notice = notices.number';
const WITH_BODY = `${WITH_OUTCOME} left join inbox.bodies on bodies.sha256 = notices.body_sha256`;

const KNOWN = `select ${COLUMNS} from ${WITH_OUTCOME} where notices.id = any($1::uuid[])`;
const SHOW = `select ${RAW_COLUMNS} from ${WITH_BODY} where notices.id = $1`;
const OPEN = `
  select ${RAW_COLUMNS} from ${WITH_BODY}
  where notices.number > greatest($1, (select settled_to from inbox.swept)) and outcomes.notice is null
    and notices.number <> all ($3::bigint[])
  order by notices.number limit $2`;
const LIST = `
  select ${COLUMNS} from ${WITH_OUTCOME}
  where ($1::bigint is null or notices.number < $1) and ($3::text is null or coalesce(outcomes.outcome, 'open') = $3)
  order by notices.number desc limit $2`;
const LIST_PARKED = `
  select ${COLUMNS} from inbox.outcomes join inbox.notices on outcomes.notice = notices.number
  where outcomes.outcome = 'parked' and ($1::bigint is null or outcomes.notice < $1)
  order by outcomes.notice desc limit $2`;
const NEWEST = 'select coalesce(max(number), 0) as number from inbox.notices';
const REMEMBER_SWEPT = 'update inbox.swept set settled_to = $1 where settled_to < $1';

/** No statement that took a lower number is under way any more. */
const SETTLED_AFTER_MS = 60_000;

const COUNT_PARKED = `select count(*) as parked from inbox.outcomes where outcome = 'parked'`;

/** One look at the end of an index for each source, however many notices it sent. */
const LAST_RECEIVED = `
  select asked.source, (select max(received_at) from inbox.notices where notices.source = asked.source) as at
  from unnest($1::text[]) as asked (source)`;

/** Notices in PostgreSQL. Concurrent callers share one statement and one commit. */
export class PostgresInbox implements Inbox {
  private readonly waiting: Waiting[] = [];
  private readonly settlements = new Map<NoticeNumber, Settlement>();
  private settling: Settling[] = [];
  private readonly flights = new Set<Promise<void>>();
  private scheduled = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly inHand = new Set<NoticeNumber>();
  /** The newest notice of a moment ago: once the moment is long enough ago, everything up to it that is not open is settled. */
  private seen: { readonly number: NoticeNumber; readonly atMs: number } | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly settledAfterMs = SETTLED_AFTER_MS,
  ) {}

  async keep(notice: NewNotice): Promise<Kept> {
    refuseNul(notice.source, notice.actor, notice.externalId, notice.evidence?.signature);
    const digest = digestOf(notice.raw);
    const id = noticeId(notice.channel, notice.source, digest);
    return new Promise((resolve, reject) => {
      this.waiting.push({ id, digest, notice, resolve, reject });
      this.schedule();
    });
  }

  settle(number: NoticeNumber, settlement: Settlement): Promise<void> {
    this.remember(number, settlement);
    return this.written();
  }

  settleSoon(number: NoticeNumber, settlement: Settlement): void {
    this.remember(number, settlement);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.schedule();
    }, SETTLE_WITHIN_MS).unref();
  }

  async flush(): Promise<void> {
    await Promise.all([...this.flights, this.written()]);
  }

  release(number: NoticeNumber): void {
    this.inHand.delete(number);
  }

  async open(after: NoticeNumber, limit: number): Promise<readonly FullNotice[]> {
    const inHand = [...this.inHand];
    const notices = (await this.ask<FullRow>(OPEN, [after, limit, inHand])).map(fullNotice);
    if (after === 0) await this.rememberSwept([...inHand, ...notices.map(({ number }) => number)]);
    return notices;
  }

  async list({ status, after, limit }: NoticeQuery): Promise<NoticePage> {
    const values = [after ?? null, limit + 1];
    const rows =
      status === 'parked'
        ? await this.ask<KeptRow>(LIST_PARKED, values)
        : await this.ask<KeptRow>(LIST, [...values, status ?? null]);
    const notices = rows.slice(0, limit).map(keptNotice);
    const last = notices.at(-1);
    return rows.length > limit && last ? { notices, next: last.number } : { notices };
  }

  async parked(): Promise<number> {
    const [row] = await this.ask<{ parked: string }>(COUNT_PARKED, []);
    return Number(row?.parked ?? 0);
  }

  async lastReceived(sources: readonly string[]): Promise<ReadonlyMap<string, Instant>> {
    const rows = await this.ask<{ source: string; at: Date | null }>(LAST_RECEIVED, [sources]);
    return new Map(rows.flatMap(({ source, at }) => (at === null ? [] : [[source, instant(at.getTime())]])));
  }

  async show(id: NoticeId): Promise<FullNotice | undefined> {
    const [row] = await this.ask<FullRow>(SHOW, [uuidOf(id)]);
    return row && fullNotice(row);
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.flush();
  }

  /** A later sweep, also after a restart, begins behind what is settled. */
  private async rememberSwept(open: readonly NoticeNumber[]): Promise<void> {
    const { seen } = this;
    if (seen && performance.now() - seen.atMs < this.settledAfterMs) return;
    if (seen) await this.ask(REMEMBER_SWEPT, [open.reduce((least, number) => Math.min(least, number - 1), seen.number)]);
    const [newest] = await this.ask<{ number: string }>(NEWEST, []);
    this.seen = { number: Number(newest?.number ?? 0), atMs: performance.now() };
  }

  private remember(number: NoticeNumber, settlement: Settlement): void {
    this.inHand.delete(number);
    if (settlement.outcome !== 'applied') refuseNul(settlement.reason, settlement.detail);
    if (this.settlements.get(number)?.outcome !== 'applied') this.settlements.set(number, settlement);
  }

  /** When all that is remembered by now stands in the table. */
  private written(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.settling.push({ resolve, reject });
      this.schedule();
    });
  }

  /** Waits for the end of this turn: whoever comes in by then is in the same group. */
  private schedule(): void {
    if (this.scheduled || this.flights.size >= FLYING_AT_MOST) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      const flight = this.writeNext().finally(() => {
        this.flights.delete(flight);
        if (this.waiting.length > 0 || this.settling.length > 0) this.schedule();
      });
      this.flights.add(flight);
    });
  }

  /** Never rejects: whoever waits is told. */
  private async writeNext(): Promise<void> {
    const arrivals = this.takeArrivals();
    const settlements = new Map(this.settlements);
    const settling = this.settling;
    this.settlements.clear();
    this.settling = [];
    try {
      const numbers = await writeGroup(this.pool, { arrivals: firstOfEach(arrivals), settlements });
      for (const { resolve } of settling) resolve();
      await this.answer(arrivals, numbers);
    } catch (error) {
      for (const [number, settlement] of settlements)
        if (!this.settlements.has(number)) this.settlements.set(number, settlement);
      for (const { reject } of [...arrivals, ...settling]) reject(error);
    }
  }

  private takeArrivals(): Waiting[] {
    let bytes = 0;
    const count = this.waiting.findIndex(({ notice }, index) => {
      bytes += notice.raw.length + (notice.evidence?.body?.length ?? 0);
      return index >= GROUP_AT_MOST || (index > 0 && bytes > GROUP_BYTES_AT_MOST);
    });
    return this.waiting.splice(0, count < 0 ? this.waiting.length : count);
  }

  private async answer(arrivals: readonly Waiting[], numbers: Map<NoticeId, NoticeNumber>): Promise<void> {
    const missing = new Set(arrivals.filter(({ id }) => !numbers.has(id)).map(({ id }) => id));
    const known = missing.size === 0 ? new Map<NoticeId, KeptNotice>() : await this.known([...missing]);
    const kept = new Map<NoticeId, KeptNotice>(known);
    for (const { id, digest, notice, resolve } of arrivals) {
      const before = kept.get(id);
      const number = numbers.get(id);
      if (!before && number === undefined) throw new Fault('a notice was neither written nor known');
      const now = before ?? keptNow(notice, { id, digest, number: number ?? 0 });
      kept.set(id, now);
      this.inHand.add(now.number);
      resolve({ ...now, known: before !== undefined });
    }
  }

  private async known(ids: readonly NoticeId[]): Promise<Map<NoticeId, KeptNotice>> {
    const rows = await this.ask<KeptRow>(KNOWN, [ids.map(uuidOf)]);
    return new Map(rows.map(keptNotice).map((notice) => [notice.id, notice]));
  }

  private async ask<R extends QueryResultRow>(text: string, values: readonly unknown[]): Promise<R[]> {
    try {
      return (await this.pool.query<R>(text, [...values])).rows;
    } catch (error) {
      throw isOutage(error) ? new Outage('the inbox can not be reached', { cause: error }) : error;
    }
  }
}

/** The same message twice in one group: the one that came first is written. */
const firstOfEach = (arrivals: readonly Arrival[]): Arrival[] => [
  ...new Map(arrivals.toReversed().map((each) => [each.id, each])).values(),
];

const keptNow = (notice: NewNotice, made: { id: NoticeId; digest: string; number: NoticeNumber }): KeptNotice => ({
  ...made,
  channel: notice.channel,
  source: notice.source,
  actor: notice.actor,
  receivedAt: notice.receivedAt,
  settled: null,
});

/** PostgreSQL's text holds no NUL; one would fail the whole group. Whoever keeps notices has checked these before. */
function refuseNul(...texts: readonly (string | undefined)[]): void {
  if (texts.some((text) => text?.includes('\0'))) throw new Fault('a NUL in a text of a notice');
}
