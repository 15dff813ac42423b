import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { alipayText, signAlipay } from './alipay.js';
import { isFromWechat, wechatAuthorization, wechatCallText } from './wechat-signature.js';

/** Made for these vectors, whose signatures another program made; PKCS#1, DER. */
const KEY = createPrivateKey({
  key: Buffer.from(
    'MIIEogIBAAKCAQEA1DnQAxSETGfJVzY21cCQMtYkpYMTgH+mjt1vquidwLPc7pdwnAYdgDVv3eL+B6yNWHbJfZyaNVH8457FzGhVDoNBvLliPMNquPFNCtXIp/z6+48czghXy7BWV0wBVgenh+r1jpaYMDWvVs+dO0xxAsnIgwEyi7Cyu8ps/PDN9TnIi4t1JnEy+plI37n4M4ihYIrOH0XPxzLXO51aJX5hKDRP3uV/5BdCNizaWAeMAn+vPwWGGeWQeaPR0z8C4cNrcx7ap3pu1OqniLuTHNH0hYgP5lFa8AuxE9Gotttn7ywsxLYuFFdlofMyO2iMUfuXPeit8ouIEY9fFLzfSK0NHQIDAQABAoIBAFaKDIx0/U26tJtffBTFpQdV0zO6s2UeqGhxW2ux10IRFfIkxsKYq8bwA2HTggrXDfwY1CjohulfOWQIBlhH4wc79r5iSfDFLuujWeslKeF2g1G5FeHd/Q8OJOcMEy9lh6cg5Gj0d7KQ8aLQnijkDuE4Lw9cmaPktb1l2fN6rkFkQ8bLREdaCGe4tMpPUGRTdaLvD4dm0jLdz//Laa6ufDuG0wllNByjidfx4sCKUI0XGZpyzWZUNs8onh1vNdjtuC8kIc7ki4MbApjcrgLzXmQke2ZHvsUYWr6y7Yb+zEnsWbJd/spc0xaJVDExsrXbpsZg4W1tllEGUQbeG5KWQ3ECgYEA/y3zAcsLeDZR1ReRQFzSAdCDBSEt53icqDLmtWu7DPXOSvOyIhVoUdYPKWt282HjGaDMJ77OFtUA2N1f7V93dEl9YlJ9zfqspLhBa0fuCZMwSfHj5B4+VaAEVFut4OW+bA8AlbXfjNmsk08QzkurXmRkuUz0kIp+EytUNxvK7b8CgYEA1OiBi6njVkf3U0J3x6EIJPYtsiuD/HIlMikiwvn7UkL/w2S96JN8aZ4KMy5E8l95nOwBReX6RChgySihK2zhn5k/Nu7i2xlAI/XYAZga96JsUN42KWjvbFI4RZXgl7K1t4aetV88+h/xTLUvgnu79xPC86Di1pZ3FjepY+zMdCMCgYA4nyuCxFkhLXxu+jHCxFXdDTVlV/1llT+9mr3Sl7sDny9NNlHaekGRlxv6JtxYGOpZb3KdhxsXud/cPxLgCwToir4FqSQ9JlhUnIX3lhhdi4l1fvUAUy2ltkH/rfAhLRlZxOJuVdLq4AoJDcw+2k+GPGSVMVw7Dl/3RPAE4mfe5QKBgDggl043Wjw7uqLTafpRpHECCSfoOuJJQS8JEyXteujDyuM64qm2f9zkEfJOJ1TyAIBy4x8HMsPXFTTSpjJpgM1vO/ACaAG0lWklfW1mKO3RftaOzh56kGuw/S6zBUNYlHkuXxaXZd7WnulG9qBieDn5lrJdXo+NmRVdVSWHnpqbAoGAJUKu+y8Gkm36XhBjME9/hZBgZrOCUidMMLmEwrFV7hNuSnpvmm0uD3+IlKtxT27uW/G2R1W4oq/aA9pgZ6aKdU/AXqkXfFeSCr+4zyVhZD5/HSQnoYeF01qbofbL0sdP9OZ9R7eIqmZVryKj9ynbO9zDY53+DDt3KOORPtGC0qQ=',
    'base64',
  ),
  format: 'der',
  type: 'pkcs1',
})
  .export({ format: 'pem', type: 'pkcs8' })
  .toString();

const CALL = {
  method: 'GET',
  target: '/v3/bill/tradebill?bill_date=2026-09-20&bill_type=ALL',
  timestamp: '1790000000',
  nonce: '593BEC0C930BF1AFEB40B4A08C8FB242',
  body: '',
};

