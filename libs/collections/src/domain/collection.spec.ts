import fc from 'fast-check';
import { assertBalanced, isRejection, money, plusMs } from '#kernel';
import { after, balanceLines, bookText, shanghai, yuan } from '#kernel/testing';
import { AT, EXPIRES, ORDER_ID, OTHER_POS, POS, UNPAID, orderMoved, paymentMoved, requestPayment } from '../testing.js';
import { collectionDecider } from './collection.js';
import type { CollectionCommand, ConfirmRequest, ReportOutcome } from './collection.messages.js';

const of = (requestId: string) => ({ orderId: ORDER_ID, requestId, now: AT });
const confirm = (requestId: string, said: Partial<ConfirmRequest> = {}): ConfirmRequest => ({
  type: 'ConfirmRequest',
  ...of(requestId),
  by: POS,
  ...said,
});
const report = (requestId: string, outcome: ReportOutcome['outcome'], said: Partial<ReportOutcome> = {}): ReportOutcome => ({
  type: 'ReportOutcome',
  ...of(requestId),
  by: POS,
  outcome,
  businessDate: '2026-09-21' as ReportOutcome['businessDate'],
  ...said,
});
const cancel = (requestId: string) => ({ type: 'CancelRequest', ...of(requestId), reason: 'buyer left' }) as const;
const expire = (requestId: string, now = EXPIRES) => ({ type: 'ExpireRequest', ...of(requestId), now }) as const;
const captured = (requestId: string, paymentId = 'p1') => paymentMoved({ requestId, paymentId, status: 'captured' });
const paidInside = orderMoved({ ...UNPAID, revision: 2, status: 'paid', paid: yuan('129.90') });

const played = (...commands: CollectionCommand[]) => after(collectionDecider, commands);
const standing = (...commands: CollectionCommand[]) => {
  const { state } = played(...commands);
  if (!state.standing) throw new Error('nothing was requested');
  return state.standing;
};
const status = (...commands: CollectionCommand[]) => standing(...commands).requests.at(-1)?.status;
function refusal(command: CollectionCommand, ...before: CollectionCommand[]): string | undefined {
  const decision = collectionDecider.decide(command, played(...before).state);
  return isRejection(decision) ? decision.code : undefined;
}
const book = (...commands: CollectionCommand[]): string[] => balanceLines(entriesOf(played(...commands)));

describe('handing an order to a terminal', () => {
  it('takes it through request, confirmation and approval', () => {
    const asked = requestPayment('r1');
    expect(status(asked)).toBe('requested');
    expect(status(asked, confirm('r1'))).toBe('confirmed');
    expect(standing(asked, confirm('r1'), report('r1', 'approved')).exceptions).toEqual(['PAYMENT_NOT_SEEN']);
    expect(standing(asked, confirm('r1'), report('r1', 'approved'), captured('r1'))).toMatchObject({
      collected: 12_990,
      refundsProposed: [],
      exceptions: [],
      requests: [{ status: 'approved', collected: 12_990, paymentIds: ['p1'] }],
    });
  });

  it('is quiet on a retry with another clock; another request under its id is refused', () => {
    const again = requestPayment('r1', { at: plusMs(AT, 5) });
    expect(played(requestPayment('r1'), again).events).toHaveLength(2);
    expect(refusal(requestPayment('r1', { amount: money(1) }), requestPayment('r1'))).toBe('REQUEST_ID_REUSED');
  });

  it.each([
    ['while one waits', 'REQUEST_OPEN', []],
    ['while one is confirmed', 'REQUEST_OPEN', [confirm('r1')]],
    ['while an outcome is unknown', 'REQUEST_OPEN', [confirm('r1'), report('r1', 'unknown')]],
    ['when the terminal says approved', 'REQUEST_OPEN', [report('r1', 'approved')]],
    ['when it was collected', 'ORDER_COLLECTED', [captured('r1')]],
    ['after a decline', undefined, [confirm('r1'), report('r1', 'declined')]],
    ['after a cancellation', undefined, [cancel('r1')]],
    ['after its time', undefined, [expire('r1')]],
    ['after a reversal', undefined, [paymentMoved({ requestId: 'r1', paymentId: 'p1', status: 'reversed' })]],
  ] as const)('a second time %s: %s', (_, code, before) => {
    expect(refusal(requestPayment('r2'), requestPayment('r1'), ...before)).toBe(code);
  });

  it.each([
    ['ORDER_PAID_INSIDE', { ...UNPAID, status: 'paid', paid: yuan('129.90') }],
    ['ORDER_CLOSED', { ...UNPAID, status: 'cancelled' }],
    ['REQUEST_AMOUNT_ABOVE_DUE', { ...UNPAID, status: 'paid', cashOnDelivery: true, paid: yuan('129.89') }],
  ])('is refused with %s', (code, order) => {
    expect(refusal(requestPayment('r1', { order }))).toBe(code);
  });

  it('needs an amount', () => {
    expect(refusal(requestPayment('r1', { amount: money(0) }))).toBe('REQUEST_AMOUNT_NOT_POSITIVE');
  });
});

