import { randomInt } from 'node:crypto';
import { PostgresEventLog, type EventLog } from '#event-log';
import type { BusinessDate } from '#kernel';
import { migrate, openPool } from '#postgres';
import { PROJECTION_MIGRATIONS, Positions, ProjectionRunner, Reader } from '#projections';
import { DailyReportQuery, ENTRY_AXES, ReportMovesQuery, dailyReport } from '#reports';
import { quantile, rounded } from './rounds.js';
import { TRADING_CODEC, recordTradingDay } from './trading-day.js';

const SIZES = [100_000, 1_000_000];
const PROBES = 200;
const SPAN = { from: '2026-01-01' as BusinessDate, to: '2026-12-31' as BusinessDate };
const NOW = 'report now';
const THEN = 'report known at a position';

type Figures = Readonly<Record<string, { readonly p50Ms: number; readonly p99Ms: number }>>;

/** The unified report now and as known at positions drawn at random, and the events behind a figure, at growing sizes of one log. */
export async function benchReport(url: string, sizes: readonly number[] = SIZES): Promise<Record<string, unknown>> {
  const log = await PostgresEventLog.open({ connectionString: url });
  const pool = openPool(url, { max: 12 });
  await migrate(pool, PROJECTION_MIGRATIONS);
  const measured: [number, Figures][] = [];
  let thing = 0;
  try {
    for (const size of sizes) {
      thing = await recordTradingDay(log, size - (await log.sizeUpTo(await log.head())), thing);
      await followed(pool, log);
      await pool.query('vacuum analyze');
      measured.push([size, await probed(new Reader(pool, new Positions(pool)), Number(await log.head()))]);
    }
  } finally {
    await log.close();
    await pool.end();
  }
  const [smallest, largest] = [measured[0]?.[1], measured.at(-1)?.[1]];
  const grown = (name: string): number => rounded((largest?.[name]?.p50Ms ?? NaN) / (smallest?.[name]?.p50Ms ?? NaN));
  return {
    unit: 'ms a question over all axes of entries and all days; by events in the log',
    sizes: Object.fromEntries(measured.map(([size, figures]) => [String(size), figures])),
    ratios: { [`${THEN}, largest over smallest log`]: grown(THEN), [`${NOW}, largest over smallest log`]: grown(NOW) },
  };
}

async function followed(pool: ReturnType<typeof openPool>, log: EventLog): Promise<void> {
  const positions = new Positions(pool);
  const runner = new ProjectionRunner({ pool, log, codec: TRADING_CODEC, positions, projections: [dailyReport] });
  const head = await log.head();
  runner.start();
  await positions.waitFor(dailyReport.name, head, 3_600_000);
  await runner.stop();
}

async function probed(reader: Reader, head: number): Promise<Figures> {
  const query = new DailyReportQuery(reader);
  const moves = new ReportMovesQuery(reader);
  const known = (): string => String(randomInt(1, head)).padStart(16, '0');
  return {
    [NOW]: await timed(() => query.ask({ ...SPAN, by: ENTRY_AXES })),
    [THEN]: await timed(() => query.ask({ ...SPAN, by: ENTRY_AXES, times: { known: known() } })),
    'page of events behind a figure': await timed(() =>
      moves.moves({ point: { ...SPAN, times: { known: known() } }, side: 'online', column: 'fees', limit: 50 }),
    ),
  };
}

async function timed(ask: () => Promise<unknown>): Promise<Figures[string]> {
  const times: number[] = [];
  for (let probe = 0; probe < PROBES; probe += 1) {
    const began = performance.now();
    await ask();
    times.push(performance.now() - began);
  }
  return { p50Ms: rounded(quantile(times, 0.5)), p99Ms: rounded(quantile(times, 0.99)) };
}
