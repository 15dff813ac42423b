import { CommandHandling, EventCodec, MemoryEventLog, deterministicId, type StoredEvent } from '#event-log';
import { businessDateOf, plusMs, type Entry, type Fact, type Instant } from '#kernel';
import { ProjectionRunner, soleOwner, type Dispatch } from '#projections';
import { readDatabase, type ReadDatabase } from '#projections/testing';
import { PaymentQueries, paymentDetails } from '../read/payment-details.js';
import { PAYMENT_EVENTS, paymentFeature } from '../payments.feature.js';
import { OPENED_AT, tale } from '../testing.js';
import type { ExpireAuthorization } from '../domain/payment.messages.js';
import { expireOverdue } from './expire-overdue.js';

const CODEC = EventCodec.of(PAYMENT_EVENTS);
const DAY_MS = 86_400_000;
const AFTER_31_DAYS = plusMs(OPENED_AT, 31 * DAY_MS);

describe('holds that are over', () => {
  let database: ReadDatabase;
  let log: MemoryEventLog;
  let handling: CommandHandling;
  let runner: ProjectionRunner;

  beforeEach(async () => {
    database = await readDatabase();
    log = new MemoryEventLog();
    handling = new CommandHandling(log, CODEC);
    runner = new ProjectionRunner({ ...database, log, codec: CODEC, projections: [paymentDetails], ownership: soleOwner });
    runner.start();
  });
  afterEach(async () => {
    await runner.stop();
    await database.drop();
  });

  const told = async (paymentId: string, words: string): Promise<void> => {
    for (const [index, fact] of tale(words).entries()) {
      const commandId = deterministicId(paymentId, String(index));
      const command = { type: 'RecordPaymentFact', fact: { ...fact, paymentId } } as const;
      await handling.handle(paymentFeature, command, { commandId, correlationId: commandId, actor: 'test' });
    }
  };
  const caughtUp = async (): Promise<void> => database.positions.waitFor('payments', await log.head());
  const dispatch: Dispatch<ExpireAuthorization> = (command, context) => handling.handle(paymentFeature, command, context);
  const expire = (now: Instant): Promise<number> =>
    expireOverdue(now, {
      queries: new PaymentQueries(database.reader),
      dispatch,
      businessDate: (_, at) => Promise.resolve(businessDateOf(at, '23:00')),
      pageSize: 2,
    });
  const expired = async (now: Instant): Promise<number> => {
    await caughtUp();
    return expire(now);
  };
  const statusOf = async (paymentId: string): Promise<string | undefined> => {
    await caughtUp();
    return (await new PaymentQueries(database.reader).byId(paymentId)).data?.status;
  };

  it('end by the calendar, page by page, and once', async () => {
    for (const id of ['p1', 'p2', 'p3', 'p4', 'p5']) await told(id, 'authorize 200.00');
    expect(await expired(AFTER_31_DAYS)).toBe(5);
    expect(await statusOf('p3')).toBe('expired');
    expect(await expired(AFTER_31_DAYS)).toBe(0);
    const { data } = (await handling.history('payment.p3')).at(-1) as StoredEvent<{ entries: Entry[]; fact: Fact }>;
    expect(new Set([data.fact.booking, ...data.entries].map(({ businessDate }) => businessDate))).toEqual(
      new Set([businessDateOf(data.fact.occurredAt, '23:00')]),
    );
  });

  it('are only those whose time is over and on which something is still held', async () => {
    await told('running', 'authorize 200.00');
    await told('captured', 'authorize 200.00; capture 200.00');
    await told('voided', 'authorize 200.00; void authorization');
    expect(await expired(plusMs(OPENED_AT, 29 * DAY_MS))).toBe(0);
    expect(await expired(AFTER_31_DAYS)).toBe(1);
    expect(await statusOf('running')).toBe('expired');
    expect(await statusOf('captured')).toBe('captured');
    expect(await statusOf('voided')).toBe('voided');
  });

  it('stay as the payment knows them where the read model is behind', async () => {
    await told('p1', 'authorize 200.00');
    await caughtUp();
    await runner.stop();
    await told('p1', 'authorize 200.00; void authorization');
    expect(await expire(AFTER_31_DAYS)).toBe(0);
    expect((await handling.history('payment.p1')).map(({ type }) => type)).toEqual([
      'PaymentAuthorized',
      'AuthorizationVoided',
    ]);
  });
});
