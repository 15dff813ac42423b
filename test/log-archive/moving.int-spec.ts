import { AuditQueries, Certificates } from '#audit';
import { EventStoreDbEventLog, PostgresEventLog, originOf } from '#event-log';
import { EventStoreDouble, everything, keepWriting } from '#event-log/testing';
import { copyLog, cutOver, type MoveParts } from '#log-archive';
import { recordHistory, seal, picking, stand, type Stand } from './stands.js';

const OWNER = 'test:owner';

describe('moving a live log', () => {
  let source: Stand;
  const ends: (() => unknown)[] = [];
  beforeEach(async () => {
    source = await stand('postgresql');
  });
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
    await source.remove();
  });

  it('to EventStoreDB: copies while it is written to, changes over, and what was known of it follows', async () => {
    const { pool, store } = source;
    const double = await EventStoreDouble.start();
    const log = await EventStoreDbEventLog.open({ connectionString: double.url });
    ends.push(
      () => log.close(),
      () => double.goDown(),
    );
    const parts: MoveParts = { from: source, to: { log, pool }, sharesDatabase: true };
    await recordHistory(source.log, 200, picking(7));
    const writing = keepWriting(source.log, 2);
    const first = await copyLog(parts);
    await seal(source, 60);
    await writing.stop();
    const again = await copyLog(parts);
    expect(again).toMatchObject({ events: (await everything(source.log)).length, added: again.events - first.events });
    await recordHistory(source.log, 20, picking(8));
    await seal(source, 60);

    const events = await everything(source.log);
    const stood = events[150]?.position ?? '';
    await pool.query(`insert into projections.reactions (name, position) values ('some', $1), ('none', '')`, [stood]);
    await pool.query(`create schema read_thing_3; create table read_thing_3.rows (n integer);
      insert into projections.generations (name, generation, version, status, complete, position) values ('thing', 3, 1, 'serving', true, '0000000000000009')`);

    const worker = await pool.connect();
    await worker.query('select pg_advisory_lock(hashtextextended($1, 0))', [OWNER]);
    await expect(cutOver(parts, [OWNER])).rejects.toThrow('at work on this database');
    await worker.query('select pg_advisory_unlock_all()');
    worker.release();

    const moved = await cutOver(parts, [OWNER]);
    expect(moved).toMatchObject({
      events: events.length,
      added: events.length - again.events,
      signed: events.length,
    });
    const there = await everything(log);
    expect(there.map(originOf)).toEqual(events.map(({ position }) => position));
    const { rows } = await pool.query('select name, position from projections.reactions order by name');
    expect(rows).toEqual([{ name: 'some', position: there[150]?.position }]);
    expect((await pool.query('select from projections.generations')).rowCount).toBe(0);
    expect((await pool.query(`select to_regnamespace('read_thing_3') as left`)).rows).toEqual([{ left: null }]);

    // The tree goes on where it was, over positions as they are there.
    const target = { ...source, log };
    await recordHistory(log, 10, picking(9));
    await seal(target, 60);
    const later = (await everything(log)).length - events.length;
    expect((await store.latest())?.size).toBe(events.length + later);
    const asked = there[42]?.position ?? '';
    expect(await new AuditQueries(log, store, new Certificates(pool)).inclusion({ position: asked })).toMatchObject({
      index: 42,
      position: asked,
    });
    // Broken off at its very end and done again, nothing changes.
    const { rows: before } = await pool.query('select name, position from projections.reactions');
    const rest = { from: { log, pool }, to: { log: await back(source.url), pool }, sharesDatabase: true };
    await expect(cutOver(rest, [OWNER])).resolves.toMatchObject({ added: later });
    expect(before).toEqual([{ name: 'some', position: there[150]?.position }]);
    const after = await pool.query('select position from projections.reactions');
    expect(after.rows).toEqual([{ position: stood }]);
    expect((await everything(source.log)).slice(0, events.length)).toEqual(events);
  });

  /** The log of PostgreSQL that was left, which is a beginning of the one it is moved back from. */
  async function back(url: string): Promise<PostgresEventLog> {
    const log = await PostgresEventLog.open({ connectionString: url });
    ends.push(() => log.close());
    return log;
  }

  it('to another database: with all that stands beside it', async () => {
    const target = await stand('postgresql');
    ends.push(() => target.remove());
    await recordHistory(source.log, 120, picking(5));
    await seal(source, 50);
    await source.pool.query(`insert into inbox.bodies (sha256, body) values ('\\x01', '\\x02')`);
    const parts: MoveParts = { from: source, to: target, sharesDatabase: false };
    await copyLog(parts);
    const { signed, root } = await cutOver(parts, [OWNER]);
    expect(await everything(target.log)).toEqual(await everything(source.log));
    expect(signed).toBe((await source.store.latest())?.size);
    expect(await cutOver(parts, [OWNER])).toMatchObject({ added: 0, root });
    expect((await target.pool.query('select sha256, body from inbox.bodies')).rows).toEqual([
      { sha256: Buffer.from([1]), body: Buffer.from([2]) },
    ]);
    expect(await target.store.checkpointsAfter(0, 100)).toEqual(await source.store.checkpointsAfter(0, 100));
  });

  it('is refused where the target holds another history', async () => {
    const target = await stand('postgresql');
    ends.push(() => target.remove());
    await recordHistory(source.log, 30, picking(5));
    await recordHistory(target.log, 5, picking(6));
    await expect(copyLog({ from: source, to: target, sharesDatabase: false })).rejects.toThrow('it holds another history');
  });
});
