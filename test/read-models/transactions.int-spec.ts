import type { BusinessDate, Instant } from '#kernel';
import { entriesOf } from '#projections';
import { bringUp, readDatabase, servedDigest, servedViolations, type ReadDatabase } from '#projections/testing';
import {
  AGEING_AXES,
  AgeingQuery,
  CollectedQuery,
  DailyReportQuery,
  DiscountsQuery,
  ENTRY_AXES,
  FeesQuery,
  REPORT_AXES,
  TransactionQueries,
  charges,
  dailyReport,
  transactions,
  unmatchedFees,
  type Charge,
  type ReportAxis,
  type ReportRow,
  type TransactionDetails,
  type TransactionsAsked,
} from '#reports';
import { CODEC, recorded, type Recorded } from './transactions-history.js';

const FROM = '2020-01-01' as BusinessDate;
const TO = '2030-01-01' as BusinessDate;
const SPAN = { merchant: 'm1', from: '2020-01-01T00:00:00.000Z' as Instant, before: '2030-01-01T00:00:00.000Z' as Instant };
const ALL_ROWS = 1_000;

describe.each([1, 2])('transactions of history %i', (seed) => {
  let database: ReadDatabase;
  let history: Recorded;

  beforeAll(async () => {
    database = await readDatabase();
    history = await recorded(seed);
    await up(database, history, 7);
  });
  afterAll(() => database.drop());

  const up = async ({ pool }: ReadDatabase, { log }: Recorded, batchSize: number): Promise<void> => {
    for (const projection of [transactions, dailyReport]) await bringUp({ pool, log, codec: CODEC }, projection, { batchSize });
  };

  const listAll = async ({ reader }: ReadDatabase, asked: Partial<TransactionsAsked> = {}): Promise<TransactionDetails[]> => [
    ...(await new TransactionQueries(reader).list({ limit: ALL_ROWS, ...asked })).data,
  ];

  const chargesOf = async ({ reader }: ReadDatabase): Promise<Charge[]> => {
    const all: Charge[] = [];
    for await (const { data } of charges(reader, SPAN)) all.push(...data);
    return all;
  };

  /** All that can be asked, without what depends on when something was told. */
  async function everything(of: ReadDatabase): Promise<unknown> {
    const { reader } = of;
    const asked = { from: FROM, to: TO, by: REPORT_AXES };
    const listed = await listAll(of);
    return {
      report: (await new DailyReportQuery(reader).ask(asked)).data,
      discounts: (await new DiscountsQuery(reader).discounts(asked)).data,
      fees: (await new FeesQuery(reader).fees(asked)).data,
      ageing: (await new AgeingQuery(reader).ageing({ times: { effective: TO }, by: AGEING_AXES })).data,
      collected: (await new CollectedQuery(reader).collected({ from: FROM, to: TO, times: { effective: TO } })).data,
      charges: await chargesOf(of),
      unmatched: await unmatchedFees(reader, { merchant: 'm1', from: FROM, to: TO }),
      listed: listed
        .map(({ revision: _r, position: _p, updatedAt: _u, ...row }) => row)
        .sort((a, b) => (a.stream < b.stream ? -1 : 1)),
    };
  }

  it.each([1, 50, 10_000])('are the same in batches of %i, and break no invariant', async (batchSize) => {
    const other = await readDatabase();
    await up(other, history, batchSize);
    expect(await servedDigest(other.pool, transactions)).toBe(await servedDigest(database.pool, transactions));
    expect(await servedViolations(other.pool, transactions)).toEqual([]);
    await other.drop();
  });

  it('say the same in whatever order the facts came', async () => {
    const other = await readDatabase();
    await up(other, await recorded(seed, { isShuffled: true }), 30);
    expect(await everything(other)).toEqual(await everything(database));
    await other.drop();
  });

  it('add up over live rooms, terminals, operators and destinations to the unified report, to the fen', async () => {
    const query = new DailyReportQuery(database.reader);
    const unified = (await query.ask({ from: FROM, to: TO, by: ENTRY_AXES })).data;
    const fine = (await query.ask({ from: FROM, to: TO, by: REPORT_AXES })).data;
    expect(fine.length).toBeGreaterThan(unified.length);
    const headingOf = (row: ReportRow): string => ENTRY_AXES.map((axis) => row[axis]).join(' ');
    const summed = [...Map.groupBy(fine, headingOf)].map(([heading, rows]) => [heading, sumsOf(rows)]);
    expect(new Map(summed as [string, object][])).toEqual(new Map(unified.map((row) => [headingOf(row), sumsOf([row])])));
    for (const per of ['week', 'month'] as const) {
      const asked = { from: FROM, to: TO, per };
      const of = async (by: readonly ReportAxis[]): Promise<unknown> => sumsOf((await query.ask({ ...asked, by })).data);
      expect(await of(['businessDate', 'terminal'])).toEqual(await of(['businessDate']));
    }
  });

  it('attribute what was sold, and what was paid out of it, to where it was sold', async () => {
    const { data } = await new DailyReportQuery(database.reader).ask({
      from: FROM,
      to: TO,
      by: ['liveRoom', 'terminal', 'operator', 'destination'],
    });
    const byTerminal = Map.groupBy(data, ({ terminal }) => terminal);
    expect([...byTerminal.keys()].sort()).toEqual(['-', ...[0, 1, 2].map((n) => `898100012340001/POS0000${String(n)}`)]);
    for (const [terminal, rows] of byTerminal) {
      if (terminal !== '-') expect(rows.some(({ settledGross }) => settledGross > 0)).toBe(true);
    }
    const live = await listAll(database);
    const roomOf = new Map(live.map(({ stream, liveRoom }) => [stream, liveRoom ?? '-']));
    const lines = history.events.flatMap((event) =>
      entriesOf(event).flatMap(({ kind, lines: booked }) =>
        booked.flatMap(({ account, side, amount }) =>
          kind === 'sale' && /^assets:(receivable|clearing):/.test(account)
            ? [{ room: roomOf.get(event.stream) ?? '-', amount: side === 'debit' ? amount : 0 - amount }]
            : [],
        ),
      ),
    );
    const soldIn = (room: string): number => lines.reduce((sum, line) => sum + (line.room === room ? line.amount : 0), 0);
    for (const [room, rows] of Map.groupBy(data, ({ liveRoom }) => liveRoom ?? ''))
      expect([room, rows.reduce((sum, { gross }) => sum + gross, 0)]).toEqual([room, soldIn(room)]);
    const destinations = new Set(data.map(({ destination }) => destination));
    expect([...destinations].sort()).toEqual(['-', 'bank:ccb-0300', 'bank:icbc-0200', 'douyin:11']);
  });

  it('tell fees by kind that make up the fees', async () => {
    const asked = { from: FROM, to: TO, by: ['businessDate', 'channel', 'liveRoom'] as const };
    const kinds = (await new FeesQuery(database.reader).fees(asked)).data;
    const report = (await new DailyReportQuery(database.reader).ask(asked)).data;
    const of = (row: { businessDate: string | null; channel: string | null; liveRoom: string | null }): string =>
      `${String(row.businessDate)} ${String(row.channel)} ${String(row.liveRoom)}`;
    const summed = [...Map.groupBy(kinds, of)].map(([key, rows]) => [key, rows.reduce((sum, { amount }) => sum + amount, 0)]);
    const fees = report.flatMap((row) => (row.fees === 0 ? [] : [[of(row), row.fees]]));
    expect(new Map(summed.filter(([, amount]) => amount !== 0) as [string, number][])).toEqual(
      new Map(fees as [string, number][]),
    );
    const told = kinds.map(({ kind }) => kind);
    expect(told).toEqual(expect.arrayContaining(['platform-service', 'commission', 'channel']));
  });

  it('lead from the list price over discounts to what the unified report has sold', async () => {
    const by = ['businessDate', 'channel'] as const;
    const { data } = await new DiscountsQuery(database.reader).discounts({ from: FROM, to: TO, by });
    for (const row of data) {
      const discounted = row.listPrice - row.discountShop - row.discountPlatform - row.discountTalent;
      expect(discounted + row.otherChanges + row.undetailedGross).toBe(row.gross);
    }
    const report = (await new DailyReportQuery(database.reader).ask({ from: FROM, to: TO, by })).data;
    const sold = report.flatMap(({ businessDate, channel, gross }) =>
      channel === 'douyin' && gross !== 0 ? [[businessDate, gross]] : [],
    );
    expect(data.flatMap(({ businessDate, gross }) => (gross === 0 ? [] : [[businessDate, gross]]))).toEqual(sold);
    const paid = (await listAll(database, { kind: 'order' })).filter(({ taken }) => taken > 0);
    const borne = (of: (row: TransactionDetails) => number | null): number =>
      paid.filter(({ listPrice }) => listPrice !== null).reduce((sum, row) => sum + (of(row) ?? 0), 0);
    const told = data.reduce((sum, { discountShop }) => sum + discountShop, 0);
    expect(told).toBeGreaterThan(0);
    expect(told).toBe(borne(({ discountShop }) => discountShop));
    expect(data.reduce((sum, { listPrice }) => sum + listPrice, 0)).toBe(borne(({ listPrice }) => listPrice));
    expect(data.reduce((sum, { orderCount }) => sum + orderCount, 0)).toBe(paid.length);
  });

  it.each(['2026-09-21', '2026-09-25', '2026-10-20', '2026-12-31'] as BusinessDate[])(
    'age what is outstanding at the end of %s as the report has it',
    async (asOf) => {
      const { data } = await new AgeingQuery(database.reader).ageing({ times: { effective: asOf }, by: ['channel'] });
      for (const row of data) {
        const buckets = [row.days0To1, row.days2To3, row.days4To7, row.days8To15, row.days16To30, row.daysOver30];
        expect(buckets.reduce((sum, amount) => sum + amount, row.unallocated)).toBe(row.outstanding);
        expect(Math.min(...buckets)).toBeGreaterThanOrEqual(0);
      }
      const report = (await new DailyReportQuery(database.reader).ask({ from: FROM, to: asOf, by: ['merchant'] })).data;
      const ended = report.reduce((sum, { outstandingAtEnd }) => sum + outstandingAtEnd, 0);
      expect(data.reduce((sum, { outstanding }) => sum + outstanding, 0)).toBe(ended);
    },
  );

  it('age each transaction by the day of its sale', async () => {
    const { data } = await new AgeingQuery(database.reader).ageing({
      times: { effective: '2026-09-23' as BusinessDate },
      by: ['terminal'],
      store: 's0',
    });
    // Payment 0 (200.00, POS00000) was not paid out; it was sold on the 21st.
    const row = data.find(({ terminal }) => terminal === '898100012340001/POS00000');
    expect(row?.days2To3).toBeGreaterThanOrEqual(20_000);
    expect(row?.daysOver30).toBe(0);
  });

  it('are listed by whatever they can be found by', async () => {
    const all = await listAll(database);
    const filters: [Partial<TransactionsAsked>, (row: TransactionDetails) => boolean][] = [
      [{ kind: 'voucher' }, ({ kind }) => kind === 'voucher'],
      [{ side: 'offline' }, ({ side }) => side === 'offline'],
      [{ channel: 'douyin', account: '22' }, ({ channel, account }) => channel === 'douyin' && account === '22'],
      [{ store: 's1' }, ({ store }) => store === 's1'],
      [{ terminal: '898100012340001/POS00001' }, ({ terminal }) => terminal === '898100012340001/POS00001'],
      [{ operator: '01' }, ({ operator }) => operator === '01'],
      [{ liveRoom: '7300000000000000001' }, ({ liveRoom }) => liveRoom === '7300000000000000001'],
      [{ destination: 'bank:icbc-0200' }, ({ destination }) => destination === 'bank:icbc-0200'],
      [{ method: 'card', status: 'captured' }, ({ method, status }) => method === 'card' && status === 'captured'],
      [{ amountFrom: 7_500, amountTo: 20_000 }, ({ amount }) => amount >= 7_500 && amount <= 20_000],
      [
        { from: '2026-09-22T00:00:00.000Z' as Instant, before: '2026-09-25T00:00:00.000Z' as Instant },
        ({ at }) => at !== null && at >= '2026-09-22T00:00:00.000Z' && at < '2026-09-25T00:00:00.000Z',
      ],
      [{ exception: 'any' }, ({ exceptions }) => exceptions.length > 0],
      [{ merchant: 'm2' }, () => false],
    ];
    for (const [asked, holds] of filters) {
      const wanted = all.filter(holds).map(({ stream }) => stream);
      if (asked.merchant === undefined) expect([asked, wanted.length > 0]).toEqual([asked, true]);
      expect([asked, (await listAll(database, asked)).map(({ stream }) => stream)]).toEqual([asked, wanted]);
    }
    const paged: string[] = [];
    const queries = new TransactionQueries(database.reader);
    for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
      const page = await queries.list({ limit: 9, cursor });
      paged.push(...page.data.map(({ stream }) => stream));
      cursor = page.next;
    }
    expect(paged).toEqual(all.map(({ stream }) => stream));
  });

  it.each([
    ['pay_898100012340001.3', 'payment.pay_898100012340001.3'],
    ['000001000301', 'payment.pay_898100012340001.1'], // RRN of a refund
    ['POS00001.1.000101.20260921', 'payment.pay_898100012340001.1'],
    ['6900000000000000004', 'order-douyin.6900000000000000004'],
    ['set4', 'order-douyin.6900000000000000004'], // a settle row's number
  ])('are found by %s', async (id, stream) => {
    expect((await listAll(database, { id })).map((row) => row.stream)).toEqual([stream]);
  });

  it('have the fees that statements charge for them, refunds included, each row once', async () => {
    const told = new Map((await chargesOf(database)).map(({ id, ...charge }) => [id, charge]));
    expect(told.get('pay_898100012340001.0')).toMatchObject({ amount: 20_000, refunded: 0, charged: 120 });
    expect(told.get('pay_898100012340001.1')).toMatchObject({ amount: 7_500, refunded: 3_500, charged: 31 });
    expect(told.get('pay_898100012340001.2')).toMatchObject({ charged: null });
    const unmatched = await unmatchedFees(database.reader, { merchant: 'm1', from: FROM, to: TO });
    expect(unmatched).toEqual([
      { channel: 'unionpay', method: 'unknown', billDate: '2026-09-21', rowCount: 1, amount: 1_500, charged: 9 },
    ]);
  });

  it('were collected by the days of the channel, and are paid out under their destination', async () => {
    const asked = { from: FROM, to: TO, times: { effective: TO } };
    const { data } = await new CollectedQuery(database.reader).collected(asked);
    const report = (await new DailyReportQuery(database.reader).ask({ ...asked, by: ['merchant'] })).data;
    const sum = (of: (row: (typeof data)[number]) => number): number => data.reduce((total, row) => total + of(row), 0);
    const total = (of: (row: ReportRow) => number): number => report.reduce((whole, row) => whole + of(row), 0);
    expect(sum(({ collected }) => collected)).toBe(total(({ gross }) => gross));
    expect(sum(({ settledGross }) => settledGross)).toBe(total(({ settledGross }) => settledGross));
    const untied = data.filter(({ isTied }) => !isTied);
    expect(untied.every(({ collected }) => collected === 0)).toBe(true);
    expect(untied.some(({ settledGross }) => settledGross > 0)).toBe(true);
    expect(data.filter(({ destination }) => destination === 'bank:icbc-0200').map(({ collectedOn }) => collectedOn)).toEqual(
      expect.arrayContaining(['2026-09-21']),
    );
  });
});

const SUMS = [
  'gross',
  'subsidies',
  'refunds',
  'settledGross',
  'adjustments',
  'outstanding',
  'fees',
  'settledNet',
  'saleCount',
  'refundCount',
  'settlementCount',
  'net',
] as const;

const sumsOf = (rows: readonly ReportRow[]): object =>
  Object.fromEntries(SUMS.map((column) => [column, rows.reduce((sum, row) => sum + row[column], 0)]));
