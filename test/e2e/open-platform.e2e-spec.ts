import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { eventually } from './support/eventually.js';
import type { Reply } from './support/reply.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, STORE, openShop } from './support/shop.js';

const CLIENT_KEY = 'ck_example';
const CLIENT_SECRET = 'cs_example_of_sixteen';
const APP_ID = 'tt000';
const TOKEN = 'tok-EXAMPLE-1';
const SECOND_STORE = 'east-lake';
const ORDER = '1000000000000000001';
const CERTIFICATE = '7300000000000000009';
/** 2026-09-21 22:13:20 in Shanghai, before the cut-off. */
const SECONDS = 1_790_000_000;
const JSON_TYPE = { 'content-type': 'application/json' };
const SUCCESS = { err_no: 0, err_tips: 'success' };
const PAID = String.raw`{"event":"life_trade_order_notify","client_key":"ck_example","from_user_id":"u1","content":"{\"action\":\"pay_success\",\"msg_time\":1790000000,\"order\":{\"order_id\":\"1000000000000000001\",\"account_id\":\"7000000000000000002\",\"pay_amount\":9900,\"original_amount\":12800,\"create_time\":1789999990,\"pay_time\":1790000000}}","log_id":"20260921"}`;

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

describe('Douyin’s open platform', () => {
  let ledger: RunningLedger;
  beforeAll(async () => {
    ledger = await runLedger();
    await openShop(ledger.admin);
    const life = { clientSecret: CLIENT_SECRET };
    const platformPublicKey = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const steps: [string, object][] = [
      ['stores', { id: SECOND_STORE, name: '东湖店' }],
      ['life-accounts', { ...life, clientKey: CLIENT_KEY, storeId: STORE }],
      ['life-accounts', { ...life, clientKey: `${CLIENT_KEY}.6601`, storeId: SECOND_STORE }],
      ['mini-apps', { appId: APP_ID, token: TOKEN, salt: 'SALT-EXAMPLE', platformPublicKey, storeId: STORE }],
    ];
    for (const [path, body] of steps) {
      const { status, text } = await ledger.admin.post(`/v1/merchants/${MERCHANT}/${path}`, body);
      if (status !== 200) throw new Error(`${path}: ${text}`);
    }
  });
  afterAll(() => ledger.end());

  const hook = (body: string, secret = CLIENT_SECRET): Promise<Reply> =>
    ledger.nobody.send('POST', '/v1/channels/douyin/life', body, {
      ...JSON_TYPE,
      'msg-id': createHash('sha1').update(body).digest('hex'),
      'x-douyin-signature': createHash('sha1').update(secret).update(body).digest('hex'),
    });
  const certificate = (action: string, msg_time: number, more: object = {}): string =>
    JSON.stringify({
      event: 'life_trade_certificate_notify',
      client_key: CLIENT_KEY,
      content: JSON.stringify({
        action,
        msg_time,
        certificate: {
          order_id: ORDER,
          certificate_id: CERTIFICATE,
          code: '104567890123',
          verify_id: 'v1',
          poi_id: '6601',
          ...more,
        },
      }),
    });
  const row = (status: number): object => ({
    ledger_id: '801',
    verify_id: 'v1',
    certificate_id: CERTIFICATE,
    order_id: ORDER,
    verify_time: SECONDS + 60,
    status,
    amount: { original: 12800, pay: 9900, talent_commission: 300, total_merchant_platform_service: 400 },
    fund_amount: { goods: 9000, pay_handling: 200 },
    poi_id: '6601',
  });
  const trade = (type: string, msg: object, { seconds = Math.floor(Date.now() / 1000), nonce = 'n1' } = {}): Promise<Reply> => {
    const body = JSON.stringify({ version: '3.0', type, msg: JSON.stringify({ app_id: APP_ID, ...msg }) });
    const signature = createSign('RSA-SHA256')
      .update(`${String(seconds)}\n${nonce}\n${body}\n`)
      .sign(privateKey, 'base64');
    const signed = { 'byte-timestamp': String(seconds), 'byte-nonce-str': nonce, 'byte-signature': signature };
    return ledger.nobody.send('POST', '/v1/channels/miniapp/trade', body, { ...JSON_TYPE, ...signed });
  };
  const seen = <T>(path: string, wanted: object): Promise<T> =>
    eventually(async () => {
      const data = await ledger.admin.data<T>(path);
      expect(data).toMatchObject(wanted);
      return data;
    });

  it('sells a voucher, redeems it in a store, splits it and pays it out', async () => {
    expect((await hook(PAID)).body).toEqual(SUCCESS);
    expect((await hook(certificate('verify', SECONDS + 60))).body).toEqual(SUCCESS);
    await seen(`/v1/vouchers/${ORDER}`, {
      status: 'verified',
      store: SECOND_STORE,
      paid: 9900,
      verified: 9900,
      estimated: true,
    });
    const gateway = await ledger.as('ingest');
    for (const status of [0, 2]) {
      const { body } = await gateway.post('/v1/channels/douyin/life-ledger', { account_id: CLIENT_KEY, rows: [row(status)] });
      expect(body).toMatchObject({ results: [{ row: 1, status: 'applied', stream: `voucher-order.${ORDER}` }] });
    }
    const payout = {
      movement_no: 'mv1',
      direction: 'out',
      amount: 9000,
      time: SECONDS,
      purpose: 'withdrawal',
      bank_account: 'icbc-0200',
    };
    const paidOut = await gateway.post('/v1/channels/douyin/life-movements', { account_id: CLIENT_KEY, rows: [payout] });
    expect(paidOut.body).toMatchObject({ results: [{ status: 'applied' }] });
    const wanted = { status: 'settled', settledGross: 9900, fees: 900, settledNet: 9000, exceptions: [] };
    await seen(`/v1/vouchers/${ORDER}`, { ...wanted, certificateIds: [CERTIFICATE], estimated: false });
    await seen('/v1/life-movements?purpose=withdrawal', [{ movementNo: 'mv1', amount: -9000, bankAccount: 'icbc-0200' }]);
    await seen('/v1/balances/assets:bank:icbc-0200', { balance: 9000 });
    await seen(`/v1/balances/revenue:offline:${MERCHANT}:${SECOND_STORE}`, { balance: -9900 });
    expect(await ledger.admin.data(`/v1/vouchers?certificateId=${CERTIFICATE}&status=settled`)).toMatchObject([
      { orderId: ORDER },
    ]);
    expect(await ledger.admin.data('/v1/vouchers?exception=any')).toEqual([]);
  });

  it('shows the voucher in the unified report', async () => {
    const days = await ledger.admin.data<{ channel: string; gross: number }[]>(
      `/v1/reports/daily?from=2026-09-21&to=2026-09-21&merchant=${MERCHANT}`,
    );
    expect(days.filter(({ channel }) => channel === 'douyin-life')).toMatchObject([
      { side: 'online', gross: 9900, settledGross: 9900, fees: 900, settledNet: 9000, outstanding: 0 },
    ]);
  });

  it('takes a verification back when it is cancelled, and flags what no longer fits', async () => {
    expect((await hook(certificate('verify_cancel', SECONDS + 600))).body).toEqual(SUCCESS);
    await seen(`/v1/vouchers/${ORDER}`, { uses: 0, verified: 0, exceptions: ['SETTLED_AFTER_CANCELLATION'] });
    expect(await ledger.admin.data('/v1/vouchers?exception=SETTLED_AFTER_CANCELLATION')).toHaveLength(1);
    const events = await ledger.admin.data<{ type: string }[]>(`/v1/vouchers/${ORDER}/events`);
    expect(events.map(({ type }) => type)).toEqual([
      'VoucherOrderPaid',
      'VoucherVerified',
      'VoucherSettlementEstimated',
      'VoucherSettled',
      'VoucherVerificationCancelled',
    ]);
  });

  it('is told its own number when it probes, and heard by its own secret alone', async () => {
    const probe = `{"event":"verify_webhook","client_key":"${CLIENT_KEY}","content":{"challenge":12345}}`;
    expect((await hook(probe)).body).toEqual({ challenge: 12_345 });
    expect((await hook(probe, 'cs_of_somebody_else')).status).toBe(401);
    expect((await hook(probe.replace(CLIENT_KEY, 'ck_nobody'))).body).toEqual({ err_no: 40101, err_tips: '验签失败' });
  });

  it('leaves no code of a voucher in a notice', async () => {
    const notices = await ledger.admin.data<{ id: string; channel: string }[]>('/v1/notices?limit=100');
    const shown = await Promise.all(
      notices.filter(({ channel }) => channel === 'douyin-life').map(({ id }) => ledger.admin.get(`/v1/notices/${id}`)),
    );
    const all = shown.map(({ text }) => text).join('\n');
    expect(shown).toHaveLength(3);
    expect(all).toContain('****0123');
    expect(all).not.toContain('104567890123');
  });

  it('of vector A3 pays in a mini-app by ecpay, once', async () => {
    const body = JSON.stringify({
      timestamp: '1790000000',
      nonce: '5820',
      msg: '{"appid":"tt000","cp_orderno":"A1","way":"2","total_amount":1299,"status":"SUCCESS"}',
      type: 'payment',
      msg_signature: '50c455f0147608973cec2782f04b41f8178e8791',
    });
    const call = (text: string): Promise<Reply> => ledger.nobody.send('POST', '/v1/channels/miniapp/ecpay', text, JSON_TYPE);
    for (let time = 0; time < 2; time += 1) expect((await call(body)).body).toEqual(SUCCESS);
    expect((await call(body.replace('1299', '1300'))).status).toBe(401);
    await seen(`/v1/miniapp-payments/${APP_ID}.cp.A1`, { status: 'paid', paid: 1299, method: 'alipay', outOrderNo: 'A1' });
    expect(await ledger.admin.data(`/v1/miniapp-payments/${APP_ID}.cp.A1/events`)).toHaveLength(1);
  });

  it('pays and gives back by the trade system, and answers at once what was asked for', async () => {
    const order_id = 'ots7100000000000000001';
    const event_time = Date.now() - 60_000;
    const refund = { order_id, refund_id: '881', refund_total_amount: 2000, event_time };
    expect((await trade('refund', { ...refund, status: 'SUCCESS' })).body).toEqual(SUCCESS);
    const paid = { order_id, out_order_no: 'A9', status: 'SUCCESS', total_amount: 5000, pay_channel: 10, event_time };
    expect((await trade('payment', paid)).body).toEqual(SUCCESS);
    expect((await trade('pre_create_refund', { ...refund, refund_id: '882', create_refund_time: event_time })).body).toEqual({
      ...SUCCESS,
      data: { out_refund_no: '882', order_entry_schema: { path: 'pages/refund/index', params: '{"refundId":"882"}' } },
    });
    const wanted = { status: 'partly_refunded', refunded: 2000, refundOpen: true, method: 'douyin_pay', exceptions: [] };
    await seen(`/v1/miniapp-payments/${APP_ID}.order.${order_id}`, wanted);
    expect(await ledger.admin.data('/v1/miniapp-payments?outOrderNo=A9')).toMatchObject([wanted]);
    expect(await ledger.admin.data('/v1/miniapp-payments?status=paid&appId=tt000')).toHaveLength(1);
    const old = { seconds: Math.floor(Date.now() / 1000) - 3600 };
    expect((await trade('payment', paid, old)).body).toEqual(SUCCESS);
    expect((await trade('payment', { ...paid, order_id: 'ots72' }, old)).body).toMatchObject({ err_no: 40102 });
  });
});
