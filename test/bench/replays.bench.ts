import { PostgresEventLog, type EventLog } from '#event-log';
import { balances } from '#ledger';
import { orderDetails } from '#orders';
import { paymentDetails } from '#payments';
import { migrate, openPool } from '#postgres';
import { PROJECTION_MIGRATIONS, rebuild, replay, sourceOf, type Projection, type Scope } from '#projections';
import { bringUp } from '#projections/testing';
import { dailyReport } from '#reports';
import { settlements } from '#settlements';
import { orderScope } from '../../apps/projector/src/replay-order-scope.js';
import { accountScope } from '../../apps/projector/src/replay-scopes.js';
import { quantile, rounded } from './rounds.js';
import { TRADING_CODEC, recordTradingDay } from './trading-day.js';

const ALL: readonly Projection[] = [balances, dailyReport, orderDetails, paymentDetails, settlements];

export interface ReplaysSize {
  readonly events?: number;
  readonly rounds?: number;
}

/** What it takes to replay and compare, beside reading the same log and nothing else, and building one read model anew. */
export async function benchReplays(
  url: string,
  { events = 200_000, rounds = 3 }: ReplaysSize = {},
): Promise<Record<string, unknown>> {
  const pool = openPool(url, { max: ALL.length + 4 });
  const log = await PostgresEventLog.open({ connectionString: url });
  try {
    await migrate(pool, PROJECTION_MIGRATIONS);
    await recordTradingDay(log, events);
    await pool.query('vacuum analyze log.events');
    const total = await log.sizeUpTo(await log.head());
    for (const projection of ALL) await bringUp({ pool, log, codec: TRADING_CODEC }, projection, { batchSize: 8_000 });
    const [order, account] = await someOf(pool);
    const ways: Readonly<Record<string, () => Promise<unknown>>> = {
      'read alone': () => readAll(log),
      'replay of all read models, compared': () => replayed({ pool, log }),
      'replay of one order': () => replayed({ pool, log }, orderScope(order)),
      'replay of one account': () => replayed({ pool, log }, accountScope(account, TRADING_CODEC)),
      'rebuild of balances, proved and swapped': () => rebuild({ pool, log, codec: TRADING_CODEC }, balances),
    };
    const figures = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
    const peak = new PeakMemory();
    for (let round = 0; round < rounds; round += 1)
      for (const [name, way] of Object.entries(ways)) figures.get(name)?.push(total / (await timed(way)));
    const perSecond = Object.fromEntries([...figures].map(([name, values]) => [name, Math.round(quantile(values, 0.5))]));
    const alone = perSecond['read alone'] ?? NaN;
    const ratios = Object.entries(perSecond).filter(([name]) => name !== 'read alone');
    return {
      unit: 'events of the log per second; medians of interleaved rounds',
      events: total,
      perSecond,
      peakResidentMB: peak.end(),
      ratios: Object.fromEntries(ratios.map(([name, value]) => [`${name} over reading alone`, rounded(value / alone)])),
    };
  } finally {
    await log.close();
    await pool.end();
  }
}

type Pool = ReturnType<typeof openPool>;

async function replayed({ pool, log }: { readonly pool: Pool; readonly log: EventLog }, scope?: Scope): Promise<void> {
  const places = { source: sourceOf(log), codec: TRADING_CODEC, scratch: pool, serving: pool };
  const { models } = await replay(places, { projections: ALL, scope });
  for (const { name, comparison } of models)
    if (!comparison || comparison.digest !== comparison.servingDigest) throw new Error(`${name} differs`);
}

async function someOf(pool: Pool): Promise<[order: string, account: string]> {
  const { rows } = await pool.query<{ order: string; account: string }>(
    `select (select max(order_id) from read.orders) as "order", (select account from read.accounts order by account limit 1) as account`,
  );
  return [rows[0]?.order ?? '', rows[0]?.account ?? ''];
}

async function readAll(log: EventLog): Promise<void> {
  for await (const { events } of log.readAll('', { batchSize: 8_000 }))
    if (events.length === 0) throw new Error('an empty page');
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

/** The largest resident memory of this process, looked at every 20 ms. */
class PeakMemory {
  private largest = 0;
  private readonly timer = setInterval(() => {
    this.largest = Math.max(this.largest, process.memoryUsage.rss());
  }, 20);

  end(): number {
    clearInterval(this.timer);
    return Math.round(this.largest / 2 ** 20);
  }
}
