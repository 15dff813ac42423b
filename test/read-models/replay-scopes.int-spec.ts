import { replay, sourceOf, type ModelReplay, type Scope } from '#projections';
import { bringUp, readDatabase, type ReadDatabase } from '#projections/testing';
import { differingTables } from '#projections';
import { PROJECTIONS, ledgerCodec } from '../../apps/projector/src/features.js';
import { orderScope } from '../../apps/projector/src/replay-order-scope.js';
import { accountScope, merchantScope } from '../../apps/projector/src/replay-scopes.js';
import { bookedIn, randomHistory, type History } from './random-history.js';

const CODEC = ledgerCodec();

describe.each([4])('a part of random history %i, replayed alone', (seed) => {
  let database: ReadDatabase;
  let history: History;

  beforeAll(async () => {
    database = await readDatabase();
    history = await randomHistory(seed, { things: 150 });
    for (const projection of PROJECTIONS)
      await bringUp({ pool: database.pool, log: history.log, codec: CODEC }, projection, { batchSize: 500 });
  });
  afterAll(() => database.drop());

  const replayed = async (scope: Scope | undefined, to?: string, readsStreams = true): Promise<readonly ModelReplay[]> => {
    const { readStream: _, ...whole } = sourceOf(history.log, 100);
    const source = readsStreams ? sourceOf(history.log, 100) : whole;
    const context = { source, codec: CODEC, scratch: database.pool, serving: database.pool };
    const options = { projections: PROJECTIONS, scope, ...(to !== undefined && { to: { position: to } }) };
    return (await replay(context, options)).models;
  };
  const differing = (models: readonly ModelReplay[]): object[] =>
    models.flatMap((model) => differingTables(model).map(({ table, counts, listed }) => ({ table, counts, listed })));
  const rowsOf = (models: readonly ModelReplay[]): Record<string, number> =>
    Object.assign({}, ...models.map(({ rows }) => rows)) as Record<string, number>;
  const edited = async (sql: string, work: () => Promise<void>): Promise<void> => {
    const client = await database.pool.connect();
    try {
      await client.query(sql);
      await work();
    } finally {
      client.release();
    }
  };

  it('is what serves: the whole of it first', async () => {
    const models = await replayed(undefined);
    expect(differing(models)).toEqual([]);
    expect(models.every(({ compared, violations }) => compared === 'rows' && violations.length === 0)).toBe(true);
  });

  it('is what serves: accounts, now and then', async () => {
    const accounts = [...new Set(bookedIn(history.events).map(({ account }) => account))].slice(0, 4);
    const then = history.events[Math.floor(history.events.length / 2)]?.position;
    for (const account of accounts) {
      const models = await replayed(accountScope(account, CODEC));
      expect({ account, differing: differing(models) }).toEqual({ account, differing: [] });
      expect(rowsOf(models)).toMatchObject({ accounts: 1 });
      expect(rowsOf(models)['journal_lines']).toBe(bookedIn(history.events).filter((line) => line.account === account).length);
      const before = await replayed(accountScope(account, CODEC), then);
      expect(before).toMatchObject([{ name: 'balances', compared: 'history' }]);
      expect(differing(before)).toEqual([]);
    }
  });

  it('is what serves: orders, whether streams can be read or not', async () => {
    const orders = [...new Set(history.events.map(({ stream }) => /^order-douyin\.(\d+)$/.exec(stream)?.[1]))];
    expect(orders.length).toBeGreaterThan(8);
    for (const order of orders.filter((id) => id !== undefined).slice(0, 4)) {
      const models = await replayed(orderScope(order));
      expect({ order, differing: differing(models) }).toEqual({ order, differing: [] });
      expect(rowsOf(models)).toMatchObject({ orders: 1 });
      expect(await replayed(orderScope(order), undefined, false)).toEqual(models);
    }
  });

  it('is what serves: merchants', async () => {
    for (const merchant of new Set(bookedIn(history.events).map(({ entry }) => entry.of.merchant))) {
      const models = await replayed(merchantScope(merchant));
      expect({ merchant, differing: differing(models) }).toEqual({ merchant, differing: [] });
      expect(rowsOf(models)['journal_lines']).toBeGreaterThan(0);
    }
  });

  it('names the row that was edited, in the part that it belongs to alone', async () => {
    const [line, other] = bookedIn(history.events).filter(({ event }) => event.stream.startsWith('order-douyin.'));
    if (!line) throw new Error('no order books anything');
    const order = line.event.stream.slice('order-douyin.'.length);
    const edit = `update read_balances_1.journal_lines set amount = amount + 1 where stream = '${line.event.stream}'`;
    const back = edit.replace('+ 1', '- 1');
    await edited(edit, async () => {
      const counts = (models: readonly ModelReplay[]): object[] => differing(models);
      expect(counts(await replayed(accountScope(line.account, CODEC)))).toMatchObject([{ table: 'journal_lines' }]);
      expect(counts(await replayed(orderScope(order)))).toMatchObject([
        { table: 'journal_lines', listed: expect.arrayContaining([expect.objectContaining({ kind: 'changed' })]) as unknown },
      ]);
      expect(counts(await replayed(merchantScope(line.entry.of.merchant)))).toMatchObject([{ table: 'journal_lines' }]);
      expect(other).toBeDefined();
    });
    await edited(back, async () => expect(differing(await replayed(orderScope(order)))).toEqual([]));
  });
});
