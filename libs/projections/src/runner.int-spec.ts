import { Fault, Outage } from '#kernel';
import { soleOwner } from './ownership.js';
import type { Projection } from './projection.js';
import { ensureServing, generations, generationsOf, type Generation } from './registry.js';
import { ProjectionRunner, type ProjectionRunnerOptions } from './runner.js';
import { rowsOf } from './transaction.js';
import {
  TALLY_CODEC,
  TallyLog,
  bringUp,
  eventually,
  readDatabase,
  servedDigest,
  servedViolations,
  strictTally,
  tally,
  type ReadDatabase,
} from './testing.js';

describe('the projection runner', () => {
  let database: ReadDatabase;
  let log: TallyLog;
  let runners: ProjectionRunner[];

  beforeEach(async () => {
    database = await readDatabase();
    log = new TallyLog();
    runners = [];
  });
  afterEach(async () => {
    await Promise.all(runners.map((runner) => runner.stop()));
    await database.drop();
  });

  const started = (options: Partial<ProjectionRunnerOptions> = {}): ProjectionRunner => {
    const { pool, positions } = database;
    const runner = new ProjectionRunner({
      pool,
      log,
      codec: TALLY_CODEC,
      positions,
      projections: [tally],
      paceMs: 0,
      retryMs: 10,
      ...options,
    });
    runners.push(runner);
    runner.start();
    return runner;
  };

  const positionOf = async (name: string): Promise<string | undefined> =>
    (await generationsOf(database.pool, name)).find(({ status }) => status === 'serving')?.position;

  const linesWritten = async (): Promise<number> =>
    Number((await database.pool.query<{ lines: string }>('select count(*) as lines from read.tally_lines')).rows[0]?.lines);

  it('makes what is missing, serves at once, and follows the log', async () => {
    await log.countMany(50);
    started();
    await database.positions.waitFor('tally', await log.head());
    expect(await linesWritten()).toBe(40);
    const position = await log.count('s-0', 5);
    await database.positions.waitFor('tally', position);
    expect(await linesWritten()).toBe(41);
    expect(await servedViolations(database.pool, tally)).toEqual([]);
  });

  it('makes keys and indexes when it has caught up for the first time, and shows what it has before', async () => {
    await log.countMany(50);
    const { pool, positions } = database;
    const keys = async (): Promise<number> =>
      (await rowsOf(pool, `select from pg_constraint where conname = 'tally_lines_pkey' and contype = 'p'`)).length;
    const { complete } = await ensureServing(pool, tally);
    expect([await keys(), complete]).toEqual([0, false]);
    started();
    await eventually(async () => (await generationsOf(pool, 'tally'))[0]?.complete ?? false);
    expect(await keys()).toBe(1);
    const position = await log.count('s-1', 7);
    await positions.waitFor('tally', position);
    expect(await linesWritten()).toBe(41);
  });

  it('comes to the same tables whatever the batches, and when it is stopped and started again in between', async () => {
    await log.countMany(200);
    const digests: string[] = [];
    for (const batchSize of [1, 3, 50, 1000]) {
      const other = await readDatabase();
      for (const until of [40, 41, 120, 200]) {
        const position = String(until).padStart(16, '0');
        await bringUp({ pool: other.pool, log, codec: TALLY_CODEC }, tally, { batchSize, until: position });
      }
      digests.push(await servedDigest(other.pool, tally));
      await other.drop();
    }
    started({ batchSize: 7 });
    await database.positions.waitFor('tally', await log.head());
    digests.push(await servedDigest(database.pool, tally));
    expect(new Set(digests).size).toBe(1);
  });

  it('writes nothing twice when two run on one database without asking who owns it', async () => {
    const other = new TallyLog();
    started({ ownership: soleOwner, batchSize: 3 });
    started({ ownership: soleOwner, batchSize: 5 });
    started({ ownership: soleOwner, batchSize: 2 });
    await log.countMany(300);
    await database.positions.waitFor('tally', await log.head());
    await other.close();
    expect(await linesWritten()).toBe(240);
    expect(await servedViolations(database.pool, tally)).toEqual([]);
  });

  it('lets one of two work, and the other take over when its connection is gone', async () => {
    const first = started();
    await eventually(() => first.stateOf('tally') === 'following');
    const second = started();
    await log.countMany(10);
    await database.positions.waitFor('tally', await log.head());
    expect(second.stateOf('tally')).toBe('preparing');
    await first.stop();
    await eventually(() => second.stateOf('tally') === 'following');
    await log.countMany(10);
    await database.positions.waitFor('tally', await log.head());
    expect(await linesWritten()).toBe(16);
  });

  it('goes on after the server threw its connections away', async () => {
    started({ batchSize: 4 });
    for (let round = 0; round < 5; round += 1) {
      await log.countMany(40);
      await database.pool.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
      );
    }
    await database.positions.waitFor('tally', await log.head());
    expect(await linesWritten()).toBe(160);
    expect(await servedViolations(database.pool, tally)).toEqual([]);
  });

  it('goes on after the log was away', async () => {
    let away = 3;
    const flaky = new (class extends TallyLog {
      override subscribeAll(...args: Parameters<TallyLog['subscribeAll']>): ReturnType<TallyLog['subscribeAll']> {
        if (away > 0) throw new Outage(`away ${String((away -= 1))}`);
        return super.subscribeAll(...args);
      }
    })();
    const failures: string[] = [];
    await flaky.countMany(10);
    started({ log: flaky, onFailure: (name, error) => failures.push(`${name} ${error.message}`) });
    await database.positions.waitFor('tally', await flaky.head());
    expect(failures).toEqual(['log away 2', 'log away 1', 'log away 0']);
  });

  it('refuses to go on behind another log than the one it read', async () => {
    await log.countMany(10);
    await bringUp({ pool: database.pool, log, codec: TALLY_CODEC }, tally, { batchSize: 10 });
    const failures: string[] = [];
    started({ log: new TallyLog(), onFailure: (_, error) => failures.push(error.message) });
    await eventually(() => failures.length > 0);
    expect(failures[0]).toBe('tally is ahead of the log: is it of this log?');
  });

  it('stops a projection before the event that it can not take in, shows why, and lets the others go on', async () => {
    const failures: string[] = [];
    started({ projections: [tally, strictTally], onFailure: (name, error) => failures.push(`${name}: ${error.message}`) });
    await log.countMany(20);
    const poison = await log.count('s-1', -1);
    await log.countMany(20);
    await database.positions.waitFor('tally', await log.head());
    await eventually(async () => (await generations(database.pool)).some(({ error }) => error !== null));
    const [strict, other] = await generations(database.pool);
    expect(strict).toMatchObject({ name: 'strict_tally', position: '0000000000000020' });
    expect(strict?.error).toBe(`Counted at ${poison} of s-1: a negative amount`);
    expect(other).toMatchObject({ name: 'tally', error: null });
    expect(failures[0]).toBe(`strict_tally: Counted at ${poison} of s-1: a negative amount`);
  });

  it('takes up a stopped projection where it stood as soon as it is mended', async () => {
    let mended = false;
    const mendable: Projection = {
      ...strictTally,
      apply: (events, tx) => (mended ? Promise.resolve() : strictTally.apply(events, tx)),
    };
    const runner = started({ projections: [tally, mendable], retryAtMostMs: 50 });
    await log.count('s-1', -1);
    await log.countMany(5);
    await eventually(() => runner.stateOf('strict_tally') === 'failed');
    mended = true;
    await eventually(() => runner.stateOf('strict_tally') === 'following');
    await log.countMany(5);
    await database.positions.waitFor('strict_tally', await log.head());
    expect((await generations(database.pool)).map(({ error }) => error)).toEqual([null, null]);
  });

  it('stops only those that handle a type which no code knows', async () => {
    const all: Projection = { ...strictTally, name: 'everything', handles: 'all' };
    const runner = started({ projections: [tally, all] });
    await log.append('s-1', 'no_stream', [
      {
        id: '00000000-0000-4000-8000-000000000001',
        type: 'FromTheFuture',
        contentType: 'application/json',
        data: Buffer.from('{}'),
        metadata: Buffer.from('{"v":1}'),
      },
    ]);
    await log.countMany(5);
    await database.positions.waitFor('tally', await log.head());
    const shown = async (): Promise<Generation | undefined> => (await generationsOf(database.pool, 'everything'))[0];
    await eventually(async () => (await shown())?.error?.includes('unknown event type FromTheFuture') ?? false);
    expect((await shown())?.position).toBe('');
    expect(runner.stateOf('everything')).toBe('failed');
  });

  it('brings a projection that is new to where the others stand without holding them up', async () => {
    await log.countMany(100);
    await bringUp({ pool: database.pool, log, codec: TALLY_CODEC }, tally, { batchSize: 1000 });
    const runner = started({ projections: [tally, strictTally], batchSize: 10 });
    await eventually(() => runner.stateOf('strict_tally') === 'following');
    expect(await positionOf('strict_tally')).toBe(await log.head());
  });

  it('builds a newer version beside the one that serves, and then serves it', async () => {
    await log.countMany(60);
    const first = started();
    await database.positions.waitFor('tally', await log.head());
    await first.stop();
    await log.countMany(10);
    const newer: Projection = { ...tally, version: 2 };
    const runner = started({ projections: [newer] });
    await eventually(() => runner.stateOf('tally') === 'following');
    expect(await generationsOf(database.pool, 'tally')).toMatchObject([
      { generation: 2, version: 2, status: 'serving', position: await log.head() },
      { generation: 1, version: 1, status: 'retired' },
    ]);
    expect(await linesWritten()).toBe(56);
  });

  it('leaves a newer version alone: newer code serves it', async () => {
    await bringUp({ pool: database.pool, log, codec: TALLY_CODEC }, { ...tally, version: 2 }, { batchSize: 10 });
    const failures: Error[] = [];
    started({ onFailure: (_, error) => failures.push(error) });
    await eventually(() => failures.length > 0);
    expect(failures[0]).toEqual(new Fault('tally is served at version 2, this code has 1'));
    expect((await generationsOf(database.pool, 'tally'))[0]).toMatchObject({ version: 2, error: null });
  });

  it('refuses two projections with one name or one view', () => {
    const of = (projections: readonly Projection[]): ProjectionRunner =>
      new ProjectionRunner({ ...database, log, codec: TALLY_CODEC, projections });
    expect(() => of([tally, tally])).toThrow('claimed twice: projection tally');
    expect(() => of([tally, { ...tally, name: 'other' }])).toThrow('claimed twice: view tally_lines');
    expect(() => of([{ ...tally, name: 'A b' }])).toThrow('not a name');
  });

  it('shows in the registry when the log recorded what is in it', async () => {
    await log.countMany(3);
    started();
    await database.positions.waitFor('tally', await log.head());
    const [row] = await rowsOf<{ recorded_at: string }>(database.pool, 'select recorded_at from projections.generations');
    expect(row?.recorded_at).toBe((await log.readStream('s-2')).at(-1)?.recordedAt);
  });
});
