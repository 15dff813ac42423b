import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import type { SetupCommand } from '#merchants';
import type { Acquirer } from './acquirers/adapter.js';
import { TERMINAL } from './testing-set-up.js';

/** Acquirers' notices as they are signed, written by hand here so that nothing of the adapters proves itself. */
export interface SignedNotice {
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: Buffer;
}

const PAIR = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ACQUIRER_KEY = PAIR.publicKey.export({ type: 'spki', format: 'pem' }).toString();
export const ACCOUNTS = { shouqianba: '100000000000000001', lakala: 'OP00000003', allinpay: '00000051' } as const;
const ACQUIRER_SECRET = 'key_example_of_an_acquirer_0001';

/** Accounts of merchant m1, in store s1. */
export const ACCOUNT_SET_UP: readonly SetupCommand[] = [
  {
    type: 'BindAccount',
    merchantId: 'm1',
    storeId: 's1',
    kind: 'shouqianba',
    accountId: ACCOUNTS.shouqianba,
    secret: ACQUIRER_SECRET,
    publicKeys: [ACQUIRER_KEY],
  },
  {
    type: 'BindAccount',
    merchantId: 'm1',
    storeId: 's1',
    kind: 'lakala',
    accountId: ACCOUNTS.lakala,
    publicKeys: [ACQUIRER_KEY],
  },
  {
    type: 'BindAccount',
    merchantId: 'm1',
    storeId: 's1',
    kind: 'allinpay',
    accountId: ACCOUNTS.allinpay,
    secret: ACQUIRER_SECRET,
    publicKeys: [],
  },
];

export const signedBySecret = (message: object): SignedNotice => {
  const rawBody = Buffer.from(JSON.stringify(message));
  const sign = createHash('md5')
    .update(Buffer.concat([rawBody, Buffer.from(ACQUIRER_SECRET)]))
    .digest('hex');
  return { headers: { authorization: `${ACCOUNTS.shouqianba} ${sign}` }, rawBody };
};

export const signedByPair = (message: object, timestamp: number): SignedNotice => {
  const rawBody = Buffer.from(JSON.stringify(message));
  const [appid, serial, nonce] = [ACCOUNTS.lakala, '00dfba8194c41b84cf', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6'];
  const text = `${appid}\n${serial}\n${String(timestamp)}\n${nonce}\n${rawBody.toString()}\n`;
  const signature = createSign('RSA-SHA256').update(text).sign(PAIR.privateKey, 'base64');
  const authorization = `LKLAPI-SHA256withRSA appid="${appid}",nonce_str="${nonce}",timestamp="${String(timestamp)}",serial_no="${serial}",signature="${signature}"`;
  return { headers: { authorization }, rawBody };
};

export const signedForm = (fields: Readonly<Record<string, string>>): SignedNotice => {
  const said: Record<string, string> = { appid: ACCOUNTS.allinpay, cusid: TERMINAL.merchantNo, ...fields };
  const names = [...Object.keys(said), 'key'].filter((name) => said[name] !== '').sort();
  const text = names.map((name) => `${name}=${said[name] ?? ACQUIRER_SECRET}`).join('&');
  const sign = createHash('md5').update(text).digest('hex').toUpperCase();
  return { headers: {}, rawBody: Buffer.from(new URLSearchParams({ ...said, sign }).toString()) };
};

/** Signs whatever message as that acquirer does. */
export function signedNotice(acquirer: Acquirer, message: Readonly<Record<string, unknown>>, timestamp: number): SignedNotice {
  if (acquirer === 'shouqianba') return signedBySecret(message);
  if (acquirer === 'lakala') return signedByPair(message, timestamp);
  const texts = Object.entries(message).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return signedForm(Object.fromEntries(texts) as Record<string, string>);
}

/** A payment of 129.90 as each of them tells it. */
export const PAID_NOTICES = {
  shouqianba: {
    sn: '7895259485469125',
    client_sn: 'T1',
    order_status: 'PAID',
    total_amount: '12990',
    net_amount: '12990',
    payway: '3',
    terminal_sn: ACCOUNTS.shouqianba,
    trade_no: '4200001234202609210123456789',
    finish_time: '1789956800000',
  },
  lakala: {
    merchant_no: TERMINAL.merchantNo,
    trade_no: '2026092166210000000001',
    log_no: '66210000000001',
    trade_main_type: 'PREORDER',
    trade_state: 'SUCCESS',
    total_amount: '12990',
    account_type: 'ALIPAY',
    acc_trade_no: '2026092122001400000000000001',
    trade_time: '20260921101320',
  },
  allinpay: {
    trxid: '112094120001088317',
    trxcode: 'VSP001',
    trxstatus: '0000',
    trxamt: '12990',
    paytime: '20260921101320',
    acct: '622202******1234',
    accttype: '00',
    termno: TERMINAL.terminalNo,
    termrefnum: '260921000101',
    fee: '78',
  },
} as const;

/** The same of an order of 拉卡拉's cashier. */
export const CASHIER_NOTICE = {
  merchant_no: TERMINAL.merchantNo,
  pay_order_no: '21092211012001970631000488056',
  out_order_no: 'T2',
  order_status: '2',
  total_amount: '12990',
  order_trade_info: {
    trade_no: '2026092166210000000009',
    trade_type: 'PAY',
    trade_amount: '12990',
    pay_mode: 'WECHAT',
    trade_time: '20260921101320',
  },
};

/** 10.00 of it given back. */
export const REFUND_NOTICES = {
  shouqianba: {
    order_status: 'PARTIAL_REFUNDED',
    net_amount: '11990',
    refund_request_no: 'R1',
    refund_amount: '1000',
    finish_time: '1789960400000',
  },
  lakala: {
    trade_no: '2026092166210000000002',
    origin_trade_no: PAID_NOTICES.lakala.trade_no,
    trade_main_type: 'REFUND',
    refund_amount: '1000',
    trade_time: '20260921111320',
  },
  allinpay: {
    trxid: '112094120001088400',
    srctrxid: PAID_NOTICES.allinpay.trxid,
    trxcode: 'VSP003',
    trxamt: '1000',
    paytime: '20260921111320',
  },
} as const;
