import { BalanceQueries, JournalQueries, MomentQueries, TrialBalanceQuery, balances, type Balance } from '#ledger';
import { localDate, plusDays, type BusinessDate, type Instant } from '#kernel';
import { OrderQueries, orderDetails, type OrderStanding } from '#orders';
import { PaymentQueries, paymentDetails, type PaymentStanding } from '#payments';
import { rebuild, type Projection } from '#projections';
import { bringUp, readDatabase, servedDigest, servedViolations, type ReadDatabase } from '#projections/testing';
import { DailyReportQuery, ENTRY_AXES, dailyReport } from '#reports';
import { SettlementQueries, settlements, type SettlementStanding } from '#settlements';
import { PROJECTIONS as ALL } from '../../apps/projector/src/features.js';
import { CODEC, bookedIn, randomHistory, type Booked, type History } from './random-history.js';

const FIRST_DAY = '2020-01-01' as BusinessDate;
const ALL_ROWS = 500;
const LAST_DAY = '2030-01-01' as BusinessDate;
const sum = (booked: readonly Booked[]): number => booked.reduce((total, { amount }) => total + amount, 0);

const standing = (lines: readonly Booked[]): Omit<Balance, 'account' | 'currency'> => ({
  debit: sum(lines.filter(({ amount }) => amount > 0)),
  credit: 0 - sum(lines.filter(({ amount }) => amount < 0)),
  balance: sum(lines),
  movedAt: lines.at(-1)?.event.position ?? null,
});

/** The last standing of every stream whose events have one of these types. */
function lastStandings<Standing>(history: History, { handles }: Projection): Standing[] {
  const standings = new Map<string, Standing>();
  for (const { stream, type, data } of history.events) {
    if (handles !== 'all' && handles.includes(type)) standings.set(stream, (data as { standing: Standing }).standing);
  }
  return [...standings.values()];
}

