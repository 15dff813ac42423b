import { replayNotice } from '../replay.js';
import type { RowsAnswer } from '../rows.js';
import { ChannelsUnderTest, NOW, SHOP_ID } from '../testing.js';
import { receiveAccountItems } from './receive-account-items.js';

const premium = {
  account_trade_no: '7700000000000000001',
  bill_time: '2026-09-21 10:00:00',
  fund_flow: 1,
  account_amount: 40,
  account_bill_desc: '运费险',
  account_bill_desc_tag: 20,
  account_type: 4,
  shop_order_id: '6900000000000000001',
  order_id: '6900000000000000002',
};

describe('account items of a Douyin shop', () => {
  let channels: ChannelsUnderTest;
  beforeEach(async () => {
    channels = await ChannelsUnderTest.open();
  });

  const send = async (rows: readonly unknown[], shop_id: unknown = SHOP_ID): Promise<RowsAnswer['results']> => {
    const rawBody = Buffer.from(JSON.stringify({ shop_id, rows }));
    const answer = await receiveAccountItems(channels.deps, { rawBody, now: NOW, ingestActor: 'key:k1' });
    if (!('body' in answer)) throw new Error(answer.refusal.code);
    return answer.body.results;
  };

  it('records each movement under its number, with what the row names', async () => {
    expect(await send([premium, premium])).toMatchObject([
      { row: 1, status: 'applied', stream: `douyin-movement.${SHOP_ID}.7700000000000000001` },
      { row: 2, status: 'duplicate' },
    ]);
    const [event] = await channels.events();
    expect(event).toMatchObject({
      type: 'DouyinAccountMoved',
      data: {
        fact: {
          key: '7700000000000000001',
          occurredAt: '2026-09-21T02:00:00.000Z',
          direction: 'out',
          amount: 40,
          scene: '运费险',
          tag: 20,
          accountType: 4,
          orderId: '6900000000000000001',
          subOrderId: '6900000000000000002',
          booking: { businessDate: '2026-09-21', of: { merchant: 'm1', store: 's1', channel: 'douyin' } },
        },
        standing: { purpose: 'insurance', net: -40 },
      },
    });
  });

  it('takes an amount printed with its sign, where the sign says what fund_flow says', async () => {
    expect(await send([{ ...premium, account_amount: -40 }])).toMatchObject([{ status: 'applied' }]);
    expect(await send([{ ...premium, account_amount: -40, fund_flow: 0 }])).toMatchObject([
      { status: 'parked', code: 'FIELDS_INVALID', detail: 'account_amount' },
    ]);
  });

  it.each([
    ['account_trade_no', ''],
    ['fund_flow', 2],
    ['account_amount', '0.40'],
    ['bill_time', '2026/9/10 8:00'],
  ])('parks a row whose %s can not be read, and takes its neighbours', async (field, value) => {
    const results = await send([
      { ...premium, [field]: value },
      { ...premium, account_trade_no: '2' },
    ]);
    expect(results).toMatchObject([{ status: 'parked', code: 'FIELDS_INVALID', detail: field }, { status: 'applied' }]);
  });

  it('parks rows of a shop that is not bound; they are applied when it is', async () => {
    const [parked] = await send([premium], '99');
    expect(parked).toMatchObject({ status: 'parked', code: 'UNKNOWN_SHOP' });
    await channels.setUp({
      type: 'BindShop',
      merchantId: 'm1',
      shopId: '99',
      appKey: '7000000000000000002',
      appSecret: 'another-secret-of-many-characters',
    });

    expect(await replayNotice(channels.deps, parked?.notice_id ?? '', NOW)).toMatchObject({ status: 'applied' });
    expect(await channels.events()).toHaveLength(1);
  });
});
