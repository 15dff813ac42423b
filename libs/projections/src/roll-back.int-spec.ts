import type { Projection } from './projection.js';
import { rebuild, rollBack } from './rebuild.js';
import { generationsOf, type Generation } from './registry.js';
import { TALLY_CODEC, TallyLog, bringUp, readDatabase, servedDigest, tally, type ReadDatabase } from './testing.js';

describe('a rollback', () => {
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

  it('serves the generation before again, caught up with what came since', async () => {
    await log.countMany(30);
    await bringUp(context, tally, { batchSize: 100 });
    await rebuild(context, tally);
    await log.countMany(30);
    await bringUp(context, tally, { batchSize: 100 });
    const digest = await servedDigest(database.pool, tally);
    expect(await rollBack(context, tally)).toMatchObject({ generation: 1, digest, replacedDigest: digest, events: 30 });
    expect(await servedDigest(database.pool, tally)).toBe(digest);
    expect((await known())[1]).toMatchObject({ position: await log.head() });
    expect(await known()).toMatchObject([
      { generation: 2, status: 'retired' },
      { generation: 1, status: 'serving' },
    ]);
  });

  it('takes what served last, not what has the highest number', async () => {
    await log.countMany(10);
    await bringUp(context, tally, { batchSize: 100 });
    await rebuild(context, tally);
    await rollBack(context, tally);
    await rebuild(context, tally);
    expect(await known()).toMatchObject([
      { generation: 3, status: 'serving' },
      { generation: 1, status: 'retired' },
    ]);
    expect(await rollBack(context, tally)).toMatchObject({ generation: 1 });
    expect(await rollBack(context, tally)).toMatchObject({ generation: 3 });
  });

  it('from a newer version serves the older one, for the older code', async () => {
    await log.countMany(30);
    await bringUp(context, tally, { batchSize: 100 });
    const newer: Projection = { ...tally, version: 2 };
    await rebuild(context, newer);
    await expect(rollBack(context, newer)).rejects.toMatchObject({ name: 'RebuildRefused', code: 'NO_GENERATION' });
    await log.countMany(5);
    await rollBack(context, tally);
    expect((await known()).find(({ status }) => status === 'serving')).toMatchObject({ generation: 1, version: 1 });
    expect(await rebuild(context, newer)).toMatchObject({ generation: 2, version: 2, events: 5 });
  });
});
