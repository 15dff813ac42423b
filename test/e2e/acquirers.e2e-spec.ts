import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { eventually } from './support/eventually.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, STORE, TERMINAL, openShop, tell, transaction } from './support/shop.js';
import type { Reply } from './support/reply.js';

const PAIR = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PUBLIC_KEY = PAIR.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const SECRET = 'key_example_of_an_acquirer_0001';
const TERMINAL_SN = '100000000000000001';
const MERCHANT_NO = '822290070111135';
const WALLET_NO = '4200001234202609210123456789';

const ACCOUNTS = [
  { kind: 'shouqianba', accountId: TERMINAL_SN, storeId: STORE, secret: SECRET },
  { kind: 'lakala', accountId: 'OP00000003', storeId: STORE, publicKeys: [PUBLIC_KEY] },
  { kind: 'allinpay', accountId: '00000051', storeId: STORE, secret: SECRET },
];

const SHOUQIANBA_PAID = {
  sn: '7895259485469125',
  client_sn: 'T20260921000001',
  order_status: 'PAID',
  total_amount: '12990',
  payway: '3',
  terminal_sn: TERMINAL_SN,
  trade_no: WALLET_NO,
  finish_time: '1789956800000',
};
const LAKALA_PAID = {
  merchant_no: MERCHANT_NO,
  pay_order_no: '21092211012001970631000488056',
  order_status: '2',
  total_amount: '5000',
  order_trade_info: {
    trade_no: '2026092166210000000009',
    trade_type: 'PAY',
    trade_amount: '5000',
    pay_mode: 'ALIPAY',
    trade_time: '20260921101320',
  },
};
const ALLINPAY_PAID = {
  appid: '00000051',
  cusid: MERCHANT_NO,
  trxid: '112094120001088317',
  trxcode: 'VSP001',
  trxstatus: '0000',
  trxamt: '800',
  paytime: '20260921101320',
  acct: '622202******1234',
};