describe.each([1, 2, 3])('read models of random history %i', (seed) => {
  let database: ReadDatabase;
  let history: History;
  let booked: Booked[];
  let position: string;

  beforeAll(async () => {
    database = await readDatabase();
    history = await randomHistory(seed, { things: 250 });
    expect(history.events.length).toBeGreaterThan(700);
    booked = bookedIn(history.events);
    position = await history.log.head();
    // In steps of uneven size, as they would come.
    for (const projection of ALL) {
      for (const [step, until] of [3, 100, 101, 400].entries()) {
        const event = history.events[until];
        if (event) await up(database, projection, { batchSize: [1, 7, 50, 500][step] ?? 1, until: event.position });
      }
      await up(database, projection, { batchSize: 90 });
    }
  });
  afterAll(() => database.drop());

  const up = ({ pool }: ReadDatabase, projection: Projection, options: Parameters<typeof bringUp>[2]): Promise<void> =>
    bringUp({ pool, log: history.log, codec: CODEC }, projection, options);

  it('are the same from scratch, in one batch or one by one', async () => {
    const other = await readDatabase();
    for (const projection of ALL) {
      await up(other, projection, { batchSize: 10_000 });
      expect(await servedDigest(other.pool, projection)).toBe(await servedDigest(database.pool, projection));
      expect(await servedViolations(database.pool, projection)).toEqual([]);
    }
    await other.drop();
  });

  it('are the same rebuilt', async () => {
    for (const projection of ALL) {
      const result = await rebuild({ pool: database.pool, log: history.log, codec: CODEC }, projection);
      expect(result.digest).toBe(result.replacedDigest);
    }
  });

  it('have the balances that the book has, and zero in all', async () => {
    const { data } = await new BalanceQueries(database.reader).many({ limit: ALL_ROWS, minPosition: position });
    const accounts = Map.groupBy(booked, ({ account }) => account);
    const expected = [...accounts].map(([account, lines]) => ({ account, currency: 'CNY', ...standing(lines) }));
    expect(data).toEqual(expected.sort((a, b) => (a.account < b.account ? -1 : 1)));
    const trial = await new TrialBalanceQuery(database.reader).ask();
    expect(trial).toMatchObject({ position, data: { isZero: true, totals: [{ currency: 'CNY', difference: 0 }] } });
  });

  it('roll balances up to any path', async () => {
    const queries = new BalanceQueries(database.reader);
    const under = (path: string): number =>
      sum(booked.filter(({ account }) => account === path || account.startsWith(`${path}:`)));
    const top = await queries.many({ limit: ALL_ROWS, depth: 1 });
    expect(top.data.map(({ account, balance }) => [account, balance])).toEqual(
      top.data.map(({ account }) => [account, under(account)]),
    );
    const { data } = await queries.many({ limit: ALL_ROWS, prefix: 'assets:clearing', depth: 2 });
    expect(data).toMatchObject([{ account: 'assets:clearing', balance: under('assets:clearing') }]);
    expect((await queries.many({ limit: ALL_ROWS, prefix: 'assets:clear' })).data).toEqual([]);
  });

  it('give balances page by page, by account or rolled up', async () => {
    const queries = new BalanceQueries(database.reader);
    for (const asked of [{}, { depth: 2 }, { prefix: 'assets' }]) {
      const all = await queries.many({ limit: ALL_ROWS, ...asked });
      expect(all.next).toBeUndefined();
      const paged: unknown[] = [];
      for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
        const page: Awaited<ReturnType<typeof queries.many>> = await queries.many({ limit: 3, cursor, ...asked });
        expect(page.data.length).toBeLessThanOrEqual(3);
        paged.push(...page.data);
        cursor = page.next;
      }
      expect(paged).toEqual(all.data);
    }
    await expect(queries.many({ limit: 3, cursor: 'bm9uZQ' })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });

  it('know every balance at every point of time', async () => {
    const queries = new BalanceQueries(database.reader);
    const accounts = [...new Set(booked.map(({ account }) => account))];
    const days = [...new Set(booked.map(({ entry }) => entry.businessDate))].sort();
    for (const [index, event] of history.events.entries()) {
      if (index % 23 !== 0) continue;
      const account = accounts[index % accounts.length] ?? '';
      const effective = index % 2 === 0 ? undefined : days[index % days.length];
      const counts = booked.filter(
        (line) =>
          line.account === account &&
          line.event.position <= event.position &&
          (effective === undefined || line.entry.businessDate <= effective),
      );
      const { data } = await queries.one({ account, times: { effective, known: event.position } });
      expect(data).toEqual({ account, currency: 'CNY', ...standing(counts) });
      const now = booked.filter((line) => line.account === account && line.entry.businessDate <= (effective ?? LAST_DAY));
      expect((await queries.one({ account, times: { effective } })).data).toMatchObject(standing(now));
    }
    const never = await queries.one({ account: accounts[0] ?? '', times: { known: '' } });
    expect(never.data).toMatchObject({ balance: 0, movedAt: null });
    expect((await queries.one({ account: 'assets:bank:none' })).data).toBeUndefined();
  });

  it('know which position a moment stands for', async () => {
    const moments = new MomentQueries(database.reader);
    for (const { recordedAt } of history.events.filter((_, index) => index % 97 === 0)) {
      const last = history.events.findLast((event) => event.recordedAt <= recordedAt);
      expect((await moments.positionAt(recordedAt)).data).toBe(last?.position);
    }
    expect((await moments.positionAt('2000-01-01T00:00:00.000Z' as Instant)).data).toBe('');
    expect((await moments.positionAt('2100-01-01T00:00:00.000Z' as Instant)).data).toBe(position);
  });

  it('page through the lines of an account, each with its running balance', async () => {
    const queries = new JournalQueries(database.reader);
    const [account, lines] = [...Map.groupBy(booked, (line) => line.account)].sort(
      ([, a], [, b]) => b.length - a.length,
    )[0] ?? ['', []];
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await queries.lines({ account, limit: 7, cursor });
      expect(page.data.length).toBeLessThanOrEqual(7);
      seen.push(
        ...page.data.map((line) => [line.position, line.stream, line.amount, line.balance, line.kind, line.businessDate]),
      );
      cursor = page.next;
    } while (cursor !== undefined);
    let balance = 0;
    const expected = lines.map(({ event, entry, amount }) => {
      balance += amount;
      return [event.position, event.stream, amount, balance, entry.kind, entry.businessDate];
    });
    expect(seen).toEqual(expected.reverse());
  });

  it('balanced at every position that was', async () => {
    const query = new TrialBalanceQuery(database.reader);
    for (const event of history.events.filter((_, index) => index % 97 === 0)) {
      expect((await query.ask({ times: { known: event.position } })).data.isZero).toBe(true);
      const effective = plusDays(localDate(event.recordedAt), -3);
      expect((await query.ask({ times: { effective, known: event.position } })).data.isZero).toBe(true);
    }
  });

  it('report what the book says: the columns make up what is outstanding, and that is what receivables and clearing stand at', async () => {
    const { data } = await new DailyReportQuery(database.reader).ask({ from: FIRST_DAY, to: LAST_DAY, by: ENTRY_AXES });
    for (const row of data) {
      expect(row.gross + row.subsidies - row.refunds - row.settledGross + row.adjustments).toBe(row.outstanding);
    }
    const waiting = booked.filter(({ account }) => /^assets:(receivable|clearing):/.test(account));
    expect(data.reduce((total, { outstanding }) => total + outstanding, 0)).toBe(sum(waiting));
    const fees = booked.filter(({ account }) => account.startsWith('expenses:fees:'));
    expect(data.reduce((total, row) => total + row.fees, 0)).toBe(sum(fees));
    const sales = booked.filter(
      ({ entry, account }) => entry.kind === 'sale' && /^assets:(receivable|clearing):/.test(account),
    );
    expect(data.reduce((total, { gross }) => total + gross, 0)).toBe(sum(sales));
    const streams = Map.groupBy(sales, ({ event, entry }) =>
      [
        event.stream,
        entry.businessDate,
        entry.of.merchant,
        entry.of.store,
        entry.of.side,
        entry.of.channel,
        entry.of.method,
      ].join(' '),
    );
    const sold = [...streams.values()].filter((lines) => sum(lines) !== 0);
    expect(data.reduce((total, { saleCount }) => total + saleCount, 0)).toBe(sold.length);
  });

  it('say the same in whatever order the facts came', async () => {
    const other = await readDatabase();
    const shuffled = await randomHistory(seed, { things: 250, isShuffled: true });
    const context = { pool: other.pool, log: shuffled.log, codec: CODEC };
    for (const projection of [balances, dailyReport]) await bringUp(context, projection, { batchSize: 300 });
    const report = async ({ reader }: ReadDatabase): Promise<unknown[]> =>
      (await new DailyReportQuery(reader).ask({ from: FIRST_DAY, to: LAST_DAY, by: ENTRY_AXES })).data;
    const balancesOf = async ({ reader }: ReadDatabase): Promise<unknown[]> =>
      (await new BalanceQueries(reader).many({ limit: ALL_ROWS })).data.flatMap(({ account, balance }) =>
        balance === 0 ? [] : [[account, balance]],
      );
    expect(await report(other)).toEqual(await report(database));
    expect(await balancesOf(other)).toEqual(await balancesOf(database));
    await other.drop();
  });

  it('report spans of days with what was outstanding at their end', async () => {
    const query = new DailyReportQuery(database.reader);
    const days = [...new Set(booked.map(({ entry }) => entry.businessDate))].sort();
    const from = days[2] ?? FIRST_DAY;
    const to = days.at(-2) ?? LAST_DAY;
    const waiting = booked.filter(({ account }) => /^assets:(receivable|clearing):/.test(account));
    const { data } = await query.ask({ from, to, by: ['side'] });
    for (const { side, outstanding, outstandingAtEnd, businessDate } of data) {
      const ofSide = waiting.filter(({ entry }) => entry.of.side === side && entry.businessDate <= to);
      expect(businessDate).toBeNull();
      expect(outstandingAtEnd).toBe(sum(ofSide));
      expect(outstanding).toBe(sum(ofSide.filter(({ entry }) => entry.businessDate >= from)));
    }
    const daily = await query.ask({ from, to, by: ['businessDate'] });
    expect(daily.data.every(({ businessDate }) => businessDate !== null && businessDate >= from && businessDate <= to)).toBe(
      true,
    );
    expect(daily.data.at(-1)?.outstandingAtEnd).toBe(data.reduce((total, row) => total + row.outstandingAtEnd, 0));
  });

  it('show each order, payment and settlement as its last event left it', async () => {
    const orders = lastStandings<OrderStanding>(history, orderDetails);
    const payments = lastStandings<PaymentStanding>(history, paymentDetails);
    for (const standing of orders)
      expect((await new OrderQueries(database.reader).byId(standing.orderId)).data).toMatchObject(standing);
    for (const standing of payments) {
      expect((await new PaymentQueries(database.reader).byId(standing.paymentId)).data).toMatchObject(standing);
    }
    const rows = await new SettlementQueries(database.reader).list({ limit: 1000 });
    const byReference = (standings: readonly Pick<SettlementStanding, 'reference' | 'net'>[]): string[] =>
      standings.map(({ reference, net }) => `${reference} ${String(net)}`).sort();
    expect(byReference(rows.data)).toEqual(byReference(lastStandings<SettlementStanding>(history, settlements)));
  });

  it('list orders by what they are, newest first, page by page', async () => {
    const queries = new OrderQueries(database.reader);
    const standings = lastStandings<OrderStanding>(history, orderDetails);
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await queries.list({ limit: 9, cursor });
      listed.push(...page.data.map(({ orderId }) => orderId));
      cursor = page.next;
    } while (cursor !== undefined);
    const opened = [...new Set(history.events.filter(({ stream }) => stream.startsWith('order-')).map(({ stream }) => stream))];
    expect(listed).toEqual(opened.reverse().map((stream) => stream.slice('order-douyin.'.length)));
    const paid = await queries.list({ limit: 1000, status: 'paid', shopId: '11' });
    expect(paid.data.length).toBe(standings.filter(({ status, shopId }) => status === 'paid' && shopId === '11').length);
    const excepted = await queries.list({ limit: 1000, exception: 'any' });
    expect(excepted.data.length).toBe(standings.filter(({ exceptions }) => exceptions.length > 0).length);
    const one = await queries.list({ limit: 1000, exception: 'REFUND_ABOVE_PAID' });
    expect(one.data.length).toBe(standings.filter(({ exceptions }) => exceptions.includes('REFUND_ABOVE_PAID')).length);
  });

  it('feed what changed after a position, in the order in which it changed', async () => {
    const queries = new PaymentQueries(database.reader);
    const after = history.events[200]?.position ?? '';
    const changed = new Map<string, string>();
    for (const event of history.events) {
      if (event.position > after && event.stream.startsWith('payment.')) changed.set(event.stream, event.position);
    }
    const fed: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await queries.list({ limit: 5, updatedAfter: after, cursor });
      fed.push(...page.data.map((row) => row.position));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(fed).toEqual([...changed.values()].sort());
  });
});
