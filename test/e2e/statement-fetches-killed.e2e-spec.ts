import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { FAKE_ACCOUNTS, FakeChannels } from '#fetches/testing';
import { billOnce, bindFakes, callingFake, dayBefore, fetchesOf, switchOn } from './support/bills.js';
import { Caller } from './support/caller.js';
import { eventually } from './support/eventually.js';
import { freePort, startChild, type ChildLedger } from './support/child-ledger.js';
import { openShop } from './support/shop.js';
import { wechatBill, wechatPayment } from './support/statement-files.js';
import { storedLog, type StoredLog } from './support/stored-log.js';

const ADMIN_KEY = 'kill-test-admin-key-0123456789';
const DAYS = [4, 3, 2].map(dayBefore);
const ROWS = 200;
const { mchid } = FAKE_ACCOUNTS.wechat;

const billOf = (day: number): Buffer =>
  Buffer.from(
    wechatBill(Array.from({ length: ROWS }, (_, row) => wechatPayment({ no: String(day * ROWS + row).padStart(6, '0') }))),
  );

describe('servers that fetch, and are killed', () => {
  let fake: FakeChannels;
  let database: TestDatabase;
  let log: StoredLog;
  const folders: string[] = [];
  const servers: ChildLedger[] = [];

  beforeAll(async () => {
    fake = await FakeChannels.start();
    [database, log] = await Promise.all([testDatabase(), storedLog()]);
    for (const [index, day] of DAYS.entries()) fake.bills.set(`wechat-trades ${day}`, billOf(index));
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.end('SIGKILL')));
    log.end();
    await database.drop();
    await fake.stop();
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  });

  async function start(folder: string): Promise<[ChildLedger, Caller]> {
    const server = await startChild({
      PORT: await freePort(),
      DATABASE_URL: database.url,
      ...log.settings,
      ...callingFake(fake),
      HEZHANG_DATA: folder,
      HEZHANG_ADMIN_KEY: ADMIN_KEY,
      HEZHANG_MASTER_KEY: 'ab'.repeat(32),
    });
    servers.push(server);
    return [server, new Caller(server.url, ADMIN_KEY)];
  }

  const folder = async (): Promise<string> => {
    const made = await mkdtemp(join(tmpdir(), 'hezhang-fetches-'));
    folders.push(made);
    return made;
  };

  it('go on where they were: every bill is there, every row once', async () => {
    const home = await folder();
    const [first, admin] = await start(home);
    await openShop(admin);
    await bindFakes(admin, fake);
    await switchOn(admin, 'wechat-trades', mchid, DAYS[0] ?? '');
    // In the middle of the first import, or of the second.
    while (fake.count('/files') < 2) await sleep(2);
    await first.end('SIGKILL');
    const [, again] = await start(home);
    for (const day of DAYS) await billOnce(again, 'wechat-trades', day, 'fetched');
    const whole = { rows: ROWS, recorded: ROWS, known: 0, status: 'imported' };
    await eventually(async () => {
      expect(await again.data('/v1/statements')).toEqual(DAYS.map(() => expect.objectContaining(whole) as unknown));
    });
    await eventually(async () => {
      const sample = await again.data<{ revision: number }[]>('/v1/statement-rows?limit=500');
      expect(sample).toHaveLength(500);
      expect(new Set(sample.map(({ revision }) => revision))).toEqual(new Set([0]));
    });
  }, 180_000);

  it('are one of two: each bill is asked for once, and the other takes over', async () => {
    const [one] = servers.slice(-1);
    const [, admin] = await start(await folder());
    const days = [9, 8, 7, 6].map(dayBefore);
    for (const [index, day] of days.entries()) fake.bills.set(`wechat-trades ${day}`, billOf(10 + index));
    const before = fake.count('/v3/bill/tradebill');
    for (const day of days) await admin.post(`/v1/statement-fetches/wechat-trades/${mchid}/${day}/now`, {});
    for (const day of days) await billOnce(admin, 'wechat-trades', day, 'fetched');
    expect(fake.count('/v3/bill/tradebill')).toBe(before + days.length);
    await one?.end('SIGKILL');
    await admin.post(`/v1/statement-fetches/wechat-trades/${mchid}/${dayBefore(15)}/now`, {});
    await billOnce(admin, 'wechat-trades', dayBefore(15), 'empty');
    expect((await fetchesOf(admin)).filter(({ state }) => state === 'waiting' || state === 'overdue')).toEqual([]);
  }, 180_000);
});
