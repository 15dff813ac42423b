import { setTimeout as sleep } from 'node:timers/promises';
import { instant, type Instant } from '#kernel';
import { openPool } from '#postgres';
import type { Projection } from '../projection.js';
import { ProjectionRunner } from '../runner.js';
import { soleOwner } from '../ownership.js';
import {
  TALLY_CODEC,
  TallyLog,
  bringUp,
  eventually,
  readDatabase,
  servedDigest,
  tally,
  type ReadDatabase,
} from '../testing.js';
import { rowsOf } from '../transaction.js';
import { sourceOf } from './event-source.js';
import { replay, type ReplayOptions, type ReplayProgress, type ReplayResult } from './replay.js';
import { differingTables, type ModelReplay } from './replayed.js';
import { ScratchPlace } from './scratch.js';

describe('a replay', () => {
  let database: ReadDatabase;
  let log: TallyLog;
  let context: { pool: ReadDatabase['pool']; log: TallyLog; codec: typeof TALLY_CODEC };

  beforeEach(async () => {
    database = await readDatabase();
    log = new TallyLog();
    context = { pool: database.pool, log, codec: TALLY_CODEC };
    await log.countMany(100);
    await bringUp(context, tally, { batchSize: 100 });
  });
  afterEach(() => database.drop());

  const replayed = (options: Partial<ReplayOptions> = {}): Promise<ReplayResult> =>
    replay(
      { source: sourceOf(log, 30), codec: TALLY_CODEC, scratch: database.pool, serving: database.pool },
      { projections: [tally], ...options },
    );
  const one = async (options: Partial<ReplayOptions> = {}): Promise<ModelReplay> => {
    const [model] = (await replayed(options)).models;
    if (!model) throw new Error('nothing was replayed');
    return model;
  };
  const scratch = async (): Promise<string[]> => {
    const sql = `select nspname::text as name from pg_namespace where nspname like 'replay%' order by 1`;
    return (await rowsOf<{ name: string }>(database.pool, sql)).map(({ name }) => name);
  };
  const edit = (sql: string): Promise<unknown> => database.pool.query(sql);

  it('gives what serves, where all is well, and leaves nothing behind', async () => {
    const before = await rowsOf(database.pool, 'select * from projections.generations');
    const result = await replayed();
    const digest = await servedDigest(database.pool, tally);
    expect(result).toMatchObject({
      events: 100,
      models: [
        {
          name: 'tally',
          version: 1,
          position: await log.head(),
          compared: 'rows',
          violations: [],
          digest,
          rows: { tally_lines: 80, tallies: 7 },
          comparison: { digest, servingDigest: digest },
        },
      ],
    });
    expect(await scratch()).toEqual([]);
    expect(await rowsOf(database.pool, 'select * from projections.generations')).toEqual(before);
  });

  it('names each row that somebody edited, and how', async () => {
    await edit(`update read_tally_1.tallies set total = total + 1 where stream = 's-1'`);
    await edit(`delete from read_tally_1.tallies where stream = 's-2'`);
    await edit(`insert into read_tally_1.tallies values ('s-x', 7)`);
    const [right] = await rowsOf<{ total: number }>(database.pool, `select total from read.tallies where stream = 's-1'`);
    const model = await one();
    expect(model.comparison?.servingDigest).not.toBe(model.digest);
    expect(differingTables(model)).toEqual([
      {
        table: 'tallies',
        rows: 7,
        counts: { changed: 1, missing: 1, extra: 1 },
        listed: [
          {
            kind: 'changed',
            key: { stream: 's-1' },
            columns: [{ column: 'total', serving: String(right?.total), replayed: String((right?.total ?? 0) - 1) }],
          },
          { kind: 'missing', key: { stream: 's-2' }, columns: [] },
          { kind: 'extra', key: { stream: 's-x' }, columns: [] },
        ],
        onlyServed: [],
        onlyReplayed: [],
      },
    ]);
  });

  it('counts all differences and lists some', async () => {
    await edit('update read_tally_1.tally_lines set amount = amount + 1');
    const [lines] = differingTables(await one({ max: 3 }));
    expect(lines).toMatchObject({ table: 'tally_lines', counts: { changed: 80 } });
    expect(lines?.listed).toHaveLength(3);
  });

  it('to a position in the past compares what is kept of it', async () => {
    const to = { position: '0000000000000050' };
    expect(await one({ to })).toMatchObject({
      position: to.position,
      compared: 'history',
      rows: { tally_lines: 40, tallies: 7 },
    });
    await edit(`update read_tally_1.tallies set total = 0`);
    await edit(`update read_tally_1.tally_lines set amount = -1 where position in ('0000000000000049', '0000000000000051')`);
    const model = await one({ to });
    expect(differingTables(model)).toMatchObject([
      {
        table: 'tally_lines',
        counts: { changed: 1, missing: 0, extra: 0 },
        listed: [{ key: { position: '0000000000000049' } }],
      },
    ]);
    const other = await readDatabase();
    await bringUp({ ...context, pool: other.pool }, tally, { batchSize: 100, until: to.position });
    expect(await servedDigest(other.pool, tally)).toBe(model.digest);
    await other.drop();
  });

  it('to an instant takes what was recorded by then', async () => {
    const times = (await log.readStream('s-1')).map(({ recordedAt }) => recordedAt);
    const recordedBy = times.at(-1) as Instant;
    const { position } = await one({ to: { recordedBy } });
    expect((await log.readStream('s-1')).at(-1)?.position.localeCompare(position)).toBeLessThanOrEqual(0);
    const [first] = await log.readStream('s-0');
    const before = instant(Date.parse(first?.recordedAt ?? '') - 1);
    expect(await one({ to: { recordedBy: before } })).toMatchObject({ position: '', rows: { tallies: 0 } });
  });

  it('compares at one position while a runner goes on', async () => {
    const { positions } = database;
    const runner = new ProjectionRunner({ ...context, positions, projections: [tally], paceMs: 0, ownership: soleOwner });
    runner.start();
    const over = new AbortController();
    const writing = (async () => {
      while (!over.signal.aborted) {
        await log.countMany(3);
        await sleep(1);
      }
    })();
    for (let times = 0; times < 3; times += 1) {
      const model = await one();
      expect(model).toMatchObject({ compared: 'rows', comparison: { servingDigest: model.digest } });
    }
    over.abort();
    await writing;
    await runner.stop();
  });

  it('is gone with the next one where it was killed, and left alone while it works', async () => {
    const working = await ScratchPlace.open(database.pool);
    const { schema } = await working.model(tally);
    const killed = openPool(database.url, { applicationName: 'killed' });
    const left = await ScratchPlace.open(killed);
    await left.model(tally);
    expect(await scratch()).toHaveLength(2);
    // As a kill leaves it: the connections are gone, the schemas are not.
    const end = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'killed'`;
    await database.pool.query(end);
    await eventually(async () => (await rowsOf(database.pool, end)).length === 0);
    await replayed();
    expect(await scratch()).toEqual([schema]);
    await working.drop();
    await expect(left.drop()).rejects.toThrow();
    await killed.end();
  });

  it('ends where it is stopped, with nothing left', async () => {
    const stop = new AbortController();
    const onProgress = ({ done }: ReplayProgress): void => {
      if (done >= 30) stop.abort();
    };
    await expect(replayed({ signal: stop.signal, onProgress })).rejects.toThrow('aborted');
    expect(await scratch()).toEqual([]);
  });

  it('tells how far it is', async () => {
    const told: ReplayProgress[] = [];
    await replayed({ onProgress: (progress) => told.push(progress) });
    expect(told.map(({ phase, done, total }) => `${phase} ${String(done)}/${String(total)}`)).toEqual([
      'reading 30/100',
      'reading 60/100',
      'reading 90/100',
      'reading 100/100',
      'completing 100/100',
      'comparing 100/100',
    ]);
  });

  it('says which event stops a read model, and goes on with the others', async () => {
    const failing: Projection = {
      ...tally,
      name: 'failing',
      tables: [],
      violations: 'select 1::text where false',
      apply: (events) =>
        events.some(({ revision }) => revision === 4) ? Promise.reject(new Error('what is this')) : Promise.resolve(),
    };
    const { models } = await replayed({ projections: [failing, tally] });
    expect(models).toMatchObject([
      { name: 'failing', compared: 'nothing', because: 'FAILED', error: expect.stringContaining('what is this') as string },
      { name: 'tally', compared: 'rows' },
    ]);
  });

  it('works in another database than what serves, and where nothing serves at all', async () => {
    const other = await readDatabase();
    const source = sourceOf(log);
    const elsewhere = { source, codec: TALLY_CODEC, scratch: other.pool, serving: database.pool };
    const digest = await servedDigest(database.pool, tally);
    const { models } = await replay(elsewhere, { projections: [tally] });
    expect(models).toMatchObject([{ compared: 'rows', comparison: { servingDigest: digest, digest } }]);
    const alone = await replay({ source, codec: TALLY_CODEC, scratch: other.pool }, { projections: [tally] });
    expect(alone.models).toMatchObject([{ compared: 'nothing', because: 'NOT_SERVING', digest }]);
    await other.drop();
  });

  it('finds a broken invariant of what it made itself', async () => {
    const broken: Projection = { ...tally, violations: `select 'it is ' || 'off'` };
    expect(await one({ projections: [broken] })).toMatchObject({ violations: ['it is off'] });
  });
});
