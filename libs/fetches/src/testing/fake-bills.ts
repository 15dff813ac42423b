import { createHash, createVerify } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { FAKE_ACCOUNTS, type ChannelTrouble } from './fake-accounts.js';

export interface FakeCall {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly trouble: ChannelTrouble;
  readonly body: string;
}

/** What the fake holds, and how it signs. */
export interface FakeBooks {
  readonly merchant: { readonly publicKey: string };
  readonly bills: ReadonlyMap<string, Buffer>;
  readonly ledger: ReadonlyMap<string, readonly string[]>;
  isFromMerchant(request: IncomingMessage): boolean;
  signedByPlatform(body: string): Record<string, string>;
  linkTo(content: Buffer, signed: boolean, trouble: ChannelTrouble): string;
}

export interface FakeBill {
  readonly status?: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Why the call itself was not taken. */
  readonly refused?: string;
}

const sha1Of = (content: Buffer): string => createHash('sha1').update(content).digest('hex');

const json = (value: object, more: Omit<FakeBill, 'body'> = {}): FakeBill => ({
  status: 200,
  body: JSON.stringify(value),
  ...more,
});

/** All but the signature and what is empty, sorted. */
const sortedText = (fields: ReadonlyMap<string, string>): string =>
  [...fields.keys()]
    .filter((name) => name !== 'sign' && fields.get(name) !== '')
    .sort()
    .map((name) => `${name}=${fields.get(name) ?? ''}`)
    .join('&');

const wechat =
  (kind: string) =>
  (fake: FakeBooks, { request, url, trouble }: FakeCall): FakeBill => {
    if (!fake.isFromMerchant(request)) return json({ code: 'SIGN_ERROR' }, { status: 401, refused: 'SIGN_ERROR' });
    if (trouble === 'refused') return json({ code: 'NO_AUTH', message: 'no' }, { status: 403 });
    if (trouble === 'creating') return json({ code: 'STATEMENT_CREATING' }, { status: 400 });
    const bill = fake.bills.get(`${kind} ${url.searchParams.get('bill_date') ?? ''}`);
    if (!bill) return json({ code: 'NO_STATEMENT_EXIST' }, { status: 400 });
    const link = fake.linkTo(bill, true, trouble);
    const body = JSON.stringify({ hash_type: 'SHA1', hash_value: sha1Of(bill), download_url: link });
    return { status: 200, body, headers: trouble === 'unsigned' ? {} : fake.signedByPlatform(body) };
  };

function alipay(fake: FakeBooks, { url, trouble }: FakeCall): FakeBill {
  const answer = (told: object): FakeBill =>
    json({ alipay_data_dataservice_bill_downloadurl_query_response: told, sign: 'not looked at' });
  const fields = new Map(url.searchParams);
  const verifier = createVerify('RSA-SHA256').update(sortedText(fields));
  const isGenuine = verifier.verify(fake.merchant.publicKey, fields.get('sign') ?? '', 'base64');
  if (!isGenuine || fields.get('app_id') !== FAKE_ACCOUNTS.alipay.appId || fields.get('sign_type') !== 'RSA2')
    return { ...answer({ code: '40002', sub_code: 'isv.invalid-signature' }), refused: 'isv.invalid-signature' };
  const { bill_type: type, bill_date: day } = JSON.parse(fields.get('biz_content') ?? '{}') as Record<string, string>;
  const bill = fake.bills.get(`alipay-${type === 'trade' ? 'trades' : 'funds'} ${day ?? ''}`);
  if (!bill) return answer({ code: '40004', sub_code: 'isp.bill_not_exist' });
  return answer({ code: '10000', msg: 'Success', bill_download_url: fake.linkTo(bill, false, trouble) });
}

function allinpay(fake: FakeBooks, { url, trouble }: FakeCall): FakeBill {
  const { cusid, appId, key } = FAKE_ACCOUNTS.allinpay;
  const fields = new Map(url.searchParams);
  const isGenuine =
    fields.get('signtype') === 'RSA'
      ? createVerify('RSA-SHA1')
          .update(sortedText(fields))
          .verify(fake.merchant.publicKey, fields.get('sign') ?? '', 'base64')
      : createHash('md5')
          .update(sortedText(new Map([...fields, ['key', key]])))
          .digest('hex')
          .toUpperCase() === fields.get('sign');
  if (!isGenuine || fields.get('cusid') !== cusid || fields.get('appid') !== appId)
    return json({ retcode: 'FAIL', retmsg: '签名错误' }, { refused: '签名错误' });
  const date = (fields.get('date') ?? '').replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  const bill = fake.bills.get(`allinpay-trades ${date}`);
  if (!bill) return json({ retcode: 'FAIL', retmsg: '对账文件不存在' });
  return json({ retcode: 'SUCCESS', url: fake.linkTo(bill, false, trouble) });
}

const LIFE_TOKEN = 'clt.life-token-1';

function lifeToken(_: FakeBooks, { body }: FakeCall): FakeBill {
  const { client_key: key, client_secret: secret } = JSON.parse(body) as Record<string, string>;
  const { clientKey, clientSecret } = FAKE_ACCOUNTS.life;
  return key === clientKey && secret === clientSecret
    ? json({ data: { access_token: LIFE_TOKEN, expires_in: 7_200, error_code: 0 } })
    : json({ data: { error_code: 10_003, description: 'no' } }, { refused: 'client_secret' });
}

/** A page of two rows at most, whatever is asked for. */
function lifeLedger(fake: FakeBooks, { request, url, trouble }: FakeCall): FakeBill {
  if (request.headers['access-token'] !== LIFE_TOKEN) return json({ data: { error_code: 2_190_008 } }, { refused: 'token' });
  if (url.searchParams.get('account_id') !== FAKE_ACCOUNTS.life.accountId)
    return json({ data: { error_code: 2_100_005 } }, { refused: 'account' });
  const rows = fake.ledger.get(url.searchParams.get('bill_date') ?? '') ?? [];
  const from = Number(url.searchParams.get('cursor') ?? '0');
  const next = trouble === 'page_trap' ? from : from + 2;
  const hasMore = trouble === 'page_trap' || next < rows.length;
  const records = rows.slice(from, from + 2).join(',');
  const body = `{"data":{"error_code":0,"has_more":${String(hasMore)},"cursor":"${String(next)}","ledger_records":[${records}]},"extra":{"error_code":0}}`;
  return { status: 200, body };
}

/** What stands behind each path. */
export const BILLS_OF_FAKE: Readonly<Record<string, (fake: FakeBooks, call: FakeCall) => FakeBill>> = {
  '/v3/bill/tradebill': wechat('wechat-trades'),
  '/v3/bill/fundflowbill': wechat('wechat-funds'),
  '/gateway.do': alipay,
  '/cusapi/trxfile/get': allinpay,
  '/oauth/client_token/': lifeToken,
  '/goodlife/v1/settle/ledger/query/': lifeLedger,
};
