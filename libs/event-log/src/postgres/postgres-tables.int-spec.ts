import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { Fault } from '#kernel';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { expectDense } from '../contract/log-traits.js';
import { appendAtEnd, everything, newEvent, newEvents, newStream } from '../contract/new-events.js';
import { START } from '../event-log.js';
import { PostgresEventLog } from './postgres-event-log.js';

describe('The tables of the log', () => {
  let database: TestDatabase;
  let log: PostgresEventLog;
  let owner: Client;
  beforeEach(async () => {
    database = await testDatabase();
    owner = new Client({ connectionString: database.url });
    await owner.connect();
  });
  afterEach(async () => {
    await log.close();
    await owner.end();
    await database.drop();
  });

  const open = async (): Promise<void> => {
    log = await PostgresEventLog.open({ connectionString: database.url }, { pollMs: 50 });
    await log.append(newStream(), 'no_stream', newEvents(3));
  };

  /** As somebody would who knows the tables and goes around log.append. */
  const insertBeside = (position: number): Promise<unknown> =>
    owner.query(
      `insert into log.events (position, stream_key, recorded_at, revision, content_type, id, stream, type, data, metadata)
       select $1, $1, now(), 0, 1, gen_random_uuid(), 'beside', 'ThingHappened', '{}', '{"v":1}'`,
      [position],
    );

  it.each(['streams', 'events'])('log.%s can only grow: by grants, and by triggers whatever the grants', async (table) => {
    await open();
    const statements = [`update log.${table} set stream = 'x'`, `delete from log.${table}`, `truncate log.${table}`].map(
      (statement) => (table === 'streams' ? statement.replace('stream =', 'name =') : statement),
    );
    for (const statement of statements) await expect(owner.query(statement)).rejects.toThrow('permission denied');
    await owner.query(`grant update, delete, truncate on log.${table} to current_user`);
    for (const statement of statements) await expect(owner.query(statement)).rejects.toThrow('append-only');
    expect(await everything(log)).toHaveLength(3);
  });

  /** 40,000 events, of which a third have the digest of a notice at the end of their metadata, and others whatever. */
  const fill = (): Promise<unknown> =>
    owner.query(
      `insert into log.events (position, stream_key, recorded_at, revision, content_type, id, stream, type, data, metadata)
       select n, n, now(), 0, 1, gen_random_uuid(), 'beside-' || n, 'ThingHappened', convert_to(repeat('x', 600), 'UTF8'), case n % 3
           when 0 then convert_to('{"v":1,"notice":{"id":"n","digest":"' || encode(sha256(n::text::bytea), 'hex') || '"}}', 'UTF8')
           when 1 then '{"v":1}' else convert_to('{"v":1,"actor":"' || repeat('y', 80) || '"}', 'UTF8') end
         from generate_series(4, 40000) n`,
    );
  /** How many blocks it takes to answer. */
  const blocksFor = async (question: string): Promise<number> => {
    const { rows } = await owner.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
      `explain (analyze, buffers, format json) ${question}`,
    );
    const { Plan: plan } = rows[0]?.['QUERY PLAN'][0] ?? { Plan: {} };
    return (plan['Shared Hit Blocks'] ?? NaN) + (plan['Shared Read Blocks'] ?? NaN);
  };

  it('lead from an id, and from the digest of a notice, to its events without all of them being read', async () => {
    await open();
    await fill();
    for (const index of ['events_by_id', 'events_by_notice'])
      await owner.query(`select brin_summarize_new_values('log.${index}')`);
    await owner.query('analyze log.events');
    const wanted = (await everything(log))[4_322];
    expect(wanted?.stream).toBe('beside-4323');
    const [id, digest] = [wanted?.id ?? '', createHash('sha256').update('4323').digest('hex')];
    expect(await log.find([id])).toEqual([wanted]);
    expect(await log.findOfNotice(digest)).toEqual([wanted]);
    const all = await blocksFor('select * from log.events');
    expect(all).toBeGreaterThan(3_000);
    for (const asked of [`log.by_ids('{${id}}')`, `log.of_notice('${digest}')`])
      expect([asked, (await blocksFor(`select * from ${asked}`)) < all / 5]).toEqual([asked, true]);
  });

  it('give a stream the position of its first event as key, whatever was refused beside it', async () => {
    await open();
    const taken = newStream();
    await log.append(taken, 'no_stream', newEvents(1));
    const appends = Array.from({ length: 200 }, (_, index) =>
      log.append(index % 3 === 0 ? taken : newStream(), 'no_stream', newEvents(1 + (index % 5))),
    );
    expect((await Promise.all(appends)).filter(({ ok }) => ok)).toHaveLength(133);
    const { rows } = await owner.query<{ differ: string }>(
      `select count(*) as differ
         from log.streams s full join (select position, stream_key, stream from log.events where revision = 0) e on e.stream_key = s.key
        where (s.key, s.name) is distinct from (e.position, e.stream)`,
    );
    expect(rows).toEqual([{ differ: '0' }]);
    expectDense(await everything(log));
  });

  it('make a reader stop at a hole: nothing is passed over', async () => {
    await open();
    await insertBeside(5);
    await expect(everything(log)).rejects.toThrow(Fault);
    const batches = log.subscribeAll(START, { batchSize: 3 })[Symbol.asyncIterator]();
    expect((await batches.next()).value).toMatchObject({ events: [{}, {}, {}] });
    await expect(batches.next()).rejects.toThrow('hole after position 0000000000000003');
  });

  it('are looked at from time to time, also when nobody tells', async () => {
    await open();
    const batches = log.subscribeAll(await log.head())[Symbol.asyncIterator]();
    expect((await batches.next()).value).toMatchObject({ caughtUp: true });
    const next = batches.next();
    await insertBeside(4);
    expect((await next).value).toMatchObject({ events: [{ stream: 'beside' }] });
    expect(await log.append(newStream(), 'no_stream', newEvents(1))).toMatchObject({ ok: true, position: '0000000000000005' });
    await batches.return?.();
  });

  it('refuse an append that they can not hold, and that one only', async () => {
    await open();
    await owner.query(`alter table log.events add constraint poison check (type <> 'Poison')`);
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, index) =>
        log.append(newStream(), 'no_stream', [newEvent('', index % 40 === 7 ? { type: 'Poison' } : {})]),
      ),
    );
    expect(results.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))).toEqual([7, 47, 87]);
    expect(results[7]).toMatchObject({ reason: expect.any(Fault) as unknown });
    expectDense(await everything(log));
  });

  it('are written under read committed, whatever the database prefers', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await owner.query(`alter database ${name} set default_transaction_isolation = 'repeatable read'`);
    await open();
    const other = await PostgresEventLog.open({ connectionString: database.url });
    const stream = newStream();
    await Promise.all([log, other].flatMap((writer) => newEvents(20).map((event) => appendAtEnd(writer, stream, event))));
    expectDense(await everything(log));
    await other.close();
  });

  it('are always found by index, although plans are made while they are empty', async () => {
    await open();
    const scans = async (): Promise<number> => {
      const { rows } = await owner.query<{ scans: string }>(
        `select sum(seq_scan) as scans from pg_stat_all_tables where schemaname = 'log'`,
      );
      return Number(rows[0]?.scans);
    };
    const stream = newStream();
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(newEvents(10).map((event) => log.append(newStream(), 'no_stream', [event])));
      await appendAtEnd(log, stream, newEvent());
      await everything(log);
    }
    await log.close();
    // Counted when a backend ends; making the indexes has scanned each empty table once or twice.
    expect(await scans()).toBeLessThan(6);
  });
});
