import { createSign, generateKeyPairSync } from 'node:crypto';
import { instant } from '#kernel';
import { miniAppSecretText } from '#merchants';
import { signEcpayCallback } from '../douyin/signatures.js';
import { ChannelsUnderTest, NOW } from '../testing.js';
import { receiveEcpay } from './receive-ecpay.js';
import { receiveTrade, type TradeAnswer } from './receive-trade.js';
import { MINI_APP_SETTINGS } from './settings.js';

const APP_ID = 'tt000';
const TOKEN = 'tok-EXAMPLE-1';
const SUCCESS = { status: 200, body: { err_no: 0, err_tips: 'success' } };
const NOT_GENUINE = { status: 401, body: { err_no: 40101, err_tips: '验签失败' } };
const LATER = '2026-09-21T14:00:00.000Z' as typeof NOW;
const ORDER = 'ots7100000000000000001';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const MS = Date.parse(NOW) - 60_000;

describe('a mini-app', () => {
  let channels: ChannelsUnderTest;
  beforeEach(async () => {
    channels = await ChannelsUnderTest.open();
    const secret = miniAppSecretText({ token: TOKEN, salt: 'SALT-EXAMPLE' });
    const account = { type: 'BindAccount', merchantId: 'm1', kind: 'mini-app', accountId: APP_ID } as const;
    await channels.setUp({ ...account, storeId: 's1', secret, publicKeys: [PEM] });
  });
  const notices = async () => (await channels.inbox.list({ limit: 100 })).notices;
  const last = async () => (await channels.events()).at(-1)?.data as { standing: unknown; fact: unknown };

  describe('called back by ecpay', () => {
    const MSG = '{"appid":"tt000","cp_orderno":"A1","way":"2","total_amount":1299,"status":"SUCCESS"}';
    const call = (msg: string, { type = 'payment', signature = '', nonce = '5820' } = {}, now = LATER) => {
      const signed = { timestamp: '1790000000', nonce, msg };
      const msg_signature = signature || signEcpayCallback(TOKEN, signed);
      const rawBody = Buffer.from(JSON.stringify({ ...signed, type, msg_signature }));
      return receiveEcpay(channels.deps, { headers: {}, rawBody, now });
    };

    it('of vector A3 records a payment by Alipay', async () => {
      expect(await call(MSG, { signature: '50c455f0147608973cec2782f04b41f8178e8791' })).toEqual(SUCCESS);
      const [event] = await channels.events();
      expect(event).toMatchObject({
        stream: 'miniapp-payment.tt000.cp.A1',
        type: 'MiniAppPaymentSucceeded',
        data: {
          fact: { amount: 1299, way: 2, outOrderNo: 'A1', occurredAt: '2026-09-21T14:13:20.000Z' },
          entries: [{ kind: 'sale', of: { store: 's1', side: 'online', channel: 'douyin-miniapp', method: 'alipay' } }],
          standing: { paymentId: 'tt000.cp.A1', status: 'paid' },
        },
        metadata: { actor: 'mini-app:tt000' },
      });
    });

    it.each([
      ['with another signature', MSG, { signature: '0'.repeat(40) }],
      ['for another app', MSG.replace('tt000', 'tt999'), {}],
      ['for none', '{}', {}],
    ])('%s is not heard, kept or echoed', async (_, msg, how) => {
      expect(await call(msg, how)).toEqual(NOT_GENUINE);
      expect(await notices()).toEqual([]);
    });

    it('again with another nonce adds nothing', async () => {
      await call(MSG);
      expect(await call(MSG, { nonce: '5821' })).toEqual(SUCCESS);
      expect(await channels.events()).toHaveLength(1);
    });

    it('gives money back on the order that it names, whichever comes first', async () => {
      const refund = `{"appid":"tt000","cp_refundno":"R1","status":"SUCCESS","refund_amount":299,"order_id":"${ORDER}","refunded_at":1789990000}`;
      const paid = `{"appid":"tt000","cp_orderno":"A2","order_id":"${ORDER}","way":"1","total_amount":1299,"status":"SUCCESS","paid_at":1789980000}`;
      await call(refund, { type: 'refund' });
      expect((await last()).standing).toMatchObject({ exceptions: ['REFUND_WITHOUT_PAYMENT'] });
      await call(paid);
      expect((await last()).standing).toMatchObject({
        status: 'partly_refunded',
        method: 'wechat',
        outOrderNo: 'A2',
        exceptions: [],
      });
    });

    it('for other things is kept and acknowledged', async () => {
      expect(await call(MSG, { type: 'settle' })).toEqual(SUCCESS);
      expect(await call('{"appid":"tt000","cp_orderno":"A1","total_amount":"1.5","status":"SUCCESS"}')).toEqual(SUCCESS);
      expect((await notices()).map(({ settled }) => settled)).toMatchObject([
        { outcome: 'parked', reason: 'FIELDS_INVALID', detail: 'total_amount' },
        { outcome: 'ignored', reason: 'UNKNOWN_EVENT' },
      ]);
    });
  });

  describe('called back by the trade system', () => {
    const body = (type: string, msg: object): string =>
      JSON.stringify({ version: '3.0', type, msg: JSON.stringify({ app_id: APP_ID, order_id: ORDER, ...msg }) });
    const call = (
      text: string,
      { seconds = Date.parse(NOW) / 1000, key = privateKey } = {},
      now = NOW,
    ): Promise<TradeAnswer> => {
      const signature = createSign('RSA-SHA256')
        .update(`${String(seconds)}\nn1\n${text}\n`)
        .sign(key, 'base64');
      const headers = { 'byte-timestamp': String(seconds), 'byte-nonce-str': 'n1', 'byte-signature': signature };
      return receiveTrade(channels.deps, { headers, rawBody: Buffer.from(text), now });
    };
    const paid = body('payment', {
      out_order_no: 'A9',
      status: 'SUCCESS',
      total_amount: 5000,
      pay_channel: 10,
      event_time: MS,
    });
    const refunded = body('refund', { refund_id: '881', status: 'SUCCESS', refund_total_amount: 5000, event_time: MS + 1000 });
    const applied = body('pre_create_refund', {
      refund_id: '881',
      open_id: 'buyer-1',
      refund_total_amount: 5000,
      create_refund_time: MS,
    });

    it('records payment and refund', async () => {
      expect(await call(paid)).toEqual(SUCCESS);
      expect((await last()).standing).toMatchObject({
        paymentId: `tt000.order.${ORDER}`,
        status: 'paid',
        method: 'douyin_pay',
        paid: 5000,
      });
      expect(await call(refunded)).toEqual(SUCCESS);
      expect((await last()).standing).toMatchObject({ status: 'refunded', refunded: 5000, exceptions: [] });
    });

    it('is told at once what becomes of a request for a refund', async () => {
      await call(paid);
      const entry = { path: 'pages/refund/index', params: '{"refundId":"881"}' };
      const data = { out_refund_no: '881', order_entry_schema: entry };
      expect(await call(applied)).toEqual({ status: 200, body: { ...SUCCESS.body, data } });
      expect((await last()).standing).toMatchObject({ status: 'paid', refundOpen: true });
      const [notice] = await notices();
      expect((notice && (await channels.inbox.show(notice.id)))?.raw.toString()).not.toContain('buyer-1');
      expect(await call(body('pre_create_refund', {}))).toMatchObject({ status: 200, body: { err_no: 40041 } });
    });

    it('is refused a refund where that is the policy, and the request is recorded', async () => {
      const deps = { ...channels.deps, miniApps: { ...MINI_APP_SETTINGS, refundRequests: 'refuse' as const } };
      Object.assign(channels, { deps });
      expect(await call(applied)).toMatchObject({ status: 200, body: { err_no: 40301 } });
      expect(await channels.events()).toHaveLength(1);
    });

    it('outside the window is refused unless it is known', async () => {
      const hourLater = instant(Date.parse(NOW) + 3_600_000);
      expect(await call(paid, {}, hourLater)).toEqual({ status: 401, body: { err_no: 40102, err_tips: '时间戳超出允许范围' } });
      expect(await notices()).toEqual([]);
      await call(paid);
      expect(await call(paid, {}, hourLater)).toEqual(SUCCESS);
      expect(await channels.events()).toHaveLength(1);
      Object.assign(channels, { deps: { ...channels.deps, miniApps: { ...MINI_APP_SETTINGS, windowMs: 0 } } });
      expect(await call(refunded, {}, hourLater)).toEqual(SUCCESS);
    });

    it.each([
      ['signed by another key', paid, { key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey }],
      ['for another app', paid.replace(APP_ID, 'tt999'), {}],
    ])('%s is not heard, kept or echoed', async (_, text, how) => {
      expect(await call(text, how)).toEqual(NOT_GENUINE);
      expect(await notices()).toEqual([]);
    });

    it('with another outcome or type is kept and acknowledged', async () => {
      await call(body('payment', { out_order_no: 'A9', status: 'CANCEL', event_time: MS }));
      expect((await last()).standing).toMatchObject({ status: 'cancelled' });
      await call(body('refund', { refund_id: '882', status: 'FAIL', event_time: MS }));
      await call(body('settle', {}));
      expect((await channels.events()).map(({ type }) => type)).toEqual(['MiniAppPaymentCancelled', 'MiniAppRefundFailed']);
      expect((await notices())[0]?.settled).toMatchObject({ outcome: 'ignored', reason: 'UNKNOWN_EVENT' });
    });
  });
});
