import { setTimeout as sleep } from 'node:timers/promises';
import type { Projection } from './projection.js';
import type { Certify, SwapRecord } from './certify.js';
import { PoisonEvent } from './decoding.js';
import { soleOwner } from './ownership.js';
import type { RebuildProgress } from './progress.js';
import { rebuild, rollBack } from './rebuild.js';
import type { RebuildRefused } from './refusal.js';
import { generationsOf, type Generation } from './registry.js';
import { rowsOf } from './transaction.js';
import { ProjectionRunner } from './runner.js';
import { TALLY_CODEC, TallyLog, bringUp, eventually, readDatabase, servedDigest, tally, type ReadDatabase } from './testing.js';

describe('a rebuild', () => {
  let database: ReadDatabase;
  let log: TallyLog;
  let context: { pool: ReadDatabase['pool']; log: TallyLog; codec: typeof TALLY_CODEC };

  beforeEach(async () => {
    database = await readDatabase();
    log = new TallyLog();
    context = { pool: database.pool, log, codec: TALLY_CODEC };
  });
  afterEach(() => database.drop());

  const known = (): Promise<Generation[]> => generationsOf(database.pool, 'tally');
  const schemas = async (): Promise<string[]> => {
    const sql = `select nspname as name from pg_namespace where nspname like 'read\\_%' order by 1`;
    return (await database.pool.query<{ name: string }>(sql)).rows.map(({ name }) => name);
  };
  const totals = (): Promise<object[]> => rowsOf(database.pool, 'select stream, total from read.tallies order by stream');
  const linesWritten = async (): Promise<number> => {
    const [row] = await rowsOf<{ lines: number }>(database.pool, 'select count(*) as lines from read.tally_lines');
    return row?.lines ?? 0;
  };
  const refused = (code: RebuildRefused['code']): object => expect.objectContaining({ name: 'RebuildRefused', code }) as object;

  it('makes a generation that equals the one that serves, and takes its place', async () => {
    await log.countMany(100);
    await bringUp(context, tally, { batchSize: 9 });
    const before = await totals();
    const result = await rebuild(context, tally, { batchSize: 30 });
    expect(result).toMatchObject({ projection: 'tally', generation: 2, version: 1, position: await log.head(), events: 100 });
    expect(result.digest).toBe(result.replacedDigest);
    expect(result.digest).toBe(await servedDigest(database.pool, tally));
    expect(await known()).toMatchObject([
      { generation: 2, status: 'serving', complete: true },
      { generation: 1, status: 'retired' },
    ]);
    expect(await totals()).toEqual(before);
  });

  it.each(['reading', 'completing'])('that is stopped while it is %s does not pass for a whole one', async (when) => {
    await log.countMany(100);
    await bringUp(context, tally, { batchSize: 50 });
    const newer: Projection = { ...tally, version: 2 };
    const stopping = new AbortController();
    const stopAt = when === 'reading' ? 'building' : 'completing';
    const onProgress = ({ phase, done }: RebuildProgress): void => {
      if (phase !== stopAt || done < 40) return;
      if (phase === 'completing') void log.countMany(20);
      setTimeout(() => stopping.abort(), 0);
    };
    const stopped = rebuild(context, newer, { batchSize: 20, signal: stopping.signal, onProgress });
    await expect(stopped).rejects.toThrow('aborted');
    expect(await known()).toMatchObject([{ status: 'building' }, { generation: 1, status: 'serving' }]);
    expect(await linesWritten()).toBeGreaterThan(0);
  });

  it('tells how far it is and when it will be done', async () => {
    await log.countMany(100);
    await bringUp(context, tally, { batchSize: 50 });
    const told: RebuildProgress[] = [];
    await rebuild(context, tally, { batchSize: 25, onProgress: (progress) => told.push(progress) });
    expect(told.map(({ phase, done, total }) => `${phase} ${String(done)}/${String(total)}`)).toEqual([
      'building 25/100',
      'building 50/100',
      'building 75/100',
      'building 100/100',
      'completing 100/100',
      'proving 100/100',
      'swapping 100/100',
      'done 100/100',
    ]);
    expect(told[0]?.eventsPerSecond).toBeGreaterThan(0);
    expect(told[0]?.etaSeconds).toBeGreaterThan(0);
    expect(told.at(-1)?.etaSeconds).toBe(0);
  });

  it('goes on beside a runner while events keep coming, and no query sees less than before', async () => {
    const { positions } = database;
    const runner = new ProjectionRunner({ ...context, positions, projections: [tally], paceMs: 0, ownership: soleOwner });
    await log.countMany(50);
    runner.start();
    await positions.waitFor('tally', await log.head());
    const over = new AbortController();
    const writing = (async () => {
      while (!over.signal.aborted) {
        await log.countMany(5);
        await sleep(1);
      }
    })();
    const seen: number[] = [];
    const reading = (async () => {
      while (!over.signal.aborted) seen.push(await linesWritten());
    })();
    const results = [await rebuild(context, tally, { batchSize: 20 }), await rebuild(context, tally, { batchSize: 500 })];
    over.abort();
    await Promise.all([writing, reading]);
    await positions.waitFor('tally', await log.head());
    await runner.stop();
    expect(results.every(({ digest, replacedDigest }) => digest === replacedDigest)).toBe(true);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(await linesWritten()).toBe(((await log.sizeUpTo(await log.head())) * 4) / 5);
  });

  it('that was stopped is taken up where it stood', async () => {
    await log.countMany(100);
    await bringUp(context, tally, { batchSize: 100 });
    const stopping = new AbortController();
    const stopped = rebuild(context, tally, { batchSize: 20, signal: stopping.signal, onProgress: () => stopping.abort() });
    await expect(stopped).rejects.toThrow('aborted');
    expect((await known())[0]).toMatchObject({ generation: 2, status: 'building', position: '0000000000000020' });
    expect(await rebuild(context, tally)).toMatchObject({ generation: 2, events: 80 });
    expect(await known()).toMatchObject([{ generation: 2, status: 'serving' }, { generation: 1 }]);
  });

  it('drops what is left of one that was of another version', async () => {
    await log.countMany(20);
    await bringUp(context, tally, { batchSize: 100 });
    const stopping = new AbortController();
    const other: Projection = { ...tally, version: 7 };
    await rebuild(context, other, { signal: stopping.signal, onProgress: () => stopping.abort() }).catch(() => undefined);
    await rebuild(context, tally);
    expect(await known()).toMatchObject([
      { generation: 2, version: 1, status: 'serving' },
      { generation: 1, version: 1, status: 'retired' },
    ]);
    expect(await schemas()).toEqual(['read_tally_1', 'read_tally_2']);
  });

  it('keeps what others built on the views', async () => {
    await log.countMany(20);
    await bringUp(context, tally, { batchSize: 100 });
    await database.pool.query('create view public.great as select stream from read.tallies where total > 100');
    await rebuild(context, tally);
    await log.count('s-new', 1000);
    await bringUp(context, tally, { batchSize: 100 });
    expect(await rowsOf(database.pool, `select stream from public.great where stream = 's-new'`)).toHaveLength(1);
  });

  it('keeps the last retired generation and drops those before it', async () => {
    await log.countMany(20);
    await bringUp(context, tally, { batchSize: 100 });
    for (let times = 0; times < 3; times += 1) await rebuild(context, tally);
    expect(await known()).toMatchObject([
      { generation: 4, status: 'serving' },
      { generation: 3, status: 'retired' },
    ]);
    expect(await schemas()).toEqual(['read_tally_3', 'read_tally_4']);
  });

  it('refuses to swap where what serves is not what the log says, unless told that the log is right', async () => {
    await log.countMany(20);
    await bringUp(context, tally, { batchSize: 100 });
    await database.pool.query(`update read_tally_1.tallies set total = total + 1 where stream = 's-1'`);
    await expect(rebuild(context, tally)).rejects.toEqual(refused('REBUILD_DIFFERS'));
    await expect(rebuild(context, tally)).rejects.toThrow('rows: 1 changed, 0 missing, 0 extra');
    expect(await known()).toMatchObject([{ generation: 1, status: 'serving' }]);
    expect(await schemas()).toEqual(['read_tally_1']);
    const result = await rebuild(context, tally, { acceptDifference: true });
    expect(result.digest).not.toBe(result.replacedDigest);
    expect(result.differences).toEqual({ changed: 1, missing: 0, extra: 0 });
    expect(result.digest).toBe(await servedDigest(database.pool, tally));
  });

  it('refuses to swap in what breaks an invariant', async () => {
    await log.countMany(20);
    await bringUp(context, tally, { batchSize: 100 });
    const broken: Projection = { ...tally, version: 2, violations: `select 'it is ' || 'off'` };
    await expect(rebuild(context, broken)).rejects.toEqual(refused('REBUILD_VIOLATES'));
    await expect(rebuild(context, broken)).rejects.toThrow('tally: it is off');
    expect(await known()).toMatchObject([{ generation: 1, status: 'serving' }]);
  });

  it('stops at an event that it can not take in, and leaves what serves alone', async () => {
    await log.countMany(20);
    await bringUp(context, tally, { batchSize: 100 });
    const failing: Projection = {
      ...tally,
      version: 2,
      apply: (events, tx) =>
        events.some(({ revision }) => revision === 1) ? Promise.reject(new Error('what is this')) : tally.apply(events, tx),
    };
    await expect(rebuild(context, failing)).rejects.toThrow(PoisonEvent);
    expect((await known()).find(({ status }) => status === 'serving')).toMatchObject({ generation: 1 });
  });

  it('runs once at a time', async () => {
    await log.countMany(20);
    await bringUp(context, tally, { batchSize: 100 });
    // It waits for whoever reads the old tables, so it is still under way.
    const client = await database.pool.connect();
    await client.query('begin; select count(*) from read.tallies');
    const first = rebuild(context, tally);
    await eventually(async () => (await known()).length === 2);
    await expect(rebuild(context, tally)).rejects.toEqual(refused('REBUILD_RUNNING'));
    await client.query('commit');
    client.release();
    await first;
  });

  it('of what does not serve yet is refused', async () => {
    await expect(rebuild(context, tally)).rejects.toEqual(refused('NO_GENERATION'));
  });

  it('waits for a query that reads the old tables, and swaps when it is done', async () => {
    await log.countMany(20);
    await bringUp(context, tally, { batchSize: 100 });
    const client = await database.pool.connect();
    await client.query('begin; select count(*) from read.tallies');
    const rebuilding = rebuild(context, tally);
    await eventually(async () => (await known()).length === 2);
    await sleep(1_500);
    expect((await known())[0]).toMatchObject({ status: 'building' });
    await client.query('commit');
    client.release();
    await rebuilding;
    expect((await known())[0]).toMatchObject({ status: 'serving' });
  });

  it('is certified in the transaction that swaps, or does not swap', async () => {
    await log.countMany(20);
    await bringUp(context, tally, { batchSize: 100 });
    const records: SwapRecord[] = [];
    const certify: Certify = async (client, record) => {
      records.push(record);
      await client.query('create table public.certified ()');
    };
    const failing: Certify = async (...told) => {
      await certify(...told);
      throw new Error('the disk is full');
    };
    await expect(rebuild({ ...context, certify: failing }, tally)).rejects.toThrow('the disk is full');
    expect((await known())[1]).toMatchObject({ generation: 1, status: 'serving' });
    const { digest } = await rebuild({ ...context, certify }, tally, { askedBy: 'key:ops' });
    const kept = await rowsOf<{ kept: boolean }>(database.pool, `select to_regclass('public.certified') is not null as kept`);
    expect(kept).toEqual([{ kept: true }]);
    await log.countMany(5);
    await rollBack({ ...context, certify: (_, record) => Promise.resolve(void records.push(record)) }, tally);
    expect(records.slice(1)).toMatchObject([
      {
        kind: 'rebuild',
        projection: 'tally',
        askedBy: 'key:ops',
        from: { generation: 1 },
        to: { generation: 2, position: '0000000000000020' },
        proof: { digest, replacedDigest: digest, differences: { changed: 0, missing: 0, extra: 0 } },
      },
      { kind: 'roll-back', from: { generation: 2 }, to: { generation: 1 } },
    ]);
  });
});
