import { EventStoreDouble } from '#event-log/testing';
import { eventually } from '../e2e/support/eventually.js';
import { runLedger, type RunningLedger } from '../e2e/support/running-ledger.js';
import { openShop, paymentIdOf, tell, transaction } from '../e2e/support/shop.js';

describe('a ledger on EventStoreDB', () => {
  let double: EventStoreDouble;
  let ledger: RunningLedger;
  beforeAll(async () => {
    double = await EventStoreDouble.start();
    ledger = await runLedger({ EVENTSTORE_URL: double.url });
    await openShop(ledger.admin);
    await eventually(async () => expect((await ledger.admin.get('/v1/orders')).status).toBe(200));
  });
  afterAll(async () => {
    await ledger.end();
    double.goDown();
  });

  it('is not ready while the log is away, refuses without losing anything, and comes back by itself', async () => {
    const sale = transaction({});
    double.goDown();
    const ready = await ledger.nobody.get('/health/ready');
    expect([ready.status, ready.body]).toMatchObject([503, { checks: { database: 'ok' } }]);
    expect((ready.body as { checks: { log: string } }).checks.log).not.toBe('ok');
    expect((await ledger.nobody.get('/health/live')).status).toBe(200);
    const away = await tell(ledger.nobody, sale);
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '1']);
    expect(away.text).not.toMatch(/127\.0\.0\.1|ECONN|esdb|grpc/i);
    expect((await ledger.admin.get('/v1/orders')).status).toBe(200);
    await double.comeUp();
    await eventually(async () => expect((await ledger.nobody.get('/health/ready')).status).toBe(200));
    const told = await tell(ledger.nobody, sale);
    const { position } = told.body as { position: string };
    expect(position).toMatch(/^\d{38}$/);
    const id = paymentIdOf(sale);
    expect(await ledger.admin.data(`/v1/payments/${id}?minPosition=${position}`)).toMatchObject({ status: 'captured' });
    expect((await tell(ledger.nobody, sale)).body).toMatchObject({ status: 'duplicate' });
    expect(await ledger.admin.data(`/v1/payments/${id}/events`)).toHaveLength(1);
  });

  it('takes a position of another log for a bad request', async () => {
    const { status, body } = await ledger.admin.get('/v1/events?after=0000000000000001');
    expect([status, body]).toMatchObject([400, { code: 'REQUEST_INVALID' }]);
  });

  it('passes over what the store writes for itself, and its read models catch up', async () => {
    double.faults.links = true;
    await Promise.all(Array.from({ length: 20 }, () => tell(ledger.nobody, transaction({}))));
    await eventually(async () => {
      const projections = await ledger.admin.data<{ lag: number; error: unknown }[]>('/v1/projections');
      expect(projections.map(({ lag, error }) => [lag, error])).toEqual(projections.map(() => [0, null]));
    });
    expect(await ledger.admin.data('/v1/trial-balance')).toMatchObject({ isZero: true });
  });
});
