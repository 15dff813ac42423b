import type { Answer } from '../refusals.js';
import { replayNotice } from '../replay.js';
import type { RowsAnswer } from '../rows.js';
import { APP, ChannelsUnderTest, NOW, SHOP_ID } from '../testing.js';
import { receiveSettleBill } from './receive-settle-bill.js';

const row = {
  request_no: '8800000000000001',
  settle_time: '2026-09-21 10:00:00',
  shop_order_id: '6900000000000000001',
  order_id: '6900000000000000002',
  trade_type: 0,
  pay_type_desc: '微信',
  total_income: 10790,
  platform_coupon: 800,
  platform_service_fee: 540,
  commission: 1079,
  total_outcome: 1619,
  settle_amount: 9171,
};

describe('a settle bill of Douyin', () => {
  let channels: ChannelsUnderTest;
  beforeEach(async () => {
    channels = await ChannelsUnderTest.open();
  });

  const sendText = (text: string): Promise<Answer<RowsAnswer>> =>
    receiveSettleBill(channels.deps, { rawBody: Buffer.from(text), now: NOW, ingestActor: 'key:k1' });
  const send = async (rows: readonly unknown[], shop_id: unknown = SHOP_ID): Promise<RowsAnswer['results']> => {
    const answer = await sendText(JSON.stringify({ shop_id, rows }));
    if (!('body' in answer)) throw new Error(answer.refusal.code);
    return answer.body.results;
  };
  const facts = async (): Promise<unknown[]> =>
    (await channels.events())
      .filter(({ type }) => type === 'DouyinSettlementRecorded')
      .map(({ data }) => (data as { fact: object }).fact);

  it('records each row under its request number', async () => {
    expect(await send([row])).toMatchObject([
      { row: 1, status: 'applied', stream: `settlement-douyin.${SHOP_ID}.8800000000000001` },
    ]);
    expect(await facts()).toMatchObject([
      {
        key: '8800000000000001',
        occurredAt: '2026-09-21T02:00:00.000Z',
        shopId: SHOP_ID,
        orderId: '6900000000000000001',
        subOrderId: '6900000000000000002',
        tradeType: 0,
        income: 10790,
        subsidy: 800,
        fees: { platformService: 540, commission: 1079, channel: 0, colonel: 0, promotion: 0, other: 0 },
        net: 9171,
        booking: { businessDate: '2026-09-21', of: { merchant: 'm1', store: 's1', channel: 'douyin', method: 'wechat' } },
      },
    ]);
  });

  it('means the same with its fees negative, and with ids as bare numbers', async () => {
    const negative = { ...row, platform_service_fee: -540, commission: -1079, total_outcome: -1619 };
    const text = JSON.stringify({ shop_id: 1, rows: [negative] })
      .replace('"shop_id":1', `"shop_id":${SHOP_ID}`)
      .replace('"6900000000000000001"', '6900000000000000001');
    await sendText(text);
    const [before] = await facts();
    expect(before).toMatchObject({
      orderId: '6900000000000000001',
      fees: { platformService: 540, commission: 1079 },
      net: 9171,
    });
    expect(await send([row])).toMatchObject([{ status: 'duplicate' }]);
  });

  it('takes money back where it is a refund after settlement', async () => {
    const refund = { ...row, trade_type: 1, total_income: -2000, platform_coupon: 0, platform_service_fee: 100, commission: 0 };
    await send([{ ...refund, total_outcome: 100, settle_amount: -1900 }]);
    expect(await facts()).toMatchObject([{ tradeType: 1, income: 2000, net: 1900 }]);
  });

  it('may print what goes back negative, both amounts alike', async () => {
    const back = { ...row, trade_type: 1, total_income: -10790, settle_amount: -9171 };
    expect(await send([back, { ...back, request_no: '2', settle_amount: 9171 }])).toMatchObject([
      { status: 'applied' },
      { status: 'parked', code: 'ROW_DOES_NOT_ADD_UP' },
    ]);
    expect(await facts()).toMatchObject([{ tradeType: 1, income: 10790, net: 9171 }]);
  });

  it('tells its order, which books it', async () => {
    await send([row]);
    const [, settled] = await channels.events();
    expect(settled).toMatchObject({
      type: 'DouyinOrderSettled',
      stream: 'order-douyin.6900000000000000001',
      data: {
        fact: { key: 'settled:8800000000000001', tradeType: 0, gross: 10790, subsidy: 800, net: 9171 },
        entries: [{ kind: 'settlement' }, { kind: 'subsidy' }],
      },
    });
  });

  it.each(['RQ6911000000000000002', '622100000000000103', '6911000000000000002'])(
    'keeps %s, a number of its own',
    async (no) => {
      expect(await send([{ ...row, request_no: no }])).toMatchObject([{ status: 'applied' }]);
      expect(await facts()).toMatchObject([{ requestNo: no }]);
    },
  );

  it('says so where its number was masked', async () => {
    const [result] = await send([{ ...row, request_no: '4111111111111111' }]);
    expect(result).toMatchObject({ status: 'parked', code: 'FIELDS_INVALID' });
    expect(result?.detail).toBe('request_no (what passes for a card number was masked)');
  });

  it('may carry its time in unix seconds', async () => {
    await send([{ ...row, settle_time: 1789956000 }]);
    expect(await facts()).toMatchObject([{ occurredAt: '2026-09-21T02:00:00.000Z' }]);
  });

  it.each([
    ['settled backwards', { total_income: -10790, settle_amount: -9171 }, 'ROW_DOES_NOT_ADD_UP'],
    ['whose net has the other sign', { settle_amount: -9171 }, 'ROW_DOES_NOT_ADD_UP'],
    ['whose net is not what is left', { settle_amount: 9170 }, 'ROW_DOES_NOT_ADD_UP'],
    ['whose outcome is not its fees', { total_outcome: 1600 }, 'ROW_DOES_NOT_ADD_UP'],
    ['with more fees than income', { total_income: 1000, settle_amount: 619 }, 'ROW_DOES_NOT_ADD_UP'],
    ['with more subsidy than income', { platform_coupon: 20000 }, 'ROW_DOES_NOT_ADD_UP'],
    ['of an unknown trade type', { trade_type: 4 }, 'FIELDS_INVALID'],
    ['with a fraction', { total_income: 107.9 }, 'FIELDS_INVALID'],
    ['without its order', { shop_order_id: null }, 'FIELDS_INVALID'],
    ['re-saved by a spreadsheet', { settle_time: '2026/9/21 10:00' }, 'FIELDS_INVALID'],
    ['of 30 February', { settle_time: '2026-02-30 10:00:00' }, 'FIELDS_INVALID'],
    ['of tomorrow’s morrow', { settle_time: '2026-09-23 10:00:00' }, 'CLOCK_FAR_OFF'],
    ['with a path for a number', { request_no: '../x' }, 'FIELDS_INVALID'],
  ])('parks a row %s, and harms no other', async (_what, change, code) => {
    const good = { ...row, request_no: '8800000000000002' };
    expect(await send([{ ...row, ...change }, good])).toMatchObject([{ status: 'parked', code }, { status: 'applied' }]);
    expect(await facts()).toHaveLength(1);
  });

  it('parks the rows of an unknown shop until it is bound', async () => {
    const [result] = await send([row], '555');
    expect(result).toMatchObject({ status: 'parked', code: 'UNKNOWN_SHOP' });
    await channels.setUp({ type: 'BindShop', merchantId: 'm1', shopId: '555', storeId: 's1', ...APP });
    expect(await replayNotice(channels.deps, result?.notice_id ?? '', NOW)).toMatchObject({ status: 'applied' });
  });

  it('keeps each row to the byte', async () => {
    const text = ` {"a" : 1, "request_no":"x"} `;
    await sendText(`{"rows":[${text},17],"shop_id":"${SHOP_ID}"}`);
    const { notices } = await channels.inbox.list({ limit: 9 });
    expect(notices).toHaveLength(1);
    expect((await channels.inbox.show(notices[0]?.id ?? ''))?.raw.toString()).toBe(text.trim());
  });

  it.each([
    ['{', 'JSON_MALFORMED'],
    ['', 'JSON_MALFORMED'],
    ['[]', 'REQUEST_INVALID'],
    ['{"shop_id":"1"}', 'REQUEST_INVALID'],
    ['{"shop_id":"1","rows":{}}', 'REQUEST_INVALID'],
    ['{"rows":[]}', 'REQUEST_INVALID'],
    ['{"shop_id":"x","rows":[]}', 'REQUEST_INVALID'],
  ])('refuses %j', async (text, code) => {
    expect(await sendText(text)).toMatchObject({ status: 400, refusal: { code } });
  });
});
