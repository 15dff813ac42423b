import type { Caller } from './support/caller.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { naming, openShop, paymentIdOf, tell, transaction } from './support/shop.js';

interface Payment {
  readonly status: string;
  readonly refunded: number;
  readonly position: string;
  readonly exceptions: readonly string[];
}
interface Exception {
  readonly exceptionId: string;
  readonly code: string;
  readonly state: string;
}

describe('orders, payments and the worklist at a point of time', () => {
  let ledger: RunningLedger;
  let auditor: Caller;
  const sale = transaction({ amount: 5_000, occurred_at: '2026-09-21T10:00:00+08:00' });
  const refund = transaction({
    kind: 'refund',
    amount: 7_000,
    original: naming(sale, '2026-09-21'),
    occurred_at: '2026-09-23T10:00:00+08:00',
  });
  const path = `/v1/payments/${paymentIdOf(sale)}`;
  const positions = { sold: '', refunded: '', resolved: '' };

  beforeAll(async () => {
    ledger = await runLedger();
    auditor = await ledger.as('auditor');
    await openShop(ledger.admin);
    const positionAfter = async (told: Readonly<Record<string, unknown>>): Promise<string> =>
      ((await tell(ledger.nobody, told)).body as { position: string }).position;
    positions.sold = await positionAfter(sale);
    positions.refunded = await positionAfter(refund);
    const [found] = await above('');
    const ops = await ledger.as('ops');
    const done = await ops.post(`/v1/exceptions/${found?.exceptionId ?? ''}/resolve`, { reason: 'paid back by the buyer' });
    positions.resolved = (done.body as { position: string }).position;
  });
  afterAll(() => ledger.end());

  const above = (query: string, who = ledger.admin): Promise<Exception[]> =>
    who.data(`/v1/exceptions?code=REFUND_ABOVE_CAPTURED&minPosition=${positions.refunded}${query}`);

  it('a payment is answered as it was known, and as of the days that count', async () => {
    const at = (query: string): Promise<Payment> => auditor.data(`${path}?${query}`);
    expect(await at(`known=${positions.sold}`)).toMatchObject({ status: 'captured', refunded: 0, position: positions.sold });
    expect(await at(`known=${positions.refunded}`)).toMatchObject({ refunded: 7_000, exceptions: ['REFUND_ABOVE_CAPTURED'] });
    expect(await at('effective=2026-09-22')).toMatchObject({ status: 'captured', refunded: 0, exceptions: [] });
    expect(await at(`effective=2026-09-23&known=${positions.sold}`)).toMatchObject({ refunded: 0 });
    expect(await at('effective=2026-09-23')).toMatchObject({ refunded: 7_000 });
    expect((await auditor.get(`${path}?effective=2026-09-20`)).status).toBe(404);
    expect((await auditor.get(`${path}?known=2026-01-01`)).status).toBe(404);
  });

  it('lists hold what was there then', async () => {
    const captured = (query: string): Promise<Payment[]> => auditor.data(`/v1/payments?status=captured&${query}`);
    expect(await captured(`known=${positions.sold}`)).toHaveLength(1);
    expect(await captured(`known=${positions.refunded}`)).toHaveLength(0);
    expect(await captured('effective=2026-09-22')).toHaveLength(1);
    for (const list of ['orders', 'settlements', 'disputes', 'vouchers', 'batches'])
      expect([list, await auditor.data(`/v1/${list}?known=${positions.sold}`)]).toEqual([list, []]);
  });

  it('the worklist shows what stood open then, and who had done what', async () => {
    expect(await above(`&known=${positions.sold}`, auditor)).toEqual([]);
    expect(await above(`&known=${positions.refunded}`, auditor)).toMatchObject([{ state: 'open' }]);
    expect(await above(`&known=${positions.resolved}`, auditor)).toEqual([]);
    const [closed] = await above(`&state=resolved&known=${positions.resolved}`, auditor);
    expect(closed).toMatchObject({ code: 'REFUND_ABOVE_CAPTURED', state: 'resolved' });
    const then = await auditor.data<Exception>(`/v1/exceptions/${closed?.exceptionId ?? ''}?known=${positions.refunded}`);
    expect(then.state).toBe('open');
    const summary = (query: string) => auditor.data<{ code: string; open: number }[]>(`/v1/exceptions/summary?${query}`);
    expect(await summary(`known=${positions.refunded}`)).toContainEqual(
      expect.objectContaining({ code: 'REFUND_ABOVE_CAPTURED', open: 1 }),
    );
    expect(await summary(`known=${positions.resolved}`)).not.toContainEqual(
      expect.objectContaining({ code: 'REFUND_ABOVE_CAPTURED' }),
    );
  });

  it('is for those who may look back, and answers nothing of what is yet to come', async () => {
    const reader = await ledger.as('reader');
    const lists = ['payments', 'orders', 'settlements', 'disputes', 'vouchers', 'batches', 'exceptions', 'exceptions/summary'];
    for (const each of [path, ...lists.map((list) => `/v1/${list}`)]) {
      for (const query of [`known=${positions.sold}`, ...(each === '/v1/batches' ? [] : ['effective=2026-09-22'])])
        expect([each, (await reader.get(`${each}?${query}`)).status]).toEqual([each, 403]);
      expect([each, (await auditor.get(`${each}?known=0000009999999999`)).status]).toEqual([each, 503]);
      expect([each, (await auditor.get(`${each}?known=yesterday`)).status]).toEqual([each, 400]);
    }
    for (const list of ['payments', 'settlements', 'disputes', 'vouchers'])
      expect((await auditor.get(`/v1/${list}?known=${positions.sold}&updatedAfter=${positions.sold}`)).status).toBe(400);
  });
});
