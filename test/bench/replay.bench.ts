import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { PostgresEventLog, deterministicId, type EventLog, type Position } from '#event-log';
import { money } from '#kernel';
import { balances } from '#ledger';
import { orderDetails, orderFeature } from '#orders';
import { factsOf, hour } from '#orders/testing';
import { paymentDetails } from '#payments';
import { migrate, openPool } from '#postgres';
import {
  PROJECTION_MIGRATIONS,
  Positions,
  ProjectionRunner,
  generations,
  rebuild,
  type Projection,
  type RebuildPhase,
} from '#projections';
import { dailyReport } from '#reports';
import { settlements } from '#settlements';
import { CommandHandling } from '#event-log';
import { quantile, rounded } from './rounds.js';
import { TRADING_CODEC, recordTradingDay } from './trading-day.js';

const ALL: readonly Projection[] = [balances, dailyReport, orderDetails, paymentDetails, settlements];

export interface ReplaySize {
  readonly events?: number;
  readonly rounds?: number;
  /** Load under which the lag is measured. */
  readonly commandsPerSecond?: number;
  readonly seconds?: number;
}

/** How fast read models come out of the log, and how far they are behind it under a moderate load. */
export async function benchReplay(url: string, size: ReplaySize = {}): Promise<Record<string, unknown>> {
  const { events = 200_000, rounds = 3, commandsPerSecond = 500, seconds = 8 } = size;
  const pool = openPool(url, { max: 20 });
  await migrate(pool, PROJECTION_MIGRATIONS);
  const log = await PostgresEventLog.open({ connectionString: url });
  try {
    await recordTradingDay(log, events);
    await pool.query('vacuum analyze log.events');
    const total = await log.sizeUpTo(await log.head());
    const first = await firstRun(pool, log);
    const replays = new Map<string, number[]>();
    const phases: Record<string, Phases> = {};
    for (let round = 0; round < rounds; round += 1) {
      note(replays, 'reading and parsing alone', total / (await reading(log)));
      for (const projection of ALL) {
        const measured = await rebuilding(pool, log, projection);
        note(replays, projection.name, total / (measured.building + measured.completing));
        phases[projection.name] = measured;
      }
    }
    const perSecond = Object.fromEntries([...replays].map(([name, values]) => [name, Math.round(quantile(values, 0.5))]));
    const lag = await lagUnder(pool, log, { commandsPerSecond, seconds });
    return {
      unit: 'events of the log per second, indexes included; medians of interleaved rounds',
      events: total,
      perSecond: { ...perSecond, 'all together, serving from the start': Math.round(total / first) },
      secondsOfLastRound: phases,
      lag,
      ratios: {
        'all read models over reading and parsing alone': rounded(
          total / first / (perSecond['reading and parsing alone'] ?? NaN),
        ),
        'balances over reading and parsing alone': rounded(
          (perSecond['balances'] ?? NaN) / (perSecond['reading and parsing alone'] ?? NaN),
        ),
      },
    };
  } finally {
    await log.close();
    await pool.end();
  }
}

const note = (figures: Map<string, number[]>, name: string, value: number): unknown =>
  figures.set(name, [...(figures.get(name) ?? []), value]);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

const reading = (log: EventLog): Promise<number> =>
  timed(async () => {
    for await (const batch of log.readAll('', { batchSize: 8_000 }))
      for (const event of batch.events) JSON.parse(Buffer.from(event.data).toString());
  });

/** All read models at once out of an existing log, as at the first start of a projector. */
async function firstRun(pool: Pool, log: EventLog): Promise<number> {
  const positions = new Positions(pool);
  const runner = new ProjectionRunner({ pool, log, codec: TRADING_CODEC, positions, projections: ALL });
  const head = await log.head();
  const seconds = await timed(() => {
    runner.start();
    return Promise.all(ALL.map(({ name }) => positions.waitFor(name, head, 600_000))).then(() => complete(pool));
  });
  await runner.stop();
  return seconds;
}

/** When keys and indexes stand as well. */
async function complete(pool: Pool): Promise<void> {
  while ((await generations(pool)).some((generation) => !generation.complete)) await sleep(10);
}

type Phases = Record<Exclude<RebuildPhase, 'done'>, number>;

async function rebuilding(pool: Pool, log: EventLog, projection: Projection): Promise<Phases> {
  const began = performance.now();
  const ends: Partial<Record<RebuildPhase, number>> = {};
  await rebuild({ pool, log, codec: TRADING_CODEC }, projection, {
    onProgress: ({ phase }) => {
      ends[phase] ??= (performance.now() - began) / 1_000;
    },
  });
  const { completing = NaN, proving = NaN, swapping = NaN, done = NaN } = ends;
  const spans = {
    building: completing,
    completing: proving - completing,
    proving: swapping - proving,
    swapping: done - swapping,
  };
  return Object.fromEntries(Object.entries(spans).map(([phase, span]) => [phase, rounded(span)])) as Phases;
}

/** From the answer to a command until every read model shows its event. */
async function lagUnder(
  pool: Pool,
  log: EventLog,
  { commandsPerSecond, seconds }: { readonly commandsPerSecond: number; readonly seconds: number },
): Promise<Record<string, unknown>> {
  const positions = new Positions(pool);
  const runner = new ProjectionRunner({ pool, log, codec: TRADING_CODEC, positions, projections: ALL });
  runner.start();
  while (ALL.some(({ name }) => runner.stateOf(name) !== 'following')) await sleep(10);
  const handling = new CommandHandling(log, TRADING_CODEC);
  const lagsMs: number[] = [];
  const visible: Promise<void>[] = [];
  const command = async (n: number): Promise<void> => {
    const position = await pay(handling, n);
    const acknowledged = performance.now();
    await Promise.all(ALL.map(({ name }) => positions.waitFor(name, position, 60_000)));
    lagsMs.push(performance.now() - acknowledged);
  };
  const began = performance.now();
  for (let n = 0; n < commandsPerSecond * seconds; n += 1) {
    const due = began + (n * 1_000) / commandsPerSecond;
    await sleep(Math.max(0, due - performance.now()));
    visible.push(command(n));
  }
  await Promise.all(visible);
  await runner.stop();
  return {
    commandsPerSecond,
    commands: lagsMs.length,
    p50Ms: rounded(quantile(lagsMs, 0.5)),
    p99Ms: rounded(quantile(lagsMs, 0.99)),
  };
}

async function pay(handling: CommandHandling, n: number): Promise<Position> {
  const fact = factsOf({ orderId: `68${String(n).padStart(17, '0')}` }).paid(hour(1), money(12_990));
  const commandId = deterministicId('lag', String(n));
  const outcome = await handling.handle(
    orderFeature,
    { type: 'RecordOrderFact', fact },
    { commandId, correlationId: commandId, actor: 'bench' },
  );
  if (!outcome.ok) throw new Error(outcome.rejection.code);
  return outcome.position;
}
