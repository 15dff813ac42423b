import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { followed } from '../contract/following.contract.js';
import { expectDense } from '../contract/log-traits.js';
import { appendAtEnd, everything, newEvent, newEvents, newStream } from '../contract/new-events.js';
import { START } from '../event-log.js';
import { sendAppends } from './append-statement.js';
import { PostgresEventLog } from './postgres-event-log.js';

describe('PostgresEventLog beside other writers', () => {
  let database: TestDatabase;
  let log: PostgresEventLog;
  let other: PostgresEventLog;
  beforeEach(async () => {
    database = await testDatabase();
    const connection = { connectionString: database.url };
    // Two processes that start on an empty database at the same time.
    [log, other] = await Promise.all([
      PostgresEventLog.open(connection),
      PostgresEventLog.open(connection, { pollMs: 60_000 }),
    ]);
  });
  afterEach(async () => {
    await Promise.all([log.close(), other.close()]);
    await database.drop();
  });

  /** Appends in transactions of its own that dawdle before they end, every other one by rolling back. Answers what it committed. */
  async function dawdle(transactions: number): Promise<string[]> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const committed: string[] = [];
    for (let index = 0; index < transactions; index += 1) {
      const events = newEvents(3);
      const rollsBack = index % 2 === 0;
      await client.query('begin');
      const [verdict] = await sendAppends(client, [{ stream: newStream('slow'), expected: -1, events }]);
      expect(verdict).toMatchObject({ stored: true });
      await client.query('select pg_sleep($1)', [randomInt(5, 40) / 1000]);
      await client.query(rollsBack ? 'rollback' : 'commit');
      if (!rollsBack) committed.push(...events.map(({ id }) => id));
      await sleep(randomInt(0, 10));
    }
    await client.end();
    return committed;
  }

  it('has readers miss nothing of slow transactions and see nothing of those rolled back', async () => {
    const slow = Promise.all([dawdle(12), dawdle(12), dawdle(12)]);
    const writing = new AbortController();
    const fast = Promise.all(
      Array.from({ length: 20 }, async () => {
        const ids: string[] = [];
        while (!writing.signal.aborted) {
          const event = newEvent();
          await log.append(newStream('fast'), 'no_stream', [event]);
          ids.push(event.id);
        }
        return ids;
      }),
    );
    const last = newEvent('last');
    const following = [log, other].map(async (reader) => {
      const ids: string[] = [];
      for await (const { events } of reader.subscribeAll(START, { batchSize: 50 })) {
        ids.push(...events.map(({ id }) => id));
        if (ids.at(-1) === last.id) break;
      }
      return ids;
    });
    const committed = (await slow).flat();
    writing.abort();
    const stored = [...committed, ...(await fast).flat()];
    await log.append(newStream('last'), 'no_stream', [last]);
    const events = await everything(log);
    const inOrder = events.map(({ id }) => id);
    expectDense(events);
    expect(inOrder.slice(0, -1).toSorted()).toEqual(stored.toSorted());
    for (const seen of await Promise.all(following)) expect(seen).toEqual(inOrder);
  });

  it('shares one database with another process: one order, each revision once', async () => {
    const shared = newStream();
    const each = 40;
    const total = 2 * each * 2;
    const following = [followed(log, START, total), followed(other, START, total)];
    await Promise.all(
      [log, other].flatMap((writer) => [
        ...Array.from({ length: each }, () => writer.append(newStream(), 'no_stream', newEvents(1))),
        ...Array.from({ length: each }, () => appendAtEnd(writer, shared, newEvent())),
      ]),
    );
    const [one, two] = await Promise.all(following);
    expectDense(one ?? []);
    expect(two).toEqual(one);
    expect((await other.readStream(shared)).map(({ revision }) => revision)).toEqual(
      Array.from({ length: 2 * each }, (_, i) => i),
    );
    expect(await log.head()).toBe(await other.head());
  });

  it('hears of what another process stores without looking', async () => {
    const stop = new AbortController();
    const batches = other.subscribeAll(START, { signal: stop.signal })[Symbol.asyncIterator]();
    expect((await batches.next()).value).toMatchObject({ caughtUp: true });
    await sleep(100);
    const next = batches.next();
    await sleep(100);
    const stored = await log.append(newStream(), 'no_stream', newEvents(1));
    expect((await next).value).toMatchObject({ checkpoint: stored.ok ? stored.position : '' });
    stop.abort();
    await batches.return?.();
  });
});