describe('a terminal', () => {
  const asked = requestPayment('r1');

  it('takes on no request of another terminal, nor an unknown one', () => {
    expect(refusal(confirm('r1', { by: OTHER_POS }), asked)).toBe('REQUEST_OF_OTHER_TERMINAL');
    expect(refusal(report('r1', 'approved', { by: OTHER_POS }), asked)).toBe('REQUEST_OF_OTHER_TERMINAL');
    expect(refusal(confirm('r9'), asked)).toBe('REQUEST_NOT_FOUND');
  });

  it('takes on nothing that expired, whether the calendar has told it or not, or was cancelled, or is over', () => {
    expect(refusal(confirm('r1', { now: EXPIRES }), asked)).toBe('REQUEST_EXPIRED');
    expect(refusal(confirm('r1', { now: EXPIRES }), asked, expire('r1'))).toBe('REQUEST_EXPIRED');
    expect(refusal(confirm('r1'), asked, cancel('r1'))).toBe('REQUEST_CANCELLED');
    expect(refusal(confirm('r1'), asked, report('r1', 'declined'))).toBe('REQUEST_ENDED');
    expect(played(asked, confirm('r1'), confirm('r1')).events).toHaveLength(3);
  });

  it('that has confirmed and says nothing leaves the outcome unknown, never declined', () => {
    const due = plusMs(AT, 300_000);
    expect(refusal(expire('r1', plusMs(due, -1)), asked, confirm('r1'))).toBe('REQUEST_NOT_DUE');
    expect(standing(asked, confirm('r1'), expire('r1', due))).toMatchObject({
      requests: [{ status: 'unknown' }],
      exceptions: ['COLLECTION_OUTCOME_UNKNOWN'],
    });
    expect(status(asked, confirm('r1'), expire('r1', due), captured('r1'))).toBe('approved');
    expect(
      status(asked, confirm('r1'), expire('r1', due), paymentMoved({ requestId: 'r1', paymentId: 'p1', status: 'reversed' })),
    ).toBe('reversed');
  });

  it('may say unknown first and know later; approved and declined at once is shown by the transaction', () => {
    expect(status(asked, report('r1', 'unknown'), report('r1', 'declined'))).toBe('declined');
    expect(status(asked, report('r1', 'declined'), captured('r1'))).toBe('approved');
  });
});

describe('ending a request', () => {
  const asked = requestPayment('r1');
  it('is ours until the terminal has taken it on', () => {
    expect(status(asked, cancel('r1'))).toBe('cancelled');
    expect(played(asked, cancel('r1'), cancel('r1')).events).toHaveLength(3);
    expect(refusal(cancel('r1'), asked, confirm('r1'))).toBe('REQUEST_CONFIRMED');
    expect(refusal(cancel('r1'), asked, expire('r1'))).toBe('REQUEST_ENDED');
  });
  it('by the calendar comes at its end, once', () => {
    expect(refusal(expire('r1', shanghai('2026-09-21 10:14')), asked)).toBe('REQUEST_NOT_DUE');
    const { events } = played(asked, expire('r1', shanghai('2026-09-22 10:00')), expire('r1'));
    expect(events).toHaveLength(3);
    expect(events.at(-1)?.data.fact.occurredAt).toBe(EXPIRES);
  });
});

