import type { Pool } from 'pg';
import { LOG_MIGRATIONS, PostgresEventLog } from '#event-log';
import { MemorySealedStore } from '#merchants';
import { migrate, openPool } from '#postgres';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { receiveDouyinPush, type PushAnswer } from './douyin/receive-push.js';
import { EVENT_SIGN } from './douyin/signatures.js';
import { INBOX_MIGRATIONS } from './inbox/inbox-tables.js';
import { PostgresInbox } from './inbox/postgres-inbox.js';
import { receivePosTransaction } from './pos/receive-transaction.js';
import { sweepNotices } from './replay.js';
import { APP, ChannelsUnderTest, NOW, SHOP_ID, TERMINAL } from './testing.js';

describe('channels of two processes on one database', () => {
  const secrets = new MemorySealedStore();
  const opened: { readonly inbox: PostgresInbox; readonly log: PostgresEventLog; readonly pool: Pool }[] = [];
  let database: TestDatabase;
  let one: ChannelsUnderTest;
  let other: ChannelsUnderTest;

  const process = async (): Promise<ChannelsUnderTest> => {
    const pool = openPool(database.url);
    const log = await PostgresEventLog.open({ connectionString: database.url });
    const inbox = new PostgresInbox(pool);
    opened.push({ inbox, log, pool });
    return ChannelsUnderTest.open({ inbox, log, secrets });
  };
  beforeAll(async () => {
    database = await testDatabase();
    const pool = openPool(database.url);
    await migrate(pool, [...LOG_MIGRATIONS, ...INBOX_MIGRATIONS]);
    await pool.end();
    one = await process();
    other = await process();
  });
  afterAll(async () => {
    for (const { inbox, log, pool } of opened) {
      await inbox.close();
      await log.close();
      await pool.end();
    }
    await database.drop();
  });

  const paid = (order: number): Buffer => {
    const id = `69000000000${String(order).padStart(8, '0')}`;
    const data = `{"p_id":${id},"shop_id":${SHOP_ID},"pay_type":1,"pay_time":1789999000,"pay_amount":12990}`;
    return Buffer.from(`[{"tag":"101","msg_id":"${id}","data":${JSON.stringify(data)}}]`);
  };
  const push = ({ deps }: ChannelsUnderTest, rawBody: Buffer): Promise<PushAnswer> =>
    receiveDouyinPush(deps, {
      headers: { 'app-id': APP.appKey, 'event-sign': EVENT_SIGN.sign(APP, rawBody) },
      rawBody,
      now: NOW,
    });

  it('take the same pushes at once, each fact once and nobody at fault', async () => {
    const bodies = Array.from({ length: 100 }, (_, index) => paid(index % 25));
    const answers = await Promise.all(bodies.flatMap((body) => [push(one, body), push(other, body)]));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const events = await one.events();
    expect(events).toHaveLength(25);
    expect(new Set(events.map(({ stream }) => stream)).size).toBe(25);
    expect([...one.faults, ...other.faults]).toEqual([]);
  });

  it('take the transactions of one payment at once', async () => {
    const base = {
      merchant_no: TERMINAL.merchantNo,
      terminal_no: TERMINAL.terminalNo,
      batch_no: 1,
      response_code: '00',
      method: 'card',
    };
    const at = { occurred_at: '2026-09-21T10:00:00+08:00' };
    const original = { batch_no: 1, trace_no: 1, date: '2026-09-21' };
    const refunds = Array.from({ length: 10 }, (_, index) => ({ kind: 'refund', trace_no: index + 2, amount: 10, original }));
    const messages = [{ kind: 'purchase', trace_no: 1, amount: 100 }, ...refunds].map((message) => ({
      ...base,
      ...at,
      ...message,
    }));
    const answers = await Promise.all(
      [...messages, ...messages].map((message, index) =>
        receivePosTransaction((index % 2 === 0 ? one : other).deps, {
          headers: {},
          rawBody: Buffer.from(JSON.stringify(message)),
          now: NOW,
          ingestActor: 'key:k1',
        }),
      ),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const last = (await one.events()).findLast(({ stream }) => stream.startsWith('payment.pay_'));
    expect(last?.data).toMatchObject({ standing: { captured: 100, refunded: 100, status: 'refunded', exceptions: [] } });
    expect([...one.faults, ...other.faults]).toEqual([]);
  });

  it('finish after a crash what was kept and not applied', async () => {
    one.goAway();
    const before = (await other.events()).length;
    expect((await push(one, paid(1000))).status).toBe(503);
    const restarted = await process();
    expect(await sweepNotices(restarted.deps, NOW)).toEqual({ applied: 1, ignored: 0, parked: 0 });
    expect((await restarted.events()).length).toBe(before + 1);
    expect(await sweepNotices(restarted.deps, NOW)).toEqual({ applied: 0, ignored: 0, parked: 0 });
    expect(await push(other, paid(1000))).toMatchObject({ status: 200 });
    expect((await restarted.events()).length).toBe(before + 1);
  });
});
