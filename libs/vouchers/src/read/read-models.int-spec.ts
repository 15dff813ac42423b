import fc from 'fast-check';
import { CommandHandling, EventCodec, MemoryEventLog, deterministicId, type StoredEvent } from '#event-log';
import { yuan } from '#kernel/testing';
import type { Page } from '#projections';
import { bringUp, readDatabase, type ReadDatabase } from '#projections/testing';
import type { VoucherStanding } from '../domain/voucher.messages.js';
import { lifeMovement, someVoucherFacts } from '../testing.js';
import { LIFE_MOVEMENT_EVENTS, VOUCHER_EVENTS, lifeMovementFeature, voucherFeature } from '../vouchers.feature.js';
import { LifeMovementQueries, lifeMovements } from './life-movements.js';
import { VoucherQueries, voucherDetails, type VoucherDetails } from './voucher-details.js';
import { VouchersAsOf } from './vouchers-as-of.js';

const CODEC = EventCodec.of(VOUCHER_EVENTS, LIFE_MOVEMENT_EVENTS);
const ORDERS = 60;
const ALL_ROWS = 500;

describe('read models of local life', () => {
  const log = new MemoryEventLog();
  const standings = new Map<string, VoucherStanding>();
  const events: StoredEvent[] = [];
  let database: ReadDatabase;

  beforeAll(async () => {
    database = await readDatabase();
    const handling = new CommandHandling(log, CODEC);
    const lives = fc.sample(someVoucherFacts, { seed: 11, numRuns: ORDERS });
    const context = (...parts: string[]) => {
      const commandId = deterministicId('test', ...parts);
      return { commandId, correlationId: commandId, actor: 'test' };
    };
    const turns = lives.flatMap((facts, order) => facts.map((fact, index) => ({ fact, order, index })));
    for (const { fact, order, index } of turns.sort((a, b) => a.index - b.index)) {
      const orderId = `1000000000000000${String(order).padStart(3, '0')}`;
      const command = { type: 'RecordVoucherFact', fact: { ...fact, orderId } } as const;
      await handling.handle(voucherFeature, command, context(orderId, String(index)));
    }
    for (const purpose of ['withdrawal', 'unknown'] as const) {
      const fact = lifeMovement({ key: purpose, movementNo: purpose, direction: 'out', amount: yuan('1.00'), purpose });
      await handling.handle(lifeMovementFeature, { type: 'RecordLifeMovement', fact }, context(purpose));
    }
    for await (const batch of log.readAll('')) events.push(...batch.events.map((event) => CODEC.decode(event)));
    for (const { stream, data } of events.filter(({ type }) => type in VOUCHER_EVENTS))
      standings.set(stream, (data as { standing: VoucherStanding }).standing);
    const reading = { pool: database.pool, log, codec: CODEC };
    for (const projection of [voucherDetails, lifeMovements]) await bringUp(reading, projection, { batchSize: 7 });
  });
  afterAll(() => database.drop());

  it('show each order as its last event left it', async () => {
    const queries = new VoucherQueries(database.reader);
    expect(standings.size).toBe(ORDERS);
    for (const standing of standings.values()) expect((await queries.byId(standing.orderId)).data).toMatchObject(standing);
    expect((await queries.byId('none')).data).toBeUndefined();
  });

  it('list orders by what they are', async () => {
    const queries = new VoucherQueries(database.reader);
    const all = [...standings.values()];
    const wanted: [Parameters<VoucherQueries['list']>[0], (standing: VoucherStanding) => boolean][] = [
      [{ limit: ALL_ROWS }, () => true],
      [{ limit: ALL_ROWS, status: 'verified' }, ({ status }) => status === 'verified'],
      [{ limit: ALL_ROWS, store: 's2' }, ({ store }) => store === 's2'],
      [{ limit: ALL_ROWS, certificateId: 'c2' }, ({ certificateIds }) => certificateIds.includes('c2')],
      [{ limit: ALL_ROWS, exception: 'any' }, ({ exceptions }) => exceptions.length > 0],
      [{ limit: ALL_ROWS, exception: 'REFUND_ABOVE_PAID' }, ({ exceptions }) => exceptions.includes('REFUND_ABOVE_PAID')],
    ];
    for (const [asked, isMeant] of wanted) {
      const listed = (await queries.list(asked)).data.map(({ orderId }) => orderId).sort();
      const meant = all.filter(isMeant).map(({ orderId }) => orderId);
      expect(meant.length).toBeGreaterThan(0);
      expect(listed).toEqual(meant.sort());
    }
  });

  it('are, as known at any position, what they were when the read model stood there', async () => {
    const history = (stream: string) => log.readStream(stream).then((all) => all.map((event) => CODEC.decode(event)));
    const past = new VouchersAsOf(database.reader, { head: () => log.head(), history });
    const pages = async (page: (cursor?: string) => Promise<Page<VoucherDetails>>): Promise<VoucherDetails[]> => {
      const rows: VoucherDetails[] = [];
      for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
        const { data, next } = await page(cursor);
        rows.push(...data);
        cursor = next;
      }
      return rows;
    };
    const stopped = await readDatabase();
    for (const share of [0.2, 0.5, 0.9]) {
      const known = events[Math.floor(events.length * share)]?.position ?? '';
      await bringUp({ pool: stopped.pool, log, codec: CODEC }, voucherDetails, { batchSize: 9, until: known });
      const stood = new VoucherQueries(stopped.reader);
      for (const asked of [{}, { status: 'paid' }, { store: 's2' }, { certificateId: 'c2' }, { exception: 'any' }]) {
        const then = await pages((cursor) => stood.list({ limit: ALL_ROWS, ...asked, cursor }));
        expect([asked, await pages((cursor) => past.list({ limit: 7, ...asked, known, cursor }))]).toEqual([asked, then]);
        for (const one of then.slice(0, 3))
          expect(await past.byId(one.orderId, { known })).toEqual({ position: known, data: one });
      }
    }
    await stopped.drop();
  });

  it('list movements, the newest first', async () => {
    const queries = new LifeMovementQueries(database.reader);
    expect((await queries.list({ limit: ALL_ROWS })).data).toMatchObject([
      { movementNo: 'unknown', amount: -100, exceptions: ['MOVEMENT_UNEXPLAINED'], bankAccount: null },
      { movementNo: 'withdrawal', amount: -100, exceptions: [], store: 's1', businessDate: '2026-09-21' },
    ]);
    expect((await queries.list({ limit: ALL_ROWS, exception: 'any' })).data).toHaveLength(1);
    expect((await queries.list({ limit: ALL_ROWS, purpose: 'withdrawal', clientKey: 'ck-example' })).data).toHaveLength(1);
  });
});
