import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { Caller } from './support/caller.js';
import { freePort, startChild, type ChildLedger } from './support/child-ledger.js';
import { storedLog, type StoredLog } from './support/stored-log.js';

const ADMIN_KEY = 'kill-test-admin-key-0123456789';
const TERMINAL = { merchant_no: '898100012340001', terminal_no: 'POS00001' } as const;
const BEFORE_THE_KILL = 150;
const ROUNDS = 3;

/** A sale that was acknowledged, and the position that its acknowledgement named. */
interface Acknowledged {
  readonly trace: number;
  readonly paymentId: string;
  readonly position: string;
}

describe('kill -9 under load', () => {
  let database: TestDatabase;
  let log: StoredLog;
  let folder: string;
  let port: string;
  let admin: Caller;
  let server: ChildLedger | undefined;
  let trace = 0;
  const acknowledged: Acknowledged[] = [];

  beforeAll(async () => {
    [database, log] = await Promise.all([testDatabase(), storedLog()]);
    folder = await mkdtemp(join(tmpdir(), 'hezhang-kill-'));
    port = await freePort();
    admin = new Caller(`http://127.0.0.1:${port}`, ADMIN_KEY);
    await start();
    await post('/v1/merchants', { id: 'm1', name: '茶铺', cutOff: '23:00' });
    await post('/v1/merchants/m1/stores', { id: 's1', name: '一店' });
    await post('/v1/merchants/m1/terminals', {
      merchantNo: TERMINAL.merchant_no,
      terminalNo: TERMINAL.terminal_no,
      storeId: 's1',
      acquirer: 'unionpay',
      model: 'A920',
      key: 'terminal-key-of-at-least-32-characters',
    });
  });

  afterAll(async () => {
    await kill();
    log.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
    'loses nothing that was acknowledged, round %i',
    async () => {
      await loadUntilKilled();
      await start();
      for (const sale of acknowledged) await expectOnce(sale);
      expect(await admin.data('/v1/trial-balance')).toMatchObject({ isZero: true });
    },
    120_000,
  );

  /** Sixteen tills sell until the server is killed in the middle of it. */
  async function loadUntilKilled(): Promise<void> {
    const enough = acknowledged.length + BEFORE_THE_KILL;
    const till = async (): Promise<void> => {
      while (server) {
        const sale = await sell().catch(() => undefined);
        if (sale) acknowledged.push(sale);
        if (acknowledged.length >= enough) await kill();
      }
    };
    await Promise.all(Array.from({ length: 16 }, till));
  }

  async function sell(): Promise<Acknowledged> {
    trace += 1;
    const own = trace;
    const answer = await post<{ stream: string; position: string }>('/v1/channels/pos/transactions', {
      kind: 'purchase',
      ...TERMINAL,
      batch_no: '000001',
      trace_no: String(own).padStart(6, '0'),
      occurred_at: '2026-09-21T10:00:00+08:00',
      amount: 100 + own,
      method: 'card',
      rrn: String(260_921_000_000 + own),
      response_code: '00',
    });
    return { trace: own, paymentId: answer.stream.replace('payment.', ''), position: answer.position };
  }

  async function expectOnce({ trace: own, paymentId, position }: Acknowledged): Promise<void> {
    const payment = await admin.data(`/v1/payments/${paymentId}?minPosition=${position}`);
    expect(payment).toMatchObject({ status: 'captured', captured: 100 + own });
    expect(await admin.data(`/v1/payments/${paymentId}/events`)).toHaveLength(1);
  }

  async function start(): Promise<void> {
    server = await startChild({
      PORT: port,
      DATABASE_URL: database.url,
      ...log.settings,
      HEZHANG_DATA: folder,
      HEZHANG_ADMIN_KEY: ADMIN_KEY,
    });
  }

  async function kill(): Promise<void> {
    const killed = server;
    server = undefined;
    await killed?.end('SIGKILL');
  }

  async function post<T>(path: string, body: unknown): Promise<T> {
    const { status, text, body: answer } = await admin.post(path, body);
    if (status >= 300) throw new Error(`POST ${path}: ${String(status)} ${text}`);
    return answer as T;
  }
});
