import { createSign, generateKeyPairSync } from 'node:crypto';
import {
  EVENT_SIGN,
  isGenuineTradeCallback,
  sameText,
  signEcpayCallback,
  signEcpayRequest,
  signLifeWebhook,
  signOpenApiCall,
} from './signatures.js';

const app = { appKey: '7000000000000000001', appSecret: '3b1c0d2e-0000-4000-8000-9a8b7c6d5e4f' };

describe('signatures of Douyin, by their vectors', () => {
  it('A1: event-sign of a push', () => {
    const body = String.raw`[{"tag":"101","msg_id":"690000000000000000101:1790000000:1","data":"{\"p_id\":6900000000000000001,\"s_ids\":[6900000000000000001],\"shop_id\":4463798,\"order_status\":2,\"order_type\":0,\"pay_type\":1,\"biz\":2,\"pay_time\":1790000000,\"pay_amount\":12990}"}]`;
    expect(EVENT_SIGN.sign(app, Buffer.from(body))).toBe('52a2609b756f555ed29a4dc8ea87f91d');
  });

  it('A2: a call to the open platform, by either method', () => {
    const call = {
      method: 'order.orderDetail',
      paramJson: '{"shop_order_id":"6900000000000000001"}',
      timestamp: '2026-09-21 10:00:00',
    };
    expect(signOpenApiCall(app, call, 'hmac-sha256')).toBe('22f685be15114e0283936e1528237ed68b75a3285a3b52830488a498234c3660');
    expect(signOpenApiCall(app, call, 'md5')).toBe('9bcf8277cc1f02e169948613ffd3ba17');
  });

  it('A3: an ecpay callback', () => {
    const msg = '{"appid":"tt000","cp_orderno":"A1","way":"2","total_amount":1299,"status":"SUCCESS"}';
    expect(signEcpayCallback('tok-EXAMPLE-1', { timestamp: '1790000000', nonce: '5820', msg })).toBe(
      '50c455f0147608973cec2782f04b41f8178e8791',
    );
  });

  it('A4: an ecpay request, leaving out what is not signed, empty or null', () => {
    const fields = {
      app_id: 'tt000',
      thirdparty_id: 'x',
      sign: 'y',
      other_settle_params: 'z',
      out_order_no: 'A1',
      total_amount: 1299,
      valid_time: 900,
      subject: ' 测试 ',
      body: '测试',
      notify_url: 'https://example.test/cb',
      cp_extra: '',
      msg_page: 'null',
    };
    expect(signEcpayRequest(fields, 'SALT-EXAMPLE')).toBe('73a4c994b9a4cb2a03090e880baf13ad');
  });

  it('A5: a life-service webhook', () => {
    const body = String.raw`{"event":"life_trade_order_notify","client_key":"ck_example","from_user_id":"u1","content":"{\"action\":\"pay_success\",\"msg_time\":1790000000,\"order\":{\"order_id\":\"1000000000000000001\",\"account_id\":\"7000000000000000002\",\"pay_amount\":9900,\"original_amount\":12800,\"create_time\":1789999990,\"pay_time\":1790000000}}","log_id":"20260921"}`;
    expect(signLifeWebhook('cs_example', Buffer.from(body))).toBe('8f1f8d9acc698fb775971d5b5767480efe93a02f');
  });
});

describe('a callback of the trade system', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const rawBody = Buffer.from('{"version":"3.0","type":"payment","msg":"{}"}');
  const signed = (lines: string): string => createSign('RSA-SHA256').update(lines).sign(privateKey, 'base64');
  const callback = { timestamp: '1790000000', nonce: 'n1', rawBody };
  const signature = signed(`1790000000\nn1\n${rawBody.toString()}\n`);

  it('is genuine when the platform key signed its three lines', () => {
    expect(isGenuineTradeCallback({ ...callback, signature }, publicKey)).toBe(true);
  });

  it.each([
    ['another body', { ...callback, signature, rawBody: Buffer.from('{}') }],
    ['another time', { ...callback, signature, timestamp: '1790000001' }],
    ['no signature', { ...callback, signature: '' }],
    ['no base64', { ...callback, signature: '%%%' }],
  ])('is refused with %s', (_what, forged) => {
    expect(isGenuineTradeCallback(forged, publicKey)).toBe(false);
  });
});

it('texts are the same only where each byte is', () => {
  expect(sameText('abc', 'abc')).toBe(true);
  expect(sameText('abc', 'abd')).toBe(false);
  expect(sameText('abc', 'abcd')).toBe(false);
  expect(sameText('', '')).toBe(true);
});
