import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresEventLog, type EventLog } from '#event-log';
import { BalanceQueries, balances } from '#ledger';
import { OrderQueries, orderDetails } from '#orders';
import { paymentDetails } from '#payments';
import { migrate, openPool } from '#postgres';
import { PROJECTION_MIGRATIONS, Positions, ProjectionRunner, Reader } from '#projections';
import { dailyReport } from '#reports';
import { settlements } from '#settlements';
import { freePort } from '../e2e/support/child-ledger.js';
import { quantile, rounded } from './rounds.js';
import { TRADING_CODEC, recordTradingDay } from './trading-day.js';

type Pool = ReturnType<typeof openPool>;

const ALL = [balances, dailyReport, orderDetails, paymentDetails, settlements];
const PROBES = 1_000;

/** What was measured of a ledger of one size. */
export type Size = Readonly<Record<string, number>>;

/** The same measures at growing sizes of one ledger: what is flat, and what is not. */
export async function benchGrowth(url: string, sizes: readonly number[]): Promise<Record<string, Size>> {
  const log = await PostgresEventLog.open({ connectionString: url });
  const pool = openPool(url, { max: 20 });
  await migrate(pool, PROJECTION_MIGRATIONS);
  const measured: Record<string, Size> = {};
  let thing = 0;
  try {
    for (const size of sizes) {
      const missing = size - (await log.sizeUpTo(await log.head()));
      process.stderr.write(`growing by ${String(missing)} events to ${String(size)}…\n`);
      const filling = await timed(async () => {
        thing = await recordTradingDay(log, missing, thing);
      });
      const following = await timed(() => followed(pool, log));
      await pool.query('vacuum analyze');
      measured[String(size)] = {
        'appended events/s': Math.round(missing / filling),
        'taken into all read models, events/s': Math.round(missing / following),
        ...(await probed(pool, log)),
        ...(await bytesPerEvent(pool)),
        ...(await started(url)),
      };
    }
  } finally {
    await log.close();
    await pool.end();
  }
  return measured;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

async function followed(pool: Pool, log: EventLog): Promise<void> {
  const positions = new Positions(pool);
  const runner = new ProjectionRunner({ pool, log, codec: TRADING_CODEC, positions, projections: ALL });
  const head = await log.head();
  runner.start();
  await Promise.all(ALL.map(({ name }) => positions.waitFor(name, head, 3_600_000)));
  await runner.stop();
}

/** Questions one after the other, at accounts and positions drawn at random. */
async function probed(pool: Pool, log: EventLog): Promise<Size> {
  const reader = new Reader(pool, new Positions(pool));
  const queries = new BalanceQueries(reader);
  const orders = new OrderQueries(reader);
  const { data: accounts } = await queries.many({ limit: 500 });
  const head = Number(await log.head());
  const account = (): { account: string } => ({ account: accounts[randomInt(accounts.length)]?.account ?? '' });
  const position = (): string => String(randomInt(1, head)).padStart(16, '0');
  return {
    'balance now, p99 ms': await p99Of(() => queries.one(account())),
    'balance as of a position, p99 ms': await p99Of(() => queries.one({ ...account(), times: { known: position() } })),
    'page of orders, p99 ms': await p99Of(() => orders.list({ limit: 50 })),
  };
}

async function p99Of(ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let probe = 0; probe < PROBES; probe += 1) times.push(await timed(ask));
  return rounded(quantile(times, 0.99) * 1_000);
}

const BYTES = `
  select (select sum(length(data) + length(metadata)) / count(*) from log.events) as payload,
         (select sum(pg_total_relation_size(c.oid)) from pg_class c where relnamespace = 'log'::regnamespace and relkind = 'r')
           / (select count(*) from log.events) as log,
         (select sum(pg_total_relation_size(c.oid)) from pg_class c join pg_namespace n on n.oid = relnamespace
           where nspname like 'read\\_%' and relkind = 'r') / (select count(*) from log.events) as read`;

async function bytesPerEvent(pool: Pool): Promise<Size> {
  const { rows } = await pool.query<{ payload: string; log: string; read: string }>(BYTES);
  const { payload = 0, log = 0, read = 0 } = rows[0] ?? {};
  return {
    'payload, bytes an event': Math.round(Number(payload)),
    'log on disk, bytes an event': Math.round(Number(log)),
    'read models on disk, bytes an event': Math.round(Number(read)),
    'disk over payload': rounded((Number(log) + Number(read)) / Number(payload)),
  };
}

/** A server on the ledger, and a projector beside it: until it is ready, and what they hold then. */
async function started(url: string): Promise<Size> {
  const folder = await mkdtemp(join(tmpdir(), 'hezhang-growth-'));
  const [port, projectorPort] = [await freePort(), await freePort()];
  const settings = {
    DATABASE_URL: url,
    HEZHANG_DATA: folder,
    HEZHANG_ADMIN_KEY: 'growth-admin-key-0123456789',
    HEZHANG_MASTER_KEY: '07'.repeat(32),
  };
  const began = performance.now();
  const server = start('apps/cli/src/main.js', ['start'], { ...settings, PORT: port, HEZHANG_PROJECTOR: 'off' });
  await ready(port);
  const readyAfter = (performance.now() - began) / 1_000;
  const projector = start('apps/projector/src/main.js', [], { ...settings, HEZHANG_PROJECTOR_PORT: projectorPort });
  await ready(projectorPort);
  await sleep(1_000);
  const [serverMb, projectorMb] = [await residentMb(server), await residentMb(projector)];
  for (const child of [server, projector]) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
  return { 'server ready after s': rounded(readyAfter), 'server resident MB': serverMb, 'projector resident MB': projectorMb };
}

const start = (program: string, args: readonly string[], settings: Record<string, string>): ChildProcess =>
  spawn(process.execPath, ['--max-semi-space-size=32', join('dist', program), ...args], {
    env: { ...process.env, ...settings },
    stdio: 'ignore',
  });

async function ready(port: string): Promise<void> {
  for (let tries = 0; tries < 6_000; tries += 1) {
    const isReady = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await sleep(10);
  }
  throw new Error('it does not become ready');
}

async function residentMb({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? NaN) / 1024);
}