describe('notices of aggregated acquirers', () => {
  let ledger: RunningLedger;
  beforeAll(async () => {
    ledger = await runLedger({ HEZHANG_LAKALA_WINDOW_S: '600' });
    await openShop(ledger.admin);
    const number = {
      id: 'lakala-1',
      channel: 'lakala',
      merchantNo: MERCHANT_NO,
      methods: ['alipay'],
      validFrom: '2026-01-01T00:00:00Z',
    };
    await done(ledger.admin.post(`/v1/merchants/${MERCHANT}/payment-interfaces`, number));
    for (const account of ACCOUNTS) await done(ledger.admin.post(`/v1/merchants/${MERCHANT}/channel-accounts`, account));
  });
  afterAll(() => ledger.end());

  const done = async (reply: Promise<Reply>): Promise<void> => {
    const { status, text } = await reply;
    if (status !== 200) throw new Error(text);
  };
  const post = (acquirer: string, body: string, headers: Record<string, string>): Promise<Reply> =>
    ledger.nobody.send('POST', `/v1/channels/acquirers/${acquirer}`, body, headers);

  const shouqianba = (message: object): Promise<Reply> => {
    const body = JSON.stringify(message);
    const sign = createHash('md5')
      .update(body + SECRET)
      .digest('hex');
    return post('shouqianba', body, { 'content-type': 'application/json', authorization: `${TERMINAL_SN} ${sign}` });
  };
  const lakala = (message: object, at = Date.now() / 1000): Promise<Reply> => {
    const body = JSON.stringify(message);
    const [timestamp, nonce] = [String(Math.floor(at)), 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6'];
    const signature = createSign('RSA-SHA256')
      .update(`OP00000003\n00df\n${timestamp}\n${nonce}\n${body}\n`)
      .sign(PAIR.privateKey, 'base64');
    const authorization = `LKLAPI-SHA256withRSA appid="OP00000003",nonce_str="${nonce}",timestamp="${timestamp}",serial_no="00df",signature="${signature}"`;
    return post('lakala', body, { 'content-type': 'application/json', authorization });
  };
  const allinpay = (fields: Readonly<Record<string, string>>): Promise<Reply> => {
    const text = Object.entries({ ...fields, key: SECRET })
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join('&');
    const sign = createHash('md5').update(text).digest('hex').toUpperCase();
    const body = new URLSearchParams({ ...fields, sign }).toString();
    return post('allinpay', body, { 'content-type': 'application/x-www-form-urlencoded' });
  };
  const answered = ({ status, text, headers }: Reply): unknown => [status, text, headers.get('content-type')];
  const TEXT = 'text/plain; charset=utf-8';
  const payment = (id: string): Promise<unknown> => eventually(() => ledger.admin.data(`/v1/payments/${id}`));

  it('are answered in the words of each, and become payments', async () => {
    expect(answered(await shouqianba(SHOUQIANBA_PAID))).toEqual([200, 'success', TEXT]);
    expect(answered(await lakala(LAKALA_PAID))).toEqual([200, 'SUCCESS', TEXT]);
    expect(answered(await allinpay(ALLINPAY_PAID))).toEqual([200, 'success', TEXT]);
    expect(await payment(`pay_${TERMINAL_SN}.shouqianba.${SHOUQIANBA_PAID.sn}`)).toMatchObject({
      channel: 'shouqianba',
      method: 'wechat',
      status: 'captured',
      captured: 12_990,
      store: STORE,
    });
    expect(await payment(`pay_${MERCHANT_NO}.lakala.${LAKALA_PAID.pay_order_no}`)).toMatchObject({
      method: 'alipay',
      captured: 5_000,
    });
    expect(await payment(`pay_${MERCHANT_NO}.allinpay.${ALLINPAY_PAID.trxid}`)).toMatchObject({
      method: 'card',
      captured: 800,
    });
  });

  it('come again, and add nothing', async () => {
    expect((await shouqianba(SHOUQIANBA_PAID)).text).toBe('success');
    expect((await lakala(LAKALA_PAID, Date.now() / 1000 - 3_600)).text).toBe('SUCCESS');
    expect((await allinpay(ALLINPAY_PAID)).text).toBe('success');
    for (const id of [
      `pay_${TERMINAL_SN}.shouqianba.${SHOUQIANBA_PAID.sn}`,
      `pay_${MERCHANT_NO}.allinpay.${ALLINPAY_PAID.trxid}`,
    ])
      expect(await ledger.admin.data(`/v1/payments/${id}/events`)).toHaveLength(1);
  });

  it('that are forged, or signed too long ago, are refused without a word of theirs', async () => {
    const forged = { 'content-type': 'application/json', authorization: `${TERMINAL_SN} ${'0'.repeat(32)}` };
    expect(answered(await post('shouqianba', '{"sn":"1"}', forged))).toEqual([401, 'fail', TEXT]);
    expect(answered(await post('shouqianba', '{"sn":"1"}', { authorization: `Bearer ${ledger.admin.key ?? ''}` }))).toEqual([
      401,
      'fail',
      TEXT,
    ]);
    const late = { ...LAKALA_PAID, pay_order_no: '2' };
    expect(answered(await lakala(late, Date.now() / 1000 - 3_600))).toEqual([401, 'fail', TEXT]);
    expect(answered(await post('allinpay', 'trxid=1&sign=x', {}))).toEqual([401, 'fail', TEXT]);
  });

  it('of what a terminal told too are flagged by the number of the wallet', async () => {
    const told = await tell(ledger.nobody, transaction({ method: 'wechat', channel_trade_no: WALLET_NO }));
    expect(told.body).toMatchObject({ status: 'applied', payment_id: expect.stringContaining(TERMINAL.merchantNo) as string });
    await eventually(async () => {
      const { text } = await ledger.admin.get('/v1/events?limit=500');
      expect(text).toContain('PaymentReferenceDisputed');
    });
  });
});
