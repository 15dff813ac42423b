import { InvalidCursor, cursorOf, cursorParts } from './cursor.js';
import { Positions, ProjectionBehind } from './positions.js';
import { Reader, pageOf } from './reader.js';
import { rebuild } from './rebuild.js';
import { TALLY_CODEC, TallyLog, bringUp, readDatabase, tally, type ReadDatabase } from './testing.js';

const TOTALS = 'select stream, total from read.tallies where total >= $1 order by stream';

describe('a query', () => {
  let database: ReadDatabase;
  let log: TallyLog;
  let reader: Reader;
  /** Waits no longer than it takes to see that nobody comes. */
  let hasty: Reader;

  beforeEach(async () => {
    database = await readDatabase();
    log = new TallyLog();
    reader = database.reader;
    hasty = new Reader(database.pool, new Positions(database.pool, { timeoutMs: 200, pollMs: 5 }));
  });
  afterEach(() => database.drop());

  const up = (): Promise<void> => bringUp({ pool: database.pool, log, codec: TALLY_CODEC }, tally, { batchSize: 10 });
  const totals = (minPosition?: string, { least = 0, by = reader } = {}): Promise<unknown> =>
    by.rows({ projection: tally, sql: TOTALS, params: [least], minPosition });

  it('answers rows and the position that they reflect', async () => {
    await log.count('a', 5);
    await log.count('b', 7);
    await log.count('a', 1, 'Ignored');
    await up();
    const data = [
      { stream: 'a', total: 5 },
      { stream: 'b', total: 7 },
    ];
    expect(await totals()).toEqual({ position: await log.head(), data });
  });

  it('answers the position where it finds nothing', async () => {
    await log.count('a', 5);
    await up();
    expect(await totals(undefined, { least: 1000 })).toEqual({ position: await log.head(), data: [] });
  });

  it('waits until the read model has the position asked for, whoever brings it there', async () => {
    await log.count('a', 5);
    await up();
    const position = await log.count('a', 2);
    const asked = totals(position);
    setTimeout(() => void up(), 50);
    expect(await asked).toEqual({ position, data: [{ stream: 'a', total: 7 }] });
  });

  it('gives up after its bound and says how far the read model is', async () => {
    await log.count('a', 5);
    await up();
    const position = await log.count('a', 2);
    await expect(totals(position, { by: hasty })).rejects.toEqual(new ProjectionBehind('tally', position, '0000000000000001'));
  });

  it('does not answer less than the position asked for, although it was there a moment ago', async () => {
    await log.count('a', 5);
    const position = await log.count('a', 2);
    await up();
    await totals(position, { by: hasty });
    await database.pool.query(`update projections.generations set position = $1 where status = 'serving'`, [
      '0000000000000001',
    ]);
    await expect(totals(position, { by: hasty })).rejects.toEqual(new ProjectionBehind('tally', position, '0000000000000001'));
  });

  it('of several tables goes on while the generation is swapped under it, and never waits for the swap', async () => {
    await log.countMany(60);
    await up();
    const both = `select count(*) as n from read.tally_lines lines join read.tallies totals on totals.stream = lines.stream`;
    const before = (await reader.rows({ projection: tally, sql: both })).data;
    const over = new AbortController();
    const failures: unknown[] = [];
    const readers = Array.from({ length: 4 }, async () => {
      while (!over.signal.aborted) {
        const answer = await reader.rows({ projection: tally, sql: both }).catch((error: unknown) => failures.push(error));
        expect(answer).toMatchObject({ data: before });
      }
    });
    const context = { pool: database.pool, log, codec: TALLY_CODEC };
    for (let swaps = 0; swaps < 3; swaps += 1) await rebuild(context, tally);
    over.abort();
    await Promise.all(readers);
    expect(failures).toEqual([]);
  });

  it('on a snapshot answers where its first one stood, whatever comes in meanwhile', async () => {
    await log.count('a', 5);
    await up();
    await reader.snapshot(async (frozen) => {
      const ask = (): Promise<unknown> => frozen.rows({ projection: tally, sql: TOTALS, params: [0] });
      const first = await ask();
      await log.count('a', 2);
      await up();
      expect(await ask()).toEqual(first);
      expect(await totals()).not.toEqual(first);
    });
    await expect(reader.snapshot(() => Promise.reject(new Error('given up')))).rejects.toThrow('given up');
    expect(await totals()).toMatchObject({ data: [{ stream: 'a', total: 7 }] });
  });

  it('of a read model that does not serve yet says so', async () => {
    await expect(totals(undefined, { by: hasty })).rejects.toThrow(ProjectionBehind);
  });

  it('of a version whose tables are being built says so, and shows any other mistake', async () => {
    await log.count('a', 5);
    await up();
    const sql = 'select no_such from read.tallies';
    await expect(reader.rows({ projection: tally, sql })).rejects.toThrow('does not exist');
    await expect(hasty.rows({ projection: { ...tally, version: 2 }, sql })).rejects.toThrow(ProjectionBehind);
  });

  it('asks the registry only while somebody waits', async () => {
    await log.count('a', 5);
    await up();
    const positions = new Positions(database.pool, { timeoutMs: 1_000, pollMs: 5 });
    await Promise.all(Array.from({ length: 20 }, () => positions.waitFor('tally', '0000000000000001')));
    await positions.waitFor('tally', '0000000000000001');
    await expect(positions.waitFor('tally', '0000000000000009')).rejects.toThrow(ProjectionBehind);
  });
});

describe('a page', () => {
  it('has a cursor where there is more', () => {
    expect(pageOf({ position: 'p', data: [1, 2, 3] }, 2, (last) => cursorOf(String(last)))).toEqual({
      position: 'p',
      data: [1, 2],
      next: cursorOf('2'),
    });
    expect(pageOf({ position: 'p', data: [1, 2] }, 2, String)).toEqual({ position: 'p', data: [1, 2] });
    expect(pageOf({ position: 'p', data: [] }, 2, String)).toEqual({ position: 'p', data: [] });
  });

  it('knows its own cursors and no others', () => {
    expect(cursorParts(cursorOf('a', '钱'), 2)).toEqual(['a', '钱']);
    for (const cursor of [
      '',
      'x',
      cursorOf('a'),
      Buffer.from('{"a":1}').toString('base64url'),
      Buffer.from('[1,2]').toString('base64url'),
    ])
      expect(() => cursorParts(cursor, 2)).toThrow(InvalidCursor);
  });
});
