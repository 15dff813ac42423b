import { column } from '../column.js';
import type { Projection } from '../projection.js';
import { Table } from '../table.js';
import { TALLY_CODEC, TallyLog, bringUp, readDatabase, tally, type ReadDatabase } from '../testing.js';
import { sourceOf } from './event-source.js';
import { replay, type ReplayOptions } from './replay.js';
import { differingTables, type ModelReplay } from './replayed.js';

describe('a replay of newer code', () => {
  let database: ReadDatabase;
  let log: TallyLog;

  beforeEach(async () => {
    database = await readDatabase();
    log = new TallyLog();
    await log.countMany(100);
    await bringUp({ pool: database.pool, log, codec: TALLY_CODEC }, tally, { batchSize: 100 });
  });
  afterEach(() => database.drop());

  const one = async (options: Pick<ReplayOptions, 'projections' | 'acrossVersions'>): Promise<ModelReplay> => {
    const { pool } = database;
    const [model] = (await replay({ source: sourceOf(log), codec: TALLY_CODEC, scratch: pool, serving: pool }, options)).models;
    if (!model) throw new Error('nothing was replayed');
    return model;
  };

  interface Line {
    readonly stream: string;
    readonly total: number;
    readonly note: string;
  }
  const tallies = new Table<Line>({
    name: 'tallies',
    columns: {
      stream: column('text', ({ stream }) => stream),
      total: column('bigint', ({ total }) => total),
      note: column('text', ({ note }) => note),
    },
    key: ['stream'],
  });
  /** Takes s-3 for nothing, and says so. */
  const newer: Projection = {
    ...tally,
    version: 2,
    tables: [...tally.tables.filter(({ name }) => name === 'tally_lines'), tallies],
    apply: async (events, tx) => {
      await tx.query(`alter table tallies alter column note set default ''`);
      await tally.apply(events, tx);
      await tx.query(`update tallies set total = 0, note = 'none' where stream = 's-3'`);
    },
    violations: 'select stream from tallies where total < 0',
  };

  it('is compared with what serves only where that is asked for', async () => {
    expect(await one({ projections: [newer] })).toMatchObject({
      compared: 'nothing',
      because: 'OTHER_VERSION',
      servingVersion: 1,
    });
  });

  it('lists exactly the rows that it would change, and columns that are new', async () => {
    const model = await one({ projections: [newer], acrossVersions: true });
    expect(differingTables(model)).toMatchObject([
      {
        table: 'tallies',
        counts: { changed: 1, missing: 0, extra: 0 },
        listed: [{ kind: 'changed', key: { stream: 's-3' }, columns: [{ column: 'total', replayed: '0' }] }],
        onlyReplayed: ['note'],
        onlyServed: [],
      },
    ]);
  });

  it('names tables that come and go', async () => {
    const renamed: Projection = {
      ...tally,
      version: 2,
      tables: [
        new Table<Line>({ name: 'others', columns: { stream: column('text', ({ stream }) => stream) }, key: ['stream'] }),
      ],
      apply: () => Promise.resolve(),
      violations: 'select 1::text where false',
    };
    const model = await one({ projections: [renamed], acrossVersions: true });
    expect(model.comparison?.tables.map(({ table, because }) => [table, because])).toEqual([
      ['others', 'new table'],
      ['tallies', 'gone table'],
      ['tally_lines', 'gone table'],
    ]);
  });
});
