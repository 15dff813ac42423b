import { rebuild } from '#projections';
import { movesOf } from '#payments';
import { bringUp, readDatabase, servedViolations, type ReadDatabase } from '#projections/testing';
import { matching } from '#reconciliation';
import { CODEC, randomHistory, type History } from './random-history.js';

const PROJECTION = matching({ movesOf });
const ITEMS = 'select * from read.match_items order by id';
const ACCOUNTS = 'select merchant, book, channel, account from read.match_accounts order by 1, 2, 3, 4';

describe.each([1, 2, 3])('items to be matched, out of random history %i', (seed) => {
  const databases: ReadDatabase[] = [];
  afterAll(() => Promise.all(databases.map((database) => database.drop())));

  async function broughtUp(history: History, batchSize: number): Promise<ReadDatabase> {
    const database = await readDatabase();
    databases.push(database);
    await bringUp({ pool: database.pool, log: history.log, codec: CODEC }, PROJECTION, { batchSize });
    return database;
  }
  const rowsOf = async ({ pool }: ReadDatabase, sql: string): Promise<unknown[]> => (await pool.query<object>(sql)).rows;

  it('follow from the set of facts, not from their order, nor from the batches they come in', async () => {
    const [told, shuffled] = [
      await randomHistory(seed, { things: 250 }),
      await randomHistory(seed, { things: 250, isShuffled: true }),
    ];
    const [one, other] = [await broughtUp(told, 7), await broughtUp(shuffled, 500)];
    const items = await rowsOf(one, ITEMS);
    expect(items.length).toBeGreaterThan(100);
    expect(await rowsOf(other, ITEMS)).toEqual(items);
    expect(await rowsOf(other, ACCOUNTS)).toEqual(await rowsOf(one, ACCOUNTS));
    expect(await servedViolations(one.pool, PROJECTION)).toEqual([]);
    const rebuilt = await rebuild({ pool: one.pool, log: told.log, codec: CODEC }, PROJECTION);
    expect(rebuilt.digest).toBe(rebuilt.replacedDigest);
  });
});
