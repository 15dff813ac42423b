import type { BusinessDate } from '#kernel';
import type { Reader } from '#projections';
import { bringUp, readDatabase, type ReadDatabase } from '#projections/testing';
import {
  AGEING_AXES,
  AgeingQuery,
  CollectedQuery,
  DailyReportQuery,
  DiscountsQuery,
  FeesQuery,
  REPORT_AXES,
  transactions,
  type ReportAxis,
} from '#reports';
import { CODEC, recorded, type Recorded } from './transactions-history.js';

const FROM = '2020-01-01' as BusinessDate;
const DAYS = ['2026-09-22', '2026-10-20', '2030-01-01'] as BusinessDate[];
const BY: readonly (readonly ReportAxis[])[] = [
  REPORT_AXES,
  ['liveRoom'],
  ['terminal', 'operator'],
  ['destination', 'businessDate'],
];

/** Every report by axes of transactions, as known at a point of time. */
async function reports(reader: Reader, to: BusinessDate, times: { readonly known?: string }): Promise<Record<string, unknown>> {
  const ofDay = { effective: to, ...times };
  const each = async (ask: (by: readonly ReportAxis[]) => Promise<{ data: unknown }>): Promise<unknown[]> =>
    Promise.all(BY.map(async (by) => (await ask(by)).data));
  const span = { from: FROM, to, times };
  return {
    report: await each((by) => new DailyReportQuery(reader).ask({ ...span, by })),
    discounts: await each((by) => new DiscountsQuery(reader).discounts({ ...span, by })),
    fees: await each((by) => new FeesQuery(reader).fees({ ...span, by })),
    ageing: (await new AgeingQuery(reader).ageing({ times: ofDay, by: AGEING_AXES })).data,
    collected: (await new CollectedQuery(reader).collected({ from: FROM, to, times: ofDay })).data,
  };
}

describe.each([3, 4])('reports of transactions of history %i', (seed) => {
  let database: ReadDatabase;
  let history: Recorded;

  beforeAll(async () => {
    database = await readDatabase();
    history = await recorded(seed, { isShuffled: true });
    await bringUp({ pool: database.pool, log: history.log, codec: CODEC }, transactions, { batchSize: 25 });
  });
  afterAll(() => database.drop());

  it('are, as known at any position, what a read model says that was stopped there', async () => {
    const stopped = await readDatabase();
    const { log, events } = history;
    let before: unknown;
    for (const tenth of [1, 3, 5, 7, 8, 9, 10]) {
      const known = events[Math.floor((events.length * tenth) / 10) - 1]?.position ?? '';
      await bringUp({ pool: stopped.pool, log, codec: CODEC }, transactions, { batchSize: 25, until: known });
      for (const day of DAYS) {
        const then = await reports(stopped.reader, day, {});
        expect(await reports(database.reader, day, { known })).toEqual(then);
        expect(then).not.toEqual(before);
        before = then;
      }
    }
    await stopped.drop();
  });

  it('know nothing of what was recorded after the position, and all of it now', async () => {
    const last = history.events.at(-1)?.position ?? '';
    for (const day of DAYS)
      expect(await reports(database.reader, day, { known: last })).toEqual(await reports(database.reader, day, {}));
    const nothing = await reports(database.reader, FROM, { known: '' });
    expect(nothing).toMatchObject({ ageing: [], collected: [], fees: BY.map(() => []) });
  });
});
