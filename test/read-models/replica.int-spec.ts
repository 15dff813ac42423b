import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { migrate, openPool } from '#postgres';
import { PROJECTION_MIGRATIONS, Positions, ProjectionBehind, Reader, type Answer } from '#projections';
import { TALLY_CODEC, TallyLog, bringUp, tally } from '#projections/testing';
import { openCore } from '../../apps/projector/src/core.js';
import { replicated, type Replicated } from './replica.js';

const TOTALS = 'select stream, total from read.tallies order by stream';
const WAIT_MS = 300;
/** For what comes. */
const PATIENCE_MS = 10_000;

describe('a replica that answers queries', () => {
  let databases: Replicated;
  let primary: Pool;
  let replica: Pool;

  beforeAll(async () => {
    databases = await replicated();
    [primary, replica] = [openPool(databases.primaryUrl), openPool(databases.replicaUrl)];
    await migrate(primary, PROJECTION_MIGRATIONS);
  });
  afterAll(async () => {
    await Promise.all([primary.end(), replica.end()]);
    await databases.stop();
  });
  afterEach(() => databases.goOn());

  const log = new TallyLog();
  const count = async (stream: string, amount: number): Promise<string> => {
    const position = await log.count(stream, amount);
    await bringUp({ pool: primary, log, codec: TALLY_CODEC }, tally, { batchSize: 10 });
    return position;
  };
  const totals = (reader: Reader, minPosition?: string): Promise<Answer<object[]>> =>
    reader.rows({ projection: tally, sql: TOTALS, minPosition });
  const readerOf = (pool: Pool, timeoutMs = PATIENCE_MS): Reader =>
    new Reader(pool, new Positions(pool, { timeoutMs, pollMs: 5 }));

  it('follows the primary and can not be written to', async () => {
    const position = await count('a', 5);
    expect(await totals(readerOf(replica), position)).toEqual({ position, data: [{ stream: 'a', total: 5 }] });
    await expect(replica.query('delete from projections.generations')).rejects.toThrow('read-only transaction');
  });

  it('that lags says how far it is: it answers no less than the position asked for', async () => {
    const before = await count('a', 1);
    const answer = await totals(readerOf(replica), before);
    const reader = readerOf(replica, WAIT_MS);
    await databases.pause();
    const position = await count('a', 1);
    expect((await totals(readerOf(primary), position)).position).toBe(position);
    await expect(totals(reader, position)).rejects.toEqual(new ProjectionBehind('tally', position, before));
    expect(await totals(reader)).toEqual(answer);
  });

  it('that comes up in time is waited for', async () => {
    await databases.pause();
    const position = await count('b', 7);
    const asked = totals(readerOf(replica), position);
    setTimeout(() => void databases.goOn(), WAIT_MS / 3);
    expect((await asked).data).toContainEqual({ stream: 'b', total: 7 });
  });

  it('is not believed to be where the primary is, and keeps no secret waiting', async () => {
    const { primaryUrl: databaseUrl, replicaUrl: queryDatabaseUrl } = databases;
    const core = await openCore({ databaseUrl, queryDatabaseUrl, masterKey: Buffer.alloc(32, 1) });
    try {
      const before = await count('c', 1);
      await totals(core.reader, before);
      await databases.pause();
      const position = await count('c', 1);
      // As the projector of this process does once it has written.
      core.positions.reached('tally', position);
      const asked = totals(core.reader, position);
      const sealed = await core.vault.seal('3b1c0d2e');
      expect(await core.vault.open(sealed)).toBe('3b1c0d2e');
      const early = await Promise.race([asked.then(() => 'answered'), sleep(WAIT_MS, 'waits')]);
      expect(early).toBe('waits');
      await databases.goOn();
      expect((await asked).position >= position).toBe(true);
    } finally {
      await core.close();
    }
  });
});
