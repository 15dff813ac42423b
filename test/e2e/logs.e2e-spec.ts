import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { Caller } from './support/caller.js';
import { eventually } from './support/eventually.js';
import './support/running-ledger.js';
import { APP, TERMINAL, message, openShop, push, tell, transaction } from './support/shop.js';

const PAN = '4111111111111111';
const ADMIN_KEY = 'admin-key-of-the-log-test';

describe('the log at its most talkative', () => {
  let database: TestDatabase;
  let folder: string;
  let server: ChildProcess;
  let caller: Caller;
  let log = '';
  beforeAll(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'hezhang-logs-'));
    server = spawn(process.execPath, ['--import=./test/setup/typescript.mjs', 'apps/cli/src/main.ts', 'start'], {
      env: {
        ...process.env,
        PORT: '0',
        DATABASE_URL: database.url,
        HEZHANG_DATA: folder,
        HEZHANG_ADMIN_KEY: ADMIN_KEY,
        HEZHANG_LOG: 'debug',
        NODE_OPTIONS: '',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    server.stderr?.on('data', (piece: Buffer) => (log += piece.toString()));
    caller = new Caller(await urlOf(server), ADMIN_KEY);
  });
  afterAll(async () => {
    server.kill('SIGTERM');
    if (server.exitCode === null) await once(server, 'exit');
    await database.drop();
    await rm(folder, { recursive: true, force: true });
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

/** The banner's first line names it. */
async function urlOf({ stdout }: ChildProcess): Promise<string> {
  let text = '';
  for await (const piece of stdout ?? []) {
    text += String(piece);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error('the server did not come up');
}