describe('money that crosses', () => {
  const surplus = ['equity:suspense:m1:collected-surplus 129.90 Cr', 'revenue:offline:m1:s1 129.90'];

  it('taken at the counter and inside Douyin is owed back', () => {
    for (const facts of [
      [captured('r1'), paidInside],
      [paidInside, captured('r1')],
    ]) {
      expect(standing(requestPayment('r1'), ...facts)).toMatchObject({
        refundsProposed: [{ paymentId: 'p1', amount: 12_990, reason: 'PAID_INSIDE_AND_COLLECTED' }],
        exceptions: ['PAID_INSIDE_AND_COLLECTED'],
      });
      expect(book(requestPayment('r1'), ...facts)).toEqual(surplus);
    }
  });

  it('is settled once it is given back, here or there', () => {
    const refunded = paymentMoved({
      requestId: 'r1',
      paymentId: 'p1',
      status: 'refunded',
      revision: 1,
      captured: yuan('129.90'),
      refunded: yuan('129.90'),
    });
    const refundedInside = orderMoved({
      ...UNPAID,
      revision: 3,
      status: 'refunded',
      paid: yuan('129.90'),
      refunded: yuan('129.90'),
    });
    for (const end of [refunded, refundedInside]) {
      expect(standing(requestPayment('r1'), captured('r1'), paidInside, end)).toMatchObject({
        refundsProposed: [],
        exceptions: [],
      });
      expect(book(requestPayment('r1'), captured('r1'), paidInside, end)).toEqual([]);
    }
  });

  it('taken twice at the counter: the first payment stays, the other is owed back', () => {
    const late = paymentMoved({
      requestId: 'r1',
      paymentId: 'p0',
      status: 'captured',
      openedAt: shanghai('2026-09-21 10:20'),
    });
    const all = [requestPayment('r1'), expire('r1'), requestPayment('r2'), captured('r2', 'p2'), late];
    expect(standing(...all)).toMatchObject({
      collected: 25_980,
      refundsProposed: [{ paymentId: 'p0', amount: 12_990, reason: 'COLLECTED_TWICE' }],
      exceptions: ['COLLECTED_LATE', 'COLLECTED_TWICE'],
    });
    expect(book(...all)).toEqual(surplus);
  });

  it('taken for a cancelled order is owed back', () => {
    const cancelled = orderMoved({ ...UNPAID, revision: 2, status: 'cancelled' });
    expect(standing(requestPayment('r1'), captured('r1'), cancelled).exceptions).toEqual(['CANCELLED_AND_COLLECTED']);
  });

  it('taken for an order with cash on delivery settles that receivable', () => {
    const order = { ...UNPAID, status: 'paid', cashOnDelivery: true, paid: yuan('129.90') };
    expect(book(requestPayment('r1', { order }), captured('r1'))).toEqual([
      'assets:receivable:cod:4463798 129.90 Cr',
      'revenue:offline:m1:s1 129.90',
    ]);
  });

  it('of another amount or from another terminal is flagged', () => {
    const odd = paymentMoved({ requestId: 'r1', paymentId: 'p1', status: 'captured', captured: yuan('100.00'), ...OTHER_POS });
    expect(standing(requestPayment('r1'), odd).exceptions).toEqual(['COLLECTED_ELSEWHERE', 'COLLECTED_OTHER_AMOUNT']);
  });

  it('for an order that was never handed over is the payment’s own affair', () => {
    expect(played(captured('r1'), paidInside).events).toEqual([]);
  });
});

const amounts = fc.constantFrom(0, 6000, 12_990).map(money);
const told = fc.oneof(
  fc
    .record({
      requestId: fc.constantFrom('r1', 'r2'),
      paymentId: fc.constantFrom('p1', 'p2'),
      revision: fc.integer({ min: 0, max: 3 }),
      status: fc.constantFrom('captured', 'refunded', 'partly_refunded', 'unknown', 'declined', 'reversed'),
      captured: amounts,
      refunded: amounts,
    })
    .map(({ requestId, ...rest }) => paymentMoved({ requestId: rest.paymentId === 'p1' ? 'r1' : requestId, ...rest })),
  fc
    .record({
      revision: fc.integer({ min: 2, max: 5 }),
      status: fc.constantFrom('created', 'paid', 'cancelled', 'refunded'),
      cashOnDelivery: fc.boolean(),
      paid: amounts,
      refunded: amounts,
    })
    .map((order) => orderMoved({ ...UNPAID, ...order })),
);
/** One content per key: what a revision says is said once. */
const histories = fc
  .uniqueArray(told, { selector: ({ fact }) => fact.key, maxLength: 8 })
  .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })));

const entriesOf = ({ events }: ReturnType<typeof played>) => events.flatMap(({ data }) => data.entries);

describe('whatever payments and the order tell, in whatever order', () => {
  it('amounts to the same standing and book; surplus is what is proposed to be given back', () => {
    fc.assert(
      fc.property(histories, ([list, mixed]) => {
        const one = played(requestPayment('r1'), ...list);
        const other = played(requestPayment('r1'), ...mixed);
        expect(other.state.standing).toEqual(one.state.standing);
        expect(bookText(entriesOf(other))).toBe(bookText(entriesOf(one)));
        for (const { data } of one.events) assertBalanced(data.entries);
        const proposed = one.state.standing?.refundsProposed.reduce((total, { amount }) => total + amount, 0) ?? 0;
        const [line = 'x 0.00 Cr'] = balanceLines(entriesOf(one)).filter((text) => text.includes('collected-surplus'));
        expect(line.endsWith(`${(proposed / 100).toFixed(2)} Cr`)).toBe(true);
      }),
    );
  });
});