describe('a call to WeChat Pay', () => {
  it('is signed over five lines, the last of which is empty', () => {
    expect(wechatCallText(CALL)).toBe(
      'GET\n/v3/bill/tradebill?bill_date=2026-09-20&bill_type=ALL\n1790000000\n593BEC0C930BF1AFEB40B4A08C8FB242\n\n',
    );
  });

  it('carries its signature as the vector has it', () => {
    const caller = { mchid: '1900000109', serial: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1', privateKey: KEY };
    expect(wechatAuthorization(caller, CALL)).toBe(
      'WECHATPAY2-SHA256-RSA2048 mchid="1900000109",nonce_str="593BEC0C930BF1AFEB40B4A08C8FB242",signature="ON2QY9gAJoeVP+NZ+U4GRNX3sKTp8eNZfOlixxlgMq45TU3956XA1vtSj6yybpzkckWVCsgglq1MtSdQejqEar6oKxA3RmUg+9YTWWIunX6B4ukI6fzJHl/dH5BetnMqo0ECChyFXcN/9/XFP8WbMo/dmVnO7UVcdojaHHL0hyshX07qz8pI00XzNO4ujkHMtoME0Z9eZ34TtcxDmrX0Kc4ykTm5CHauJwlxJPT4QXGdKJ8vUsACbS9k8EE+hCSv2oHaUMvixCc8p7FBP+ddSEOvvo/ZShagFXopS0Q2vLnFcfCBerdruQKeK+nsNEu8QNkuucqfDjCtOLj/grRK1Q==",timestamp="1790000000",serial_no="5157F09EFDC096DE15EBE81A47057A7232F1B8E1"',
    );
  });
});

describe('an answer of WeChat Pay', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey;
  const pem = (key: typeof publicKey): string => key.export({ format: 'pem', type: 'spki' }).toString();
  const body = '{"download_url":"https://a"}';
  const signature = sign('RSA-SHA256', Buffer.from(`1790000000\nn1\n${body}\n`), privateKey).toString('base64');
  const headers = { 'wechatpay-timestamp': '1790000000', 'wechatpay-nonce': 'n1', 'wechatpay-signature': signature };

  it.each<[string, boolean, Record<string, string>, string, (typeof publicKey)[]]>([
    ['under one of its keys', true, headers, body, [other, publicKey]],
    ['under another key', false, headers, body, [other]],
    ['over another body', false, headers, body.replace('a', 'b'), [publicKey]],
    ['at another time', false, { ...headers, 'wechatpay-timestamp': '1790000001' }, body, [publicKey]],
    ['not at all', false, {}, body, [publicKey]],
  ])('signed %s is genuine: %s', (_how, isGenuine, told, text, keys) => {
    expect(isFromWechat(keys.map(pem), new Headers(told), text)).toBe(isGenuine);
  });
});

describe('a call to Alipay', () => {
  const parameters = {
    version: '1.0',
    sign: 'is not of it',
    app_id: '2021000000000001',
    empty: '',
    method: 'alipay.data.dataservice.bill.downloadurl.query',
    sign_type: 'RSA2',
    charset: 'utf-8',
    biz_content: '{"bill_type":"trade","bill_date":"2026-09-20"}',
  };

  it('is signed over all that holds something, sorted, as the vector has it', () => {
    expect(alipayText(parameters)).toBe(
      'app_id=2021000000000001&biz_content={"bill_type":"trade","bill_date":"2026-09-20"}&charset=utf-8&method=alipay.data.dataservice.bill.downloadurl.query&sign_type=RSA2&version=1.0',
    );
    expect(signAlipay(KEY, parameters)).toBe(
      'o9A/bS4oSzplIXo9I93bEFqLtravsgDd2rCa7Ww8YyM1jQRO9dlzcNLVpcyIqJp7pEGZaHZX9bX07VUDTNijo7s6jS2mwZXUjP0iK2MXF3MhREeKTY1ltpTAy92IAUvzro36JUBUy4HoJmOE5mOIifJyVclh/Or5z8+8F6ndRD+VkyHIlBni5ZPE5QSzN6hIKQrrPQdhRXXYHsrtoPV+wnN9uTjqvBveHN9MVjuhCxr0BAQJNOVROfXL1KcTr6DZP7IBZzNDgiSudtQ9JR9jIbZW0IdUzEc9gSaXsfeUMDTJh2xSQ9ZdiWtN221zUGCtSMHuALfAMuKR7baJ+xcsyg==',
    );
  });
});
