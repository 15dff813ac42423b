import { isAnswered, signed } from './callbacks.js';
import { TAKEN } from './story/callbacks.js';
import { castOf } from './story/cast.js';

const cast = castOf(1, 1);
const { life, miniApp, accounts } = cast;
const NOW = 1_790_000_000_000;

/** Signatures that others made, over these very texts. */
describe('a callback of the demo', () => {
  it('of local life is signed over secret and body', () => {
    const body = String.raw`{"event":"life_trade_order_notify","client_key":"ck_example","from_user_id":"u1","content":"{\"action\":\"pay_success\",\"msg_time\":1790000000,\"order\":{\"order_id\":\"1000000000000000001\",\"account_id\":\"7000000000000000002\",\"pay_amount\":9900,\"original_amount\":12800,\"create_time\":1789999990,\"pay_time\":1790000000}}","log_id":"20260921"}`;
    const known = { ...cast, life: { ...life, clientSecret: 'cs_example' } };
    const { headers } = signed(known, { by: 'life', messageId: 'm1', body, answer: TAKEN }, NOW);
    expect(headers).toMatchObject({ 'msg-id': 'm1', 'x-douyin-signature': '8f1f8d9acc698fb775971d5b5767480efe93a02f' });
  });

  it('of ecpay is signed over token, time, nonce and message', () => {
    const msg = '{"appid":"tt000","cp_orderno":"A1","way":"2","total_amount":1299,"status":"SUCCESS"}';
    const known = { ...cast, miniApp: { ...miniApp, token: 'tok-EXAMPLE-1' } };
    const { body } = signed(known, { by: 'ecpay', kind: 'payment', msg, signedAt: NOW, answer: TAKEN }, NOW);
    expect(JSON.parse(body)).toMatchObject({ nonce: '5820', msg_signature: '50c455f0147608973cec2782f04b41f8178e8791' });
  });

  it('of 收钱吧 is signed over body and key', () => {
    const fields = {
      terminal_sn: '100000000000000001',
      client_sn: 'T20260921000001',
      total_amount: '12990',
      dynamic_id: '130000000000000001',
      subject: 'POS',
      operator: '01',
    };
    const shouqianba = { ...accounts.shouqianba, accountId: '100000000000000001', secret: 'key_example_0001' };
    const known = { ...cast, accounts: { ...accounts, shouqianba } };
    const { headers } = signed(known, { by: 'shouqianba', fields, answer: 'success' }, NOW);
    expect(headers['authorization']).toBe('100000000000000001 6786ea90c769735a86dcd4ddd25ea451');
  });

  it('of 通联 is signed over all that it holds', () => {
    const fields = {
      cusid: '990440153996000',
      appid: '00000051',
      trxcode: 'VSP501',
      trxid: '112094120001088317',
      trxamt: '12990',
      fee: '78',
      paytime: '20260921101320',
      cusorderid: 'T20260921000002',
      trxstatus: '0000',
      trxremark: '山海 茶铺',
    };
    const known = { ...cast, accounts: { ...accounts, allinpay: { ...accounts.allinpay, secret: 'key_example_0002' } } };
    const { body } = signed(known, { by: 'allinpay', fields, answer: 'success' }, NOW);
    expect(new URLSearchParams(body).get('sign')).toBe('8182AD3662F34578846EA37FC147CF3C');
  });

  it('with the time in its signature is signed anew, its body as before', () => {
    for (const callback of [
      { by: 'trade', body: '{}', answer: TAKEN },
      { by: 'lakala', fields: { trade_no: '1' }, answer: 'SUCCESS' },
    ] as const) {
      const [first, second] = [signed(cast, callback, NOW), signed(cast, callback, NOW + 60_000)];
      expect(second.body).toBe(first.body);
      expect(second.headers).not.toEqual(first.headers);
    }
  });
});

describe('the answer to a callback', () => {
  const asked = { by: 'trade', body: '{}', answer: { ...TAKEN, data: { out_refund_no: '1' } } } as const;

  it('has to say what its sender waits for, and may say more', () => {
    expect(isAnswered(asked, '{"err_no":0,"err_tips":"success","data":{"out_refund_no":"1","path":"x"}}')).toBe(true);
    for (const text of ['{"err_no":0,"err_tips":"success"}', '{"err_no":40101,"err_tips":"验签失败"}', '"success"'])
      expect(isAnswered(asked, text)).toBe(false);
  });

  it('of an acquirer is its own word', () => {
    const notice = { by: 'lakala', fields: {}, answer: 'SUCCESS' } as const;
    expect([isAnswered(notice, 'SUCCESS'), isAnswered(notice, 'success')]).toEqual([true, false]);
  });
});
