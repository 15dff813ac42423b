import { instant, plusMs, type BusinessDate, type Instant } from '#kernel';
import type { FetchStore, Schedule, WantedBill } from './fetch-store.js';

const T0 = '2026-09-21T02:00:00.000Z' as Instant;
const day = (number: number): BusinessDate => `2026-09-${String(number).padStart(2, '0')}` as BusinessDate;
const SCHEDULE: Schedule = { bill: 'wechat-trades', account: '1900000109', merchantId: 'm1', state: 'on', from: day(18) };
const LATER = { state: 'due', code: 'OUTAGE', ticket: 'DL1', nextTryAt: plusMs(T0, 5_000) } as const;
const FOUND = { state: 'fetched', statement: 'ab', rows: 3 } as const;
const MONTH = { merchantId: 'm1', from: day(1), to: day(30) };

/** What every store of days must do. */
export function fetchStoreContract(name: string, open: () => Promise<FetchStore>): void {
  describe(`days of bills in ${name}`, () => {
    let store: FetchStore;
    beforeEach(async () => {
      store = await open();
      await store.schedule(SCHEDULE);
    });

    const first = async (): Promise<WantedBill> => {
      const [bill] = await store.due(T0, 10);
      if (!bill) throw new Error('nothing is due');
      return bill;
    };

    it('are wanted from the first to the last, once', async () => {
      await store.want(SCHEDULE, day(19));
      await store.tried(await first(), FOUND, T0);
      await store.want(SCHEDULE, day(20));
      await store.want(SCHEDULE, day(17));
      const bills = await store.bills(MONTH);
      expect(bills.map(({ day: on, state }) => [on, state])).toEqual([
        [day(20), 'due'],
        [day(19), 'due'],
        [day(18), 'fetched'],
      ]);
      expect(bills[2]).toEqual({
        bill: 'wechat-trades',
        account: '1900000109',
        merchantId: 'm1',
        day: day(18),
        state: 'fetched',
        tries: 1,
        nextTryAt: instant(0),
        triedAt: T0,
        ticket: null,
        code: null,
        statement: 'ab',
        rows: 3,
        doneAt: T0,
      });
      expect(await store.bills({ ...MONTH, merchantId: 'm2' })).toEqual([]);
      expect(await store.bills({ ...MONTH, from: day(19), to: day(19) })).toHaveLength(1);
    });

    it('are due when their time has come, while their schedule is on', async () => {
      await store.want(SCHEDULE, day(19));
      expect((await store.due(T0, 10)).map(({ day: on }) => on)).toEqual([day(18), day(19)]);
      expect(await store.due(T0, 1)).toHaveLength(1);
      await store.tried(await first(), LATER, T0);
      expect((await store.due(T0, 10)).map(({ day: on }) => on)).toEqual([day(19)]);
      const again = await store.due(plusMs(T0, 5_000), 10);
      expect(again[1]).toMatchObject({ day: day(18), tries: 1, code: 'OUTAGE', ticket: 'DL1', triedAt: T0 });
      await store.schedule({ ...SCHEDULE, state: 'off' });
      expect(await store.due(plusMs(T0, 5_000), 10)).toEqual([]);
      expect(await store.schedules()).toEqual([{ ...SCHEDULE, state: 'off' }]);
    });

    it('move for one of two who tried the same', async () => {
      await store.want(SCHEDULE, day(18));
      const bill = await first();
      expect(await store.tried(bill, LATER, T0)).toBe(true);
      expect(await store.tried(bill, FOUND, T0)).toBe(false);
      expect(await store.bills(MONTH)).toMatchObject([{ state: 'due', tries: 1 }]);
    });

    it('are asked for again, and for the first time before the first', async () => {
      await store.want(SCHEDULE, day(18));
      await store.tried(await first(), { state: 'empty' }, T0);
      expect(await store.bills(MONTH)).toMatchObject([{ state: 'empty', rows: 0, statement: null, doneAt: T0 }]);
      expect(await store.ask(SCHEDULE, day(18))).toMatchObject({ state: 'due', tries: 0, doneAt: T0 });
      expect(await store.ask(SCHEDULE, day(2))).toMatchObject({ day: day(2), state: 'due', tries: 0 });
      expect(await store.due(T0, 10)).toHaveLength(2);
    });

    it('are to be noted when they were tried in vain, and to be cleared when they are there', async () => {
      await store.want(SCHEDULE, day(19));
      expect(await store.toNote(SCHEDULE, day(20))).toEqual([]);
      for (const bill of await store.due(T0, 10)) await store.tried(bill, LATER, T0);
      expect(await store.toNote(SCHEDULE, day(18))).toMatchObject([{ day: day(18) }]);
      expect(await store.toNote({ ...SCHEDULE, bill: 'wechat-funds' }, day(20))).toEqual([]);
      const [noted] = await store.toNote(SCHEDULE, day(18));
      if (noted) await store.noted(noted, true);
      expect(await store.toNote(SCHEDULE, day(18))).toEqual([]);
      expect(await store.toClear()).toEqual([]);
      const again = await store.due(plusMs(T0, 5_000), 10);
      for (const bill of again) await store.tried(bill, FOUND, T0);
      expect(await store.toClear()).toMatchObject([{ day: day(18), state: 'fetched' }]);
      if (noted) await store.noted(noted, false);
      expect(await store.toClear()).toEqual([]);
      await store.ask(SCHEDULE, day(18));
      const [asked] = await store.due(T0, 10);
      if (asked) await store.tried(asked, LATER, T0);
      expect(await store.toNote(SCHEDULE, day(18))).toEqual([]);
    });

    it('that are noted are cleared when their schedule is off', async () => {
      await store.want(SCHEDULE, day(18));
      await store.noted({ ...SCHEDULE, day: day(18) }, true);
      expect(await store.toClear()).toEqual([]);
      await store.schedule({ ...SCHEDULE, state: 'off' });
      expect(await store.toClear()).toMatchObject([{ day: day(18) }]);
    });
  });
}
