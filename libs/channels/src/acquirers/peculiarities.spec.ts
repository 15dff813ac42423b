import type { Sealed } from '#kernel';
import {
  ACCOUNTS,
  CASHIER_NOTICE,
  ChannelsUnderTest,
  NOW,
  PAID_NOTICES,
  TERMINAL,
  signedByPair,
  signedNotice,
} from '../testing.js';
import type { Acquirer } from './adapter.js';
import { receiveAcquirerNotice, type AcquirerAnswer, type AcquirerDeps } from './receive-notice.js';

const NOW_S = Date.parse(NOW) / 1000;

describe('notices of 收钱吧', () => {
  it.each(['REFUNDED', 'PARTIAL_REFUNDED', 'REFUND_ERROR'])(
    'of %s that do not say which refund are parked',
    async (order_status) => {
      const { channels, tell } = await open('shouqianba');
      await tell({ ...PAID_NOTICES.shouqianba, order_status, net_amount: '0' });
      expect((await channels.inbox.list({ status: 'parked', limit: 1 })).notices).toMatchObject([
        { settled: { reason: 'FIELDS_INVALID', detail: 'refund_request_no, refund_amount' } },
      ]);
    },
  );

  it.each([
    ['01', { operatorNo: '01' }],
    ['张三', {}],
    ['n'.repeat(21), {}],
    [{ id: 1 }, {}],
  ])('name operator %j by a number or not at all', async (operator, named) => {
    const { standing, tell } = await open('shouqianba');
    await tell({ ...PAID_NOTICES.shouqianba, operator });
    const { operatorNo, status } = (await standing()) as { operatorNo?: string; status: string };
    expect({ status, ...(operatorNo !== undefined && { operatorNo }) }).toEqual({ status: 'captured', ...named });
  });

  it('of an error leave the payment open until a final one settles it', async () => {
    const { standing, tell } = await open('shouqianba');
    await tell({ ...PAID_NOTICES.shouqianba, order_status: 'PAY_ERROR' });
    expect(await standing()).toMatchObject({ status: 'unknown', exceptions: ['OUTCOME_UNKNOWN'] });
    await tell(PAID_NOTICES.shouqianba);
    expect(await standing()).toMatchObject({ status: 'captured', exceptions: [] });
    await tell({ ...PAID_NOTICES.shouqianba, order_status: 'CANCEL_ERROR' });
    expect(await standing()).toMatchObject({ status: 'captured', exceptions: ['OUTCOME_UNKNOWN'] });
    await tell({ ...PAID_NOTICES.shouqianba, order_status: 'CANCELED' });
    expect(await standing()).toMatchObject({ status: 'voided', exceptions: [] });
  });
});

