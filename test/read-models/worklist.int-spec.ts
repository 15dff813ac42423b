import { rebuild } from '#projections';
import { bringUp, readDatabase, servedDigest } from '#projections/testing';
import { worklist } from '#worklist';
import { CODEC, randomHistory } from './random-history.js';

it.each([1, 2])('the worklist of random history %i is the same in any batches, and rebuilt', async (seed) => {
  const { log } = await randomHistory(seed, { things: 150 });
  const projection = worklist({ methodsOfModel: () => undefined });
  const digests = new Set<string>();
  for (const batchSize of [1, 7, 10_000]) {
    const database = await readDatabase();
    const { pool } = database;
    const context = { pool, log, codec: CODEC };
    await bringUp(context, projection, { batchSize });
    digests.add(await servedDigest(pool, projection));
    const { digest } = await rebuild(context, projection);
    digests.add(digest);
    await database.drop();
  }
  expect(digests.size).toBe(1);
});
