import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { Outage } from '#kernel';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { followed } from '../contract/following.contract.js';
import { expectDense } from '../contract/log-traits.js';
import { everything, newEvent, newEvents, newStream } from '../contract/new-events.js';
import { START, type AppendResult } from '../event-log.js';
import { PostgresEventLog } from './postgres-event-log.js';
import { retrying } from './retrying.js';
import { SeverableLine } from './severable-line.js';

describe('PostgresEventLog in outages', () => {
  let database: TestDatabase;
  let line: SeverableLine;
  let log: PostgresEventLog;
  let operator: Client;
  beforeEach(async () => {
    database = await testDatabase();
    line = await SeverableLine.to(database.url);
    log = await PostgresEventLog.open({ connectionString: line.url }, { outageAfterMs: 60_000, pollMs: 50 });
    operator = new Client({ connectionString: database.url });
    await operator.connect();
  });
  afterEach(async () => {
    await log.close();
    await operator.end();
    await line.close();
    await database.drop();
  });

  const terminate = async (name: string): Promise<number> => {
    const { rowCount } = await operator.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like $1',
      [name],
    );
    return rowCount ?? 0;
  };

  it('stores every acknowledged append exactly once, however often its connection is ended in the middle', async () => {
    const writing = new AbortController();
    const following = new AbortController();
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { events } of log.subscribeAll(START, { signal: following.signal }))
        seen.push(...events.map(({ id }) => id));
    })();
    const writers = Array.from({ length: 64 }, async () => {
      const stream = newStream();
      const acknowledged: string[] = [];
      for (let revision = -1; !writing.signal.aborted; revision += 2) {
        const events = newEvents(2);
        const result = await log.append(stream, revision < 0 ? 'no_stream' : revision, events);
        expect(result).toMatchObject({ ok: true, revision: revision + 2 });
        acknowledged.push(...events.map(({ id }) => id));
      }
      return acknowledged;
    });
    for (let cut = 0; cut < 25; cut += 1) {
      await sleep(20 + 3 * cut);
      while ((await terminate(cut % 5 === 4 ? 'hezhang-log-%' : 'hezhang-log-append')) === 0) await sleep(5);
    }
    writing.abort();
    const acknowledged = (await Promise.all(writers)).flat();
    const events = await everything(log);
    expectDense(events);
    const stored = events.map(({ id }) => id);
    expect(stored.toSorted()).toEqual(acknowledged.toSorted());
    while (seen.length < stored.length) await sleep(20);
    following.abort();
    await reading;
    expect(seen).toEqual(stored);
  });

  it('finds out what became of appends whose answer is lost', async () => {
    const stream = newStream();
    await log.append(stream, 'no_stream', newEvents(1));
    line.loseAnswers(2);
    const results = await Promise.all([
      log.append(stream, 0, newEvents(2)),
      log.append(stream, 2, newEvents(1)),
      log.append(stream, 2, newEvents(1)),
      ...Array.from({ length: 200 }, () => log.append(newStream(), 'no_stream', newEvents(1))),
    ]);
    expect(line.lost).toBe(true);
    expect(results.slice(0, 3)).toMatchObject([{ ok: true, revision: 2 }, { ok: true, revision: 3 }, { reason: 'conflict' }]);
    expect(results.slice(3).filter(({ ok }) => ok)).toHaveLength(200);
    expectDense(await everything(log));
    expect(await log.sizeUpTo(await log.head())).toBe(204);
  });

  it('sends appends that never arrived again in their order', async () => {
    const stream = newStream();
    line.loseRequests(3);
    const results = await Promise.all([
      log.append(stream, 'no_stream', newEvents(2)),
      log.append(stream, 1, newEvents(1)),
      log.append(stream, 2, newEvents(1)),
    ]);
    expect(line.lost).toBe(true);
    expect(results).toMatchObject([{ revision: 1 }, { revision: 2 }, { revision: 3 }]);
  });

  it('says Outage when the database stays away, and works again when it is back', async () => {
    const hasty = await PostgresEventLog.open({ connectionString: line.url }, { outageAfterMs: 800 });
    const stream = newStream();
    line.goDown();
    const waiting = log.append(newStream(), 'no_stream', newEvents(1));
    const append = newEvents(1);
    const asked = [hasty.append(stream, 'no_stream', append), hasty.readStream(stream), hasty.head(), everything(hasty)];
    for (const result of await Promise.allSettled(asked)) {
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(Outage) as unknown });
    }
    line.comeUp();
    // Who was told to wait longer does, and is never told of it.
    expect(await waiting).toMatchObject({ ok: true });
    const again = (): Promise<AppendResult> => hasty.append(stream, 'no_stream', append);
    expect(await retrying(again, { forMs: 60_000 })).toMatchObject({ ok: true, revision: 0 });
    await hasty.close();
  });

  it('keeps a subscription through an outage of any length', async () => {
    const reading = followed(log, START, 3);
    await log.append(newStream(), 'no_stream', newEvents(2));
    line.goDown();
    await sleep(1_500);
    line.comeUp();
    expect(await log.append(newStream(), 'no_stream', newEvents(1))).toMatchObject({ ok: true });
    expectDense(await reading);
  });

  it('ends a subscription that is aborted while the database is away', async () => {
    const stop = new AbortController();
    const batches = log.subscribeAll(START, { signal: stop.signal })[Symbol.asyncIterator]();
    await batches.next();
    line.goDown();
    const next = batches.next();
    await sleep(200);
    stop.abort();
    expect(await next).toMatchObject({ done: true });
    line.comeUp();
  });

  it('takes only so many waiting appends while the database is away', async () => {
    const small = await PostgresEventLog.open({ connectionString: line.url }, { outageAfterMs: 1_000, queueBytes: 50_000 });
    line.goDown();
    const event = (): ReturnType<typeof newEvent> => newEvent('', { data: new Uint8Array(9_900) });
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => small.append(newStream(), 'no_stream', [event()])),
    );
    const reasons = results.map((result) => (result.status === 'rejected' ? String(result.reason) : 'stored'));
    expect(reasons.filter((reason) => reason.includes('faster'))).toHaveLength(3);
    expect(reasons.filter((reason) => reason.includes('away'))).toHaveLength(5);
    line.comeUp();
    await small.close();
  });

  it('reads again when its connections fall silent without being cut', async () => {
    const patient = await PostgresEventLog.open({ connectionString: line.url }, { answerWithinMs: 400 });
    const stream = newStream();
    await patient.append(stream, 'no_stream', newEvents(3));
    await patient.readStream(stream);
    line.fallSilent();
    const reads = Array.from({ length: 6 }, () => patient.readStream(stream));
    for (const events of await Promise.all(reads)) expect(events).toHaveLength(3);
    expect(await everything(patient)).toHaveLength(3);
    expect(await patient.append(stream, 2, newEvents(1))).toMatchObject({ ok: true });
    await patient.close();
  });

  it('is not opened on a database that is not there', async () => {
    const connectionString = database.url.replace(/\/[^/]*$/, '/nowhere');
    await expect(PostgresEventLog.open({ connectionString })).rejects.toThrow('nowhere');
  });
});
