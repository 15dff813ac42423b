import 'reflect-metadata';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify } from 'fastify';
import { decodeConfig } from '../../apps/server/src/config.js';
import { startServer } from '../../apps/server/src/start.js';
import { BENCH_TERMINAL } from './http-requests.js';
import type { LoadAnswer, LoadOrder } from './http-load.js';
import { quantile, rounded, sideBySide, type Contender, type Measured, type Result } from './rounds.js';

const CONNECTIONS = 128;
const BATCH_LINES = 5_000;
/** More than any route here answers in a second. */
const ENOUGH_PER_SECOND = 40_000;
const MERCHANT = 'bench';

export interface BenchSize {
  readonly rounds?: number;
  /** Of each contender in each round. */
  readonly seconds?: number;
}

/** Commands per second over HTTP, durable, the load generator on the same machine, beside a bare Fastify route in the same run. */
export async function benchHttp(
  databaseUrl: string,
  { rounds = 3, seconds = 4 }: BenchSize = {},
): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'hezhang-bench-'));
  const server = await startServer(decodeConfig({ PORT: '0', DATABASE_URL: databaseUrl, HEZHANG_DATA: folder }));
  const bare = await bareServer();
  const load = new LoadGenerator();
  try {
    await setUp(server.url, server.adminKey);
    const to = { port: Number(new URL(server.url).port), adminKey: server.adminKey };
    const route = single('bare Fastify route', load, { port: bare.port, what: 'bare' });
    const sales = single('POS transactions, signed', load, { port: to.port, what: 'sales' });
    const refunds = instructions(load, to);
    const lines = batches(load, to);
    const results = await sideBySide([route, sales, refunds, lines], { rounds, seconds });
    const half = await halfLoad(load, to, (results.get(sales.name)?.perSecond ?? NaN) / 2, seconds);
    const ratio = (one: Contender): number =>
      rounded((results.get(one.name)?.perSecond ?? NaN) / (results.get(route.name)?.perSecond ?? NaN));
    return {
      unit: `commands/s, durable, ${String(CONNECTIONS)} connections; medians of interleaved rounds`,
      results: Object.fromEntries(results) satisfies Record<string, Result>,
      halfLoad: half,
      ratios: {
        'signed POS transactions over a bare Fastify route': ratio(sales),
        'instructions with Idempotency-Key over a bare Fastify route': ratio(refunds),
        'NDJSON lines over a bare Fastify route': ratio(lines),
      },
    };
  } finally {
    load.end();
    await bare.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The least that an HTTP server can do with the same body. */
async function bareServer(): Promise<{ port: number; close(): Promise<void> }> {
  const app = fastify();
  app.post('/bare', () => ({ status: 'applied' }));
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { port: Number(new URL(url).port), close: () => app.close() };
}

async function setUp(url: string, adminKey: string): Promise<void> {
  const say = async (path: string, body: unknown): Promise<void> => {
    const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}/v1/merchants${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
  };
  await say('', { id: MERCHANT, name: 'Bench' });
  await say(`/${MERCHANT}/stores`, { id: 's1', name: 'One' });
  await say(`/${MERCHANT}/terminals`, { ...BENCH_TERMINAL, storeId: 's1', acquirer: 'unionpay', model: 'bench' });
}

function single(name: string, load: LoadGenerator, { port, what }: { port: number; what: 'bare' | 'sales' }): Contender {
  return {
    name,
    run: async (seconds) => {
      await load.ask({ type: 'prepare', what, count: Math.ceil(ENOUGH_PER_SECOND * seconds) });
      return fired(await load.ask({ type: 'fire', port, connections: CONNECTIONS, seconds }));
    },
  };
}

/** Signed transactions at half of what was reached, each timed from when it was due. */
async function halfLoad(
  load: LoadGenerator,
  { port }: Target,
  perSecond: number,
  seconds: number,
): Promise<Record<string, number>> {
  await load.ask({ type: 'prepare', what: 'sales', count: Math.ceil(perSecond * seconds * 2) + CONNECTIONS });
  const { callsMs = [] } = fired(
    await load.ask({ type: 'fire', port, connections: CONNECTIONS, seconds: seconds * 2, perSecond }),
  );
  return {
    perSecond: Math.round(perSecond),
    p50Ms: rounded(quantile(callsMs, 0.5)),
    p99Ms: rounded(quantile(callsMs, 0.99)),
  };
}

interface Target {
  readonly port: number;
  readonly adminKey: string;
}

/** Each to a payment of its own, made before the clock starts. */
function instructions(load: LoadGenerator, { port, adminKey }: Target): Contender {
  return {
    name: 'instructions with Idempotency-Key',
    run: async (seconds) => {
      const paymentIds: string[] = [];
      while (paymentIds.length < 12_000 * seconds) {
        const sent = await load.ask({ type: 'batch', port, lines: BATCH_LINES, adminKey });
        if (sent.type === 'sent') paymentIds.push(...sent.paymentIds);
      }
      await load.ask({ type: 'prepare', what: 'refunds', paymentIds, adminKey });
      return fired(await load.ask({ type: 'fire', port, connections: CONNECTIONS, seconds }));
    },
  };
}

/** Stores that were offline: lines per second of NDJSON, one request after the other. */
function batches(load: LoadGenerator, { port, adminKey }: Target): Contender {
  return {
    name: `NDJSON lines, ${String(BATCH_LINES)} a request`,
    run: async (seconds) => {
      let lines = 0;
      let spent = 0;
      while (spent < seconds) {
        const sent = await load.ask({ type: 'batch', port, lines: BATCH_LINES, adminKey });
        if (sent.type !== 'sent' || sent.failed > 0) throw new Error(`a batch failed: ${JSON.stringify(sent).slice(0, 300)}`);
        lines += sent.lines;
        spent += sent.seconds;
      }
      return { perSecond: lines / spent };
    },
  };
}

function fired(answer: LoadAnswer): Measured {
  if (answer.type !== 'fired' || answer.failed > 0) throw new Error(`requests failed: ${JSON.stringify(answer).slice(0, 600)}`);
  return { perSecond: answer.perSecond, callsMs: answer.callsMs };
}

/** A process of its own on the same machine. */
class LoadGenerator {
  private readonly child: ChildProcess = fork(join(import.meta.dirname, 'http-load.ts'), { serialization: 'advanced' });

  async ask(order: LoadOrder): Promise<LoadAnswer> {
    const done = new AbortController();
    const { signal } = done;
    this.child.send(order);
    const [answer] = (await Promise.race([once(this.child, 'message', { signal }), once(this.child, 'exit', { signal })])) as [
      LoadAnswer | number,
    ];
    done.abort();
    if (typeof answer !== 'object') throw new Error('the load generator ended');
    return answer;
  }

  end(): void {
    this.child.kill();
  }
}
