import type { Pool } from 'pg';
import { Fault, Outage, type Instant } from '#kernel';
import { migrate, openPool } from '#postgres';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { inboxContract } from './inbox.contract.js';
import { INBOX_MIGRATIONS } from './inbox-tables.js';
import type { NewNotice } from './notice.js';
import { PostgresInbox } from './postgres-inbox.js';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await testDatabase();
  pool = openPool(database.url);
  await migrate(pool, INBOX_MIGRATIONS);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const emptied = async (): Promise<PostgresInbox> => {
  await pool.query('truncate inbox.notices, inbox.outcomes, inbox.bodies; update inbox.swept set settled_to = 0');
  return new PostgresInbox(pool);
};

inboxContract('PostgreSQL', async () => {
  const inbox = await emptied();
  return { inbox, clear: () => inbox.close() };
});

const notice = (text: string, more: Partial<NewNotice> = {}): NewNotice => ({
  channel: 'douyin-push',
  source: '7000000000000000001',
  actor: 'douyin:7000000000000000001',
  receivedAt: '2026-09-21T02:13:20.000Z' as Instant,
  raw: Buffer.from(text),
  sanitised: false,
  ...more,
});
const count = async (table: 'notices' | 'outcomes' | 'bodies'): Promise<number> =>
  Number((await pool.query<{ n: string }>(`select count(*) as n from inbox.${table}`)).rows[0]?.n);

describe('notices on PostgreSQL', () => {
  it('are durable for others as soon as keeping is answered', async () => {
    const [one, other] = [await emptied(), new PostgresInbox(pool)];
    const kept = await Promise.all(Array.from({ length: 50 }, (_, index) => one.keep(notice(String(index)))));
    expect((await other.open(0, 100)).map(({ id }) => id).sort()).toEqual(kept.map(({ id }) => id).sort());
  });

  it('are kept once by many writers in two processes', async () => {
    const [one, other] = [await emptied(), new PostgresInbox(pool)];
    const texts = Array.from({ length: 400 }, (_, index) => String(index % 40));
    const kept = await Promise.all(texts.map((text, index) => (index % 3 === 0 ? other : one).keep(notice(text))));
    expect(kept.filter(({ known }) => !known)).toHaveLength(40);
    expect(await count('notices')).toBe(40);
  });

  it('of one push share its body, which stands once', async () => {
    const inbox = await emptied();
    const body = Buffer.from('[1,2,3]');
    await Promise.all(['1', '2', '3'].map((text) => inbox.keep(notice(text, { evidence: { signature: 's', body } }))));
    expect([await count('notices'), await count('bodies')]).toEqual([3, 1]);
  });

  it('settled soon are written without anybody asking', async () => {
    const inbox = await emptied();
    const { number } = await inbox.keep(notice('1'));
    inbox.settleSoon(number, { outcome: 'applied' });
    while ((await count('outcomes')) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await count('outcomes')).toBe(1);
  });

  it('that are settled are not searched again by a later sweep', async () => {
    await emptied();
    const inbox = new PostgresInbox(pool, 0);
    const numbers: number[] = [];
    for (const text of ['1', '2', '3', '4']) numbers.push((await inbox.keep(notice(text))).number);
    const [one = 0, two = 0, three = 0] = numbers;
    await inbox.settle(one, { outcome: 'applied' });
    await inbox.settle(two, { outcome: 'parked', reason: 'UNKNOWN_SHOP' });
    inbox.release(three);
    const settledTo = async (): Promise<number> =>
      Number((await pool.query<{ settled_to: string }>('select settled_to from inbox.swept')).rows[0]?.settled_to);
    for (const sweep of ['looks', 'remembers']) {
      expect([sweep, ...(await inbox.open(0, 10)).map(({ raw }) => raw.toString())]).toEqual([sweep, '3']);
      expect(await settledTo()).toBe(sweep === 'looks' ? 0 : two);
    }
    expect((await new PostgresInbox(pool).open(0, 10)).map(({ raw }) => raw.toString())).toEqual(['3', '4']);
  });

  it('survive a connection that is cut in the middle of writing', async () => {
    const inbox = await emptied();
    const cuts: Promise<unknown>[] = [];
    const others = 'datname = current_database() and pid <> pg_backend_pid()';
    const cutting = setInterval(() => {
      cuts.push(pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${others}`).catch(() => undefined));
    }, 15);
    const kept = await Promise.allSettled(
      Array.from({ length: 300 }, async (_, index) => {
        await new Promise((resolve) => setTimeout(resolve, index));
        return inbox.keep(notice(String(index)));
      }),
    );
    clearInterval(cutting);
    await Promise.all(cuts);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const answered = kept.filter((each) => each.status === 'fulfilled').map(({ value }) => value.id);
    for (const each of kept) if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(Outage);
    const stored = await Promise.all(answered.map((id) => inbox.show(id)));
    expect(stored.every((each) => each !== undefined)).toBe(true);
    expect(answered.length).toBeGreaterThan(0);
  });

  it('can not be kept while the database is away, and can be afterwards', async () => {
    const gone = openPool('postgres://nobody@127.0.0.1:1/none');
    await expect(new PostgresInbox(gone).keep(notice('1'))).rejects.toThrow(Outage);
    await gone.end();
    await expect((await emptied()).keep(notice('1'))).resolves.toMatchObject({ known: false });
  });

  it('with a NUL in a text are a fault of the caller alone', async () => {
    const inbox = await emptied();
    const good = inbox.keep(notice('1'));
    await expect(inbox.keep(notice('2', { externalId: 'a\0b' }))).rejects.toThrow(Fault);
    await expect(good).resolves.toMatchObject({ known: false });
  });
});
