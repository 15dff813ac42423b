import { instant, plusMs, type Instant } from '#kernel';
import type { PullCursor, PullStore } from './pull-store.js';

const T0 = '2026-09-21T00:00:00.000Z' as Instant;
const SHOP = '4463798';
const LIVE = { shopId: SHOP, job: 'live', kind: 'orders', begins: T0, ends: null } as const;
const BOUNDED = { shopId: SHOP, job: 'bkf_1', kind: 'orders', begins: T0, ends: plusMs(T0, 60_000) } as const;

/** What every store of places must do. */
export function pullStoreContract(name: string, open: () => Promise<PullStore>): void {
  describe(`places of pulling in ${name}`, () => {
    let store: PullStore;
    beforeEach(async () => {
      store = await open();
    });

    const placed = async (cursor: Parameters<PullStore['place']>[0][number] = LIVE): Promise<PullCursor> => {
      await store.place([cursor]);
      const found = (await store.cursors(SHOP)).find(({ job }) => job === cursor.job);
      if (!found) throw new Error('not placed');
      return found;
    };
    const step = (ms: number) => ({ to: plusMs(T0, ms), items: 3, at: plusMs(T0, 1), nextTryAt: plusMs(T0, 5_000) });

    it('begins where it is placed, and keeps its place when it is placed again', async () => {
      const cursor = await placed();
      expect(cursor).toEqual({
        ...LIVE,
        doneTo: T0,
        items: 0,
        nextTryAt: instant(0),
        lastSuccessAt: null,
        failures: 0,
        failure: null,
        leftOutTo: null,
      });
      expect(await store.advance(cursor, step(10_000))).toBe(true);
      expect(await placed()).toMatchObject({ doneTo: plusMs(T0, 10_000), items: 3, lastSuccessAt: plusMs(T0, 1) });
      expect(await placed({ ...LIVE, begins: plusMs(T0, 7) })).toMatchObject({ doneTo: plusMs(T0, 7) });
    });

    it('moves for one of two who come from the same place', async () => {
      const cursor = await placed();
      expect(await store.advance(cursor, { ...step(10_000), leftOutTo: plusMs(T0, 9) })).toBe(true);
      expect(await store.advance(cursor, step(20_000))).toBe(false);
      expect(await store.cursors(SHOP)).toMatchObject([{ doneTo: plusMs(T0, 10_000), leftOutTo: plusMs(T0, 9) }]);
    });

    it('is due when its time has come and something is left of it', async () => {
      const cursor = await placed(BOUNDED);
      expect(await store.due(T0)).toEqual([cursor]);
      await store.advance(cursor, step(30_000));
      expect(await store.due(T0)).toEqual([]);
      expect(await store.due(plusMs(T0, 5_000))).toHaveLength(1);
      await store.rest(cursor, plusMs(T0, 8_000));
      expect(await store.due(plusMs(T0, 5_000))).toEqual([]);
      const [half] = await store.cursors(SHOP);
      if (half) await store.advance(half, step(60_000));
      expect(await store.due(plusMs(T0, 99_000))).toEqual([]);
      expect(await store.all()).toHaveLength(1);
    });

    it('stays where it is after a failure, until the next success', async () => {
      const cursor = await placed();
      const failure = { code: 'OUTAGE', says: 'away', at: plusMs(T0, 1) };
      await store.failed(cursor, failure, plusMs(T0, 4_000));
      await store.failed(cursor, failure, plusMs(T0, 8_000));
      const [failed] = await store.cursors(SHOP);
      expect(failed).toMatchObject({ doneTo: T0, failures: 2, failure, nextTryAt: plusMs(T0, 8_000) });
      if (failed) await store.advance(failed, step(1_000));
      expect(await store.cursors(SHOP)).toMatchObject([{ failures: 0, failure: null }]);
    });

    it('counts a gap once, however often it is found', async () => {
      const gap = { shopId: SHOP, orderId: '69', kind: 'order', fact: 'DouyinOrderCreated', foundAt: T0 } as const;
      await store.addGap(gap);
      await store.addGap({ ...gap, foundAt: plusMs(T0, 1) });
      await store.addGap({ ...gap, shopId: '2', kind: 'step' });
      expect(await store.gaps(SHOP)).toEqual(new Map([['order', 1]]));
      expect([...(await store.gaps())].sort()).toEqual([
        ['order', 1],
        ['step', 1],
      ]);
    });

    it('keeps back-fills, the newest first', async () => {
      const backfill = { id: 'bkf_1', shopId: SHOP, merchantId: 'm1', from: T0, to: plusMs(T0, 9), askedAt: T0 } as const;
      const later = { ...backfill, id: 'bkf_2', askedAt: plusMs(T0, 1) } as const;
      for (const each of [backfill, backfill, later]) await store.addBackfill(each);
      expect(await store.backfills(SHOP)).toEqual([later, backfill]);
      expect(await store.backfills('2')).toEqual([]);
    });
  });
}
