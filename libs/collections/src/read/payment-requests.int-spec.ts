import { CommandHandling, EventCodec, MemoryEventLog, deterministicId } from '#event-log';
import { ProjectionRunner, soleOwner } from '#projections';
import { readDatabase, servedDigest, type ReadDatabase } from '#projections/testing';
import { COLLECTION_EVENTS, collectionFeature } from '../collections.feature.js';
import type { CollectionCommand } from '../domain/collection.messages.js';
import { AT, ORDER_ID, OTHER_POS, requestPayment } from '../testing.js';
import { PaymentRequestQueries, paymentRequestDetails } from './payment-requests.js';

const CODEC = EventCodec.of(COLLECTION_EVENTS);
const FIRST = `req_${ORDER_ID}_000000000001`;
const SECOND = `req_${ORDER_ID}_000000000002`;

describe('payment requests of an order that was handed over twice', () => {
  const log = new MemoryEventLog();
  const handling = new CommandHandling(log, CODEC);
  let followed: ReadDatabase;
  let runner: ProjectionRunner;

  const tell = async (command: CollectionCommand): Promise<void> => {
    const commandId = deterministicId(JSON.stringify(command));
    const outcome = await handling.handle(collectionFeature, command, { commandId, correlationId: commandId, actor: 'test' });
    expect(outcome).toMatchObject({ ok: true });
  };
  const follow = async (database: ReadDatabase): Promise<ProjectionRunner> => {
    const made = new ProjectionRunner({
      ...database,
      log,
      codec: CODEC,
      projections: [paymentRequestDetails],
      ownership: soleOwner,
    });
    made.start();
    await database.positions.waitFor('payment_requests', await log.head());
    return made;
  };

  /** Each hand-over reaches the read model in a batch of its own. */
  beforeAll(async () => {
    followed = await readDatabase();
    await tell(requestPayment(FIRST));
    await tell({ type: 'CancelRequest', orderId: ORDER_ID, requestId: FIRST, now: AT, reason: '换一台' });
    runner = await follow(followed);
    await tell(requestPayment(SECOND, { by: OTHER_POS }));
    await followed.positions.waitFor('payment_requests', await log.head());
  });
  afterAll(async () => {
    await runner.stop();
    await followed.drop();
  });

  it('read the same whether the log is followed or read anew', async () => {
    const anew = await readDatabase();
    await (await follow(anew)).stop();
    expect(await servedDigest(anew.pool, paymentRequestDetails)).toBe(await servedDigest(followed.pool, paymentRequestDetails));
    await anew.drop();
  });

  it('are listed page by page, none left out', async () => {
    const queries = new PaymentRequestQueries(followed.reader);
    const { data: newest, next } = await queries.list({ orderId: ORDER_ID, limit: 1 });
    const { data: oldest, next: end } = await queries.list({ orderId: ORDER_ID, limit: 1, cursor: next });
    expect([...newest, ...oldest].map(({ requestId, status }) => [requestId, status])).toEqual([
      [SECOND, 'requested'],
      [FIRST, 'cancelled'],
    ]);
    expect(end).toBeUndefined();
  });
});