describe('notices of 拉卡拉', () => {
  it('of the cashier belong to the order, its refund too', async () => {
    const { channels, standing, tell } = await open('lakala');
    const info = {
      ...CASHIER_NOTICE.order_trade_info,
      trade_no: '2026092166210000000010',
      trade_type: 'REFUND',
      trade_amount: '12990',
    };
    await tell({ ...CASHIER_NOTICE, order_status: '6', order_trade_info: info });
    await tell({ ...CASHIER_NOTICE, order_trade_info: JSON.stringify(CASHIER_NOTICE.order_trade_info) });
    expect(await standing()).toMatchObject({
      paymentId: `pay_${TERMINAL.merchantNo}.lakala.${CASHIER_NOTICE.pay_order_no}`,
      status: 'refunded',
      method: 'wechat',
      captured: 12_990,
      refunded: 12_990,
      exceptions: [],
    });
    expect(channels.faults).toEqual([]);
  });

  it('of an order that was paid twice keep both payments and flag them', async () => {
    const { standing, tell } = await open('lakala');
    await tell(CASHIER_NOTICE);
    await tell({
      ...CASHIER_NOTICE,
      order_trade_info: { ...CASHIER_NOTICE.order_trade_info, trade_no: '2026092166210000000011' },
    });
    expect(await standing()).toMatchObject({ captured: 25_980, exceptions: ['FACTS_CONTRADICT'] });
  });

  it('of an order that ran out say that it was not paid', async () => {
    const { standing, tell } = await open('lakala');
    const { order_trade_info: _, ...expired } = { ...CASHIER_NOTICE, order_status: '4', order_create_time: '20260921101000' };
    await tell(expired);
    expect(await standing()).toMatchObject({ status: 'declined', captured: 0, exceptions: [] });
  });

  it('of a merchant that the account is not for are parked', async () => {
    const { channels, tell } = await open('lakala');
    await channels.setUp({ type: 'RegisterMerchant', merchantId: 'm2', name: 'two', cutOff: '24:00' });
    await channels.setUp({ type: 'OpenStore', merchantId: 'm2', storeId: 's9', name: 'nine' });
    const other = { merchantId: 'm2', merchantNo: '898100012349999', storeId: 's9' } as const;
    await channels.setUp({ type: 'Enrol', acquirer: 'lakala', model: 'A920', from: NOW, ...TERMINAL, ...other });
    await tell({ ...PAID_NOTICES.lakala, merchant_no: other.merchantNo });
    await tell({ ...PAID_NOTICES.lakala, merchant_no: '1' });
    const { notices } = await channels.inbox.list({ status: 'parked', limit: 9 });
    expect(notices).toMatchObject([
      { settled: { reason: 'UNKNOWN_MERCHANT', detail: '1' } },
      { settled: { reason: 'MERCHANT_OF_OTHER_ACCOUNT', detail: other.merchantNo } },
    ]);
  });

  it('are refused outside the window, unless they are known', async () => {
    const { channels } = await open('lakala');
    const send = (offS: number, deps: AcquirerDeps = channels.deps) =>
      receiveAcquirerNotice(deps, 'lakala', { ...signedByPair(PAID_NOTICES.lakala, NOW_S - offS), now: NOW });
    expect(await send(18_001)).toEqual({ status: 401, body: 'fail' });
    expect(await send(-18_001)).toEqual({ status: 401, body: 'fail' });
    expect(await send(301, { ...channels.deps, signatureWindowS: { lakala: 300 } })).toEqual({ status: 401, body: 'fail' });
    expect((await channels.inbox.list({ limit: 9 })).notices).toEqual([]);
    expect(await send(18_000)).toEqual({ status: 200, body: 'SUCCESS' });
    expect(await send(86_400)).toEqual({ status: 200, body: 'SUCCESS' });
    expect(await channels.events()).toHaveLength(1);
  });

  it('keep their signature as evidence', async () => {
    const { channels, tell } = await open('lakala');
    await tell(PAID_NOTICES.lakala);
    const [kept] = (await channels.inbox.list({ limit: 1 })).notices;
    const { evidence, raw, actor } = (await channels.inbox.show(kept?.id ?? '')) ?? {};
    expect(actor).toBe(`lakala:${ACCOUNTS.lakala}`);
    expect(evidence?.signature).toContain('LKLAPI-SHA256withRSA appid="OP00000003"');
    expect(evidence?.body).toEqual(raw);
  });
});

describe('notices of 通联', () => {
  it.each(['VSP004', 'VSP005', 'VSP006', 'VSP007'])('of a pre-authorization (%s) are parked', async (trxcode) => {
    const { channels, tell } = await open('allinpay');
    await tell({ ...PAID_NOTICES.allinpay, trxcode });
    expect((await channels.inbox.list({ status: 'parked', limit: 1 })).notices).toMatchObject([
      { settled: { reason: 'KIND_NOT_TAKEN', detail: trxcode } },
    ]);
  });

  it('of a reversal take the payment back, before or after it', async () => {
    const { standing, tell } = await open('allinpay');
    await tell({
      ...PAID_NOTICES.allinpay,
      trxid: '112094120001088402',
      srctrxid: PAID_NOTICES.allinpay.trxid,
      trxcode: 'CMN004',
    });
    await tell(PAID_NOTICES.allinpay);
    expect(await standing()).toMatchObject({ status: 'reversed', captured: 0, exceptions: [] });
  });

  it('that carry a full card number are masked, not lost', async () => {
    const { channels, tell } = await open('allinpay');
    await tell({ ...PAID_NOTICES.allinpay, acct: '4111111111111111' });
    const [{ card }] = (await channels.events()).map(({ data }) => (data as { fact: { card: Sealed } }).fact) as [
      { card: Sealed },
    ];
    expect(await channels.persons.open([{ ...card, field: 'card' }])).toEqual(['411111******1111']);
  });
});

async function open(acquirer: Acquirer) {
  const channels = await ChannelsUnderTest.open();
  const tell = (fields: Readonly<Record<string, unknown>>): Promise<AcquirerAnswer> =>
    receiveAcquirerNotice(channels.deps, acquirer, { ...signedNotice(acquirer, fields, NOW_S), now: NOW });
  const standing = async (): Promise<unknown> => ((await channels.events()).at(-1)?.data as { standing: unknown }).standing;
  return { channels, tell, standing };
}
