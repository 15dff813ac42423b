import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { Caller } from './support/caller.js';
import { freePort, startChild, type ChildLedger } from './support/child-ledger.js';
import { eventually } from './support/eventually.js';
import './support/running-ledger.js';
import { APP, TERMINAL, message, openShop, push, tell, transaction } from './support/shop.js';
import { storedLog, type StoredLog } from './support/stored-log.js';

const PAN = '4111111111111111';
const ADMIN_KEY = 'admin-key-of-the-log-test';

describe('the log at its most talkative', () => {
  let database: TestDatabase;
  let events: StoredLog;
  let folder: string;
  let server: ChildLedger;
  let caller: Caller;
  let log = '';
  beforeAll(async () => {
    [database, events] = await Promise.all([testDatabase(), storedLog()]);
    folder = await mkdtemp(join(tmpdir(), 'hezhang-logs-'));
    server = await startChild(
      {
        PORT: await freePort(),
        DATABASE_URL: database.url,
        ...events.settings,
        HEZHANG_DATA: folder,
        HEZHANG_ADMIN_KEY: ADMIN_KEY,
        HEZHANG_LOG: 'debug',
      },
      ({ stdout, stderr }) => {
        // As `| head` does, before a line of it could be written.
        stdout?.destroy();
        stderr?.on('data', (piece: Buffer) => (log += piece.toString()));
      },
    );
    caller = new Caller(server.url, ADMIN_KEY);
  });
  afterAll(async () => {
    await server.end('SIGTERM');
    events.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('goes on although nobody reads what it prints', async () => {
    expect((await new Caller(server.url).get('/health/live')).status).toBe(200);
    expect(server.process.exitCode).toBeNull();
  });

  it('has a line for each request and holds no card number, key, secret or body', async () => {
    await openShop(caller);
    const nobody = new Caller(caller.url);
    await tell(nobody, transaction({ note: PAN }));
    await tell(nobody, transaction({ track2: `${PAN}=2512`, note: 'words-of-the-buyer' }));
    await push(
      nobody,
      message(101, { p_id: '6900000000000000001', shop_id: '1', encrypt_post_tel: 'tel-of-the-buyer', pay_amount: 1 }),
    );
    await caller.post(
      '/v1/payments/pay_1.2.3.4.5/refunds',
      { amount: 1, reason: PAN },
      { 'idempotency-key': 'key-of-the-command' },
    );
    await caller.get('/v1/orders?cursor=words-in-the-query');
    await new Caller(caller.url, 'hz_wrong-key-of-somebody').get('/v1/orders');
    await eventually(() => {
      const answered = log.split('\n').filter((line) => line.includes('"answered"'));
      expect(answered.length).toBeGreaterThanOrEqual(11);
      expect(answered.at(-1)).toContain('"status":401');
      return Promise.resolve();
    });
    const secrets = [
      PAN,
      ADMIN_KEY,
      TERMINAL.key,
      APP.appSecret,
      'wrong-key',
      'of-the-buyer',
      'key-of-the-command',
      'words-in-the-query',
    ];
    expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
  });
});
