import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '#kernel';
import type { Projection } from './projection.js';
import { rebuild } from './rebuild.js';
import { generationsOf } from './registry.js';
import { ProjectionRunner } from './runner.js';
import { TALLY_CODEC, TallyLog, bringUp, eventually, readDatabase, tally, type ReadDatabase } from './testing.js';
import { rebuildWishes, tellWish, wishRebuild, type RebuildView, type RebuildWish } from './wishes.js';

const WISH = { name: 'tally', kind: 'rebuild', wishedBy: 'key:ops' } as const;
/** Long enough for a runner to look for wishes a few times. */
const LOOKS_MS = 800;

describe('a rebuild that is wished for', () => {
  let database: ReadDatabase;
  let log: TallyLog;
  let runners: ProjectionRunner[];
  let failures: string[];

  beforeEach(async () => {
    database = await readDatabase();
    log = new TallyLog();
    runners = [];
    failures = [];
    await log.countMany(100);
    await bringUp({ pool: database.pool, log, codec: TALLY_CODEC }, tally, { batchSize: 100 });
  });
  afterEach(async () => {
    await Promise.all(runners.map((runner) => runner.stop()));
    await database.drop();
  });

  const started = (projection: Projection = tally): ProjectionRunner => {
    const { pool, positions } = database;
    const onFailure = (of: string, error: Error): number => failures.push(`${of}: ${error.message}`);
    const runner = new ProjectionRunner({ pool, log, codec: TALLY_CODEC, positions, projections: [projection], onFailure });
    runners.push(runner);
    runner.start();
    return runner;
  };
  const wished = async (): Promise<RebuildWish | undefined> => (await rebuildWishes(database.pool))[0];
  const view = async (): Promise<RebuildView | undefined> => (await wished())?.view;
  const ended = async (): Promise<RebuildView | undefined> => {
    await eventually(async () => (await view())?.status !== 'running');
    return view();
  };
  /** Folds as tally does, but not before it is let go. */
  const held = (): { projection: Projection; letGo: () => void; isAsked: () => boolean } => {
    const gate = Promise.withResolvers<undefined>();
    let asked = false;
    const apply: Projection['apply'] = async (events, tx) => {
      asked = true;
      await gate.promise;
      await tally.apply(events, tx);
    };
    return { projection: { ...tally, apply }, letGo: () => gate.resolve(undefined), isAsked: () => asked };
  };

  it('is done by whoever runs the projection, and tells its result', async () => {
    expect(await wishRebuild(database.pool, WISH)).toMatchObject({ status: 'running', phase: 'building' });
    started();
    const position = await log.head();
    expect(await ended()).toMatchObject({ status: 'done', generation: 2, version: 1, events: 100, position });
    const done = (await view()) as { digest: string; replacedDigest: string };
    expect(done.digest).toBe(done.replacedDigest);
    expect((await generationsOf(database.pool, 'tally'))[0]).toMatchObject({ generation: 2, status: 'serving' });
    expect(failures).toEqual([]);
  });

  it('tells how far it is while it goes on', async () => {
    await wishRebuild(database.pool, WISH);
    const client = await database.pool.connect();
    await client.query('begin; select count(*) from read.tallies');
    started();
    await eventually(async () => (await view())?.status === 'running' && ((await view()) as { done: number }).done > 0);
    expect(await view()).toMatchObject({ status: 'running', done: 100, total: 100, etaSeconds: 0 });
    await client.query('commit');
    client.release();
    expect(await ended()).toMatchObject({ status: 'done' });
  });

  it('stays wished for while nobody runs the projection, and can be wished for once only', async () => {
    await wishRebuild(database.pool, WISH);
    await expect(wishRebuild(database.pool, WISH)).rejects.toMatchObject({ code: 'REBUILD_RUNNING' });
    started();
    expect(await ended()).toMatchObject({ status: 'done', generation: 2 });
    await wishRebuild(database.pool, WISH);
    expect(await wished()).toMatchObject({ wish: 2, view: { status: 'running' } });
    expect(await ended()).toMatchObject({ status: 'done', generation: 3 });
  });

  it('is taken up by the next owner where the one before was stopped', async () => {
    await wishRebuild(database.pool, WISH);
    const { projection, letGo, isAsked } = held();
    const first = started(projection);
    await eventually(isAsked);
    const stopped = first.stop();
    letGo();
    await stopped;
    expect(await view()).toMatchObject({ status: 'running' });
    expect((await generationsOf(database.pool, 'tally'))[0]).toMatchObject({ generation: 2, status: 'building' });
    started();
    expect(await ended()).toMatchObject({ status: 'done', generation: 2, events: 0 });
    expect(failures).toEqual([]);
  });

  it('or for the generation before it', async () => {
    await wishRebuild(database.pool, WISH);
    started();
    await ended();
    await wishRebuild(database.pool, { ...WISH, kind: 'roll-back' });
    expect(await ended()).toMatchObject({ status: 'done', generation: 1 });
    await wishRebuild(database.pool, { ...WISH, kind: 'roll-back', name: 'tally' });
    expect(await ended()).toMatchObject({ status: 'done', generation: 2 });
  });

  it('waits for a rebuild that somebody else has begun', async () => {
    const { projection, letGo, isAsked } = held();
    const other = rebuild({ pool: database.pool, log, codec: TALLY_CODEC }, projection);
    await eventually(isAsked);
    started();
    await wishRebuild(database.pool, WISH);
    await sleep(LOOKS_MS);
    expect(await view()).toMatchObject({ status: 'running' });
    letGo();
    expect(await other).toMatchObject({ generation: 2 });
    expect(await ended()).toMatchObject({ status: 'done', generation: 3 });
  });

  it('is refused where what serves is not what the log says', async () => {
    await database.pool.query(`update read_tally_1.tallies set total = total + 1 where stream = 's-1'`);
    await wishRebuild(database.pool, WISH);
    started();
    expect(await ended()).toMatchObject({ status: 'refused', code: 'REBUILD_DIFFERS' });
    expect(failures).toEqual([]);
  });

  it('fails at an event that can not be taken in, and says so', async () => {
    const failing: Projection = { ...tally, apply: () => Promise.reject(new Fault('what is this')) };
    await wishRebuild(database.pool, WISH);
    started(failing);
    expect(await ended()).toMatchObject({
      status: 'failed',
      code: 'FAULT',
      says: expect.stringContaining('what is this') as string,
    });
    expect(failures.some((text) => text.startsWith('rebuild of tally: Counted at 0000000000000001'))).toBe(true);
  });

  it('hears nothing more once it is answered, nor of an earlier wish', async () => {
    const { pool } = database;
    await wishRebuild(pool, WISH);
    const first = (await wished()) as RebuildWish;
    const answer: RebuildView = { status: 'refused', code: 'NO_GENERATION', says: 'first' };
    await tellWish(pool, first, answer);
    await tellWish(pool, first, { status: 'failed', code: 'FAULT', says: 'late' });
    expect(await view()).toEqual(answer);
    await wishRebuild(pool, WISH);
    await tellWish(pool, first, { status: 'failed', code: 'FAULT', says: 'later' });
    expect(await view()).toMatchObject({ status: 'running' });
  });
});
