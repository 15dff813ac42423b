import type { Instant } from '#kernel';
import { Checkpoints } from './checkpoints.js';
import { ensureServing, generations, type Generation } from './registry.js';
import { reactionStandings } from './reaction-follower.js';
import { readDatabase, tally, type ReadDatabase } from './testing.js';

const TO = { checkpoint: '0000000000000007', recordedAt: '2026-11-27T08:00:00.000Z' as Instant };
const NAMES = ['one', 'two', 'three'];

describe('checkpoints that pass over events', () => {
  let database: ReadDatabase;
  let checkpoints: Checkpoints;
  let serving: Generation[];

  beforeEach(async () => {
    database = await readDatabase();
    checkpoints = new Checkpoints(database.pool);
    serving = [];
    for (const name of NAMES) serving.push(await ensureServing(database.pool, { ...tally, name, tables: [] }));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await database.drop();
  });

  const move = (all: readonly Generation[]): Promise<boolean[]> =>
    Promise.all(all.map((generation) => checkpoints.moveGeneration(generation, TO)));
  const positions = async (): Promise<Record<string, string>> =>
    Object.fromEntries((await generations(database.pool)).map(({ name, position }) => [name, position]));

  it('move in one statement', async () => {
    const query = jest.spyOn(database.pool, 'query');
    expect(await move(serving)).toEqual([true, true, true]);
    expect(query).toHaveBeenCalledTimes(1);
    expect(Object.values(await positions())).toEqual(NAMES.map(() => TO.checkpoint));
  });

  it('stay where they stand elsewhere, or under another status', async () => {
    const [first, second, third] = serving as [Generation, Generation, Generation];
    expect(await move([first, { ...second, position: '0000000000000003' }, { ...third, status: 'building' }])).toEqual([
      true,
      false,
      false,
    ]);
    expect(await positions()).toEqual({ one: TO.checkpoint, two: '', three: '' });
  });

  it('do not wait for one that another transaction holds', async () => {
    const client = await database.pool.connect();
    try {
      await client.query(`begin; select from projections.generations where name = 'two' for update`);
      expect(await move(serving)).toEqual([true, false, true]);
    } finally {
      await client.query('rollback');
      client.release();
    }
    expect(await move(serving)).toEqual([false, true, false]);
  });

  it('are those of reactions too', async () => {
    await database.pool.query(
      `insert into projections.reactions (name, position, error) values ('a', '1', 'away'), ('b', '2', null)`,
    );
    const moved = [checkpoints.moveReaction('a', '1', '5'), checkpoints.moveReaction('b', '1', '5')];
    expect(await Promise.all(moved)).toEqual([true, false]);
    expect((await reactionStandings(database.pool)).map(({ error, position }) => [position, error])).toEqual([
      ['5', null],
      ['2', null],
    ]);
  });
});
