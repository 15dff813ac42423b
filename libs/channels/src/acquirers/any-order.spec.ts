import fc from 'fast-check';
import type { Entry } from '#kernel';
import { bookText } from '#kernel/testing';
import { CASHIER_NOTICE, ChannelsUnderTest, NOW, PAID_NOTICES, REFUND_NOTICES, signedNotice } from '../testing.js';
import type { Acquirer } from './adapter.js';
import { receiveAcquirerNotice } from './receive-notice.js';

type Notice = Readonly<Record<string, unknown>>;

const NOW_S = Date.parse(NOW) / 1000;
const REFUND_2 = {
  shouqianba: { ...REFUND_NOTICES.shouqianba, order_status: 'REFUNDED', refund_request_no: 'R2', refund_amount: '11990' },
  lakala: { ...REFUND_NOTICES.lakala, trade_no: '2026092166210000000007', refund_amount: '11990' },
  allinpay: { ...REFUND_NOTICES.allinpay, trxid: '112094120001088407', trxamt: '11990' },
} as const;
const FAILED_REFUND = {
  shouqianba: { ...REFUND_NOTICES.shouqianba, order_status: 'REFUND_ERROR', refund_request_no: 'R3' },
  lakala: { ...REFUND_NOTICES.lakala, trade_no: '2026092166210000000008', trade_state: 'FAIL' },
  allinpay: { ...REFUND_NOTICES.allinpay, trxid: '112094120001088408', trxstatus: '3045' },
} as const;

/** What becomes of a payment, as final notices tell it, and with them what is in progress, what fails and what contradicts. */
const lifeOf = (acquirer: Acquirer): Notice[] => {
  const paid = PAID_NOTICES[acquirer];
  const amount = acquirer === 'allinpay' ? 'trxamt' : 'total_amount';
  const status = { shouqianba: 'order_status', lakala: 'trade_state', allinpay: 'trxstatus' }[acquirer];
  return [
    { ...paid, [status]: { shouqianba: 'CREATED', lakala: 'DEAL', allinpay: '2000' }[acquirer] },
    paid,
    { ...paid, more: 'the same once more' },
    { ...paid, [amount]: '12991' },
    { ...paid, ...REFUND_NOTICES[acquirer] },
    { ...paid, ...REFUND_2[acquirer] },
    { ...paid, ...FAILED_REFUND[acquirer] },
  ];
};

async function bookOf(acquirer: Acquirer, life: readonly Notice[]): Promise<{ book: string; standing: unknown }> {
  const channels = await ChannelsUnderTest.open();
  for (const message of life) {
    const answer = await receiveAcquirerNotice(channels.deps, acquirer, {
      ...signedNotice(acquirer, message, NOW_S),
      now: NOW,
    });
    if (answer.status !== 200) throw new Error(answer.body);
  }
  expect((await channels.inbox.list({ status: 'parked', limit: 1 })).notices).toEqual([]);
  const data = (await channels.events()).map((event) => event.data as { entries: Entry[]; standing: unknown });
  return { book: bookText(data.flatMap(({ entries }) => entries)), standing: data.at(-1)?.standing };
}

const disturbed = (life: readonly Notice[]): fc.Arbitrary<Notice[]> =>
  fc.shuffledSubarray([...life, ...life], { minLength: life.length * 2 });

describe.each(['shouqianba', 'lakala', 'allinpay'] as const)(
  'notices of one payment with %s, in whatever order, however often',
  (acquirer) => {
    it('make one book and one standing', async () => {
      const life = lifeOf(acquirer);
      const { book, standing } = await bookOf(acquirer, life);
      const open = acquirer === 'shouqianba' ? ['OUTCOME_UNKNOWN'] : [];
      expect(standing).toMatchObject({ refunded: 12_990, exceptions: ['FACTS_CONTRADICT', ...open] });
      expect(book).toContain(`assets:clearing:${acquirer}:`);
      await fc.assert(
        fc.asyncProperty(disturbed(life), async (other) => {
          expect(await bookOf(acquirer, other)).toEqual({ book, standing });
        }),
        { numRuns: 30 },
      );
    });
  },
);

it('notices of an order of the cashier that was paid twice, given back once and voided once make one book in any order', async () => {
  const part = (trade_no: string, trade_type: string) => ({ ...CASHIER_NOTICE.order_trade_info, trade_no, trade_type });
  const life = [
    CASHIER_NOTICE,
    { ...CASHIER_NOTICE, order_trade_info: part('2026092166210000000011', 'PAY') },
    { ...CASHIER_NOTICE, order_status: '6', order_trade_info: part('2026092166210000000012', 'REFUND') },
    { ...CASHIER_NOTICE, order_status: '6', order_trade_info: part('2026092166210000000013', 'CANCEL') },
  ];
  const { book, standing } = await bookOf('lakala', life);
  expect(standing).toMatchObject({ status: 'refunded', captured: 12_990, refunded: 12_990 });
  expect(book.match(/clearing.* 129\.90(?: Cr)?/g)).toHaveLength(2);
  await fc.assert(
    fc.asyncProperty(disturbed(life), async (other) => expect(await bookOf('lakala', other)).toEqual({ book, standing })),
    { numRuns: 20 },
  );
});

it('a notice of any fields is answered, and is no fault of ours', async () => {
  const channels = await ChannelsUnderTest.open();
  const names = [
    ...new Set(Object.values(PAID_NOTICES).flatMap((notice) => Object.keys(notice))),
    'order_trade_info',
    'pay_order_no',
  ];
  const oddly = fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.jsonValue(), fc.constantFrom('PAID', '2', '1', '')));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('shouqianba', 'lakala', 'allinpay'),
      oddly,
      fc.boolean(),
      async (acquirer, odd, isAlmost) => {
        const notice = signedNotice(acquirer, isAlmost ? { ...PAID_NOTICES[acquirer], ...odd } : odd, NOW_S);
        expect((await receiveAcquirerNotice(channels.deps, acquirer, { ...notice, now: NOW })).status).toBe(200);
        expect(channels.faults).toEqual([]);
      },
    ),
    { numRuns: 500 },
  );
});
