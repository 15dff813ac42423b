import { createHash, createHmac } from 'node:crypto';
import type { Caller } from './caller.js';
import type { Reply } from './reply.js';

/** Who trades in these tests. Key and secret of the app are those of the published signature vector. */
export const MERCHANT = 'shanhai';
export const STORE = 'west-lake';
export const SHOP = '4463798';
export const APP = { appKey: '7000000000000000001', appSecret: '3b1c0d2e-0000-4000-8000-9a8b7c6d5e4f' } as const;
export const TERMINAL: { readonly merchantNo: string; readonly terminalNo: string; readonly key: string } = {
  merchantNo: '898100012340001',
  terminalNo: 'A0000001',
  key: 'terminal-key-of-a0000001-0123',
};

export async function openShop(admin: Caller): Promise<void> {
  const steps: [string, object][] = [
    ['/v1/merchants', { id: MERCHANT, name: '山海茶铺', cutOff: '23:00' }],
    [`/v1/merchants/${MERCHANT}/stores`, { id: STORE, name: '西湖店' }],
    [`/v1/merchants/${MERCHANT}/douyin-shops`, { shopId: SHOP, ...APP }],
    [`/v1/merchants/${MERCHANT}/live-rooms`, { roomId: '7300000000000000001', shopId: SHOP, name: '双11专场' }],
    [
      `/v1/merchants/${MERCHANT}/terminals`,
      { ...TERMINAL, storeId: STORE, acquirer: 'unionpay', model: 'A930', from: '2026-01-01T00:00:00+08:00' },
    ],
  ];
  for (const [path, body] of steps) {
    const { status, text } = await admin.post(path, body);
    if (status !== 200) throw new Error(`${path}: ${text}`);
  }
}

/** One message of a push: tag, id and data, written as the platform does. */
export const message = (
  tag: number,
  data: object,
  id = `${String(tag)}:${JSON.stringify(data).length.toString()}:${String(Math.random())}`,
): string => JSON.stringify({ tag: String(tag), msg_id: id, data: JSON.stringify(data) });

export const signedPush = (body: string | Buffer): Record<string, string> => ({
  'content-type': 'application/json',
  'app-id': APP.appKey,
  'event-sign': createHash('md5').update(APP.appKey).update(body).update(APP.appSecret).digest('hex'),
});

/** Sends messages as Douyin signs them. Texts go as they are, so that 19-digit ids keep their digits. */
export const push = (nobody: Caller, ...messages: string[]): Promise<Reply> => {
  const body = `[${messages.join(',')}]`;
  return nobody.send('POST', '/v1/channels/douyin/push', body, signedPush(body));
};

export const signedByTerminal = (
  body: string,
  { merchantNo, terminalNo, key } = TERMINAL,
  timestampS = Date.now() / 1_000,
): Record<string, string> => {
  const timestamp = String(Math.floor(timestampS));
  return {
    'content-type': 'application/json',
    'x-terminal': `${merchantNo}/${terminalNo}`,
    'x-timestamp': timestamp,
    'x-signature': createHmac('sha256', key).update(`${timestamp}\n${body}`).digest('hex'),
  };
};

let traces = 0;

/** A transaction of the terminal with numbers of its own. */
export function transaction(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  traces += 1;
  return {
    kind: 'purchase',
    merchant_no: TERMINAL.merchantNo,
    terminal_no: TERMINAL.terminalNo,
    batch_no: '000012',
    trace_no: String(traces).padStart(6, '0'),
    occurred_at: '2026-09-21T10:13:20+08:00',
    amount: 12_990,
    method: 'card',
    response_code: '00',
    ...fields,
  };
}

/** Sends one transaction signed by the terminal. */
export const tell = (nobody: Caller, fields: Readonly<Record<string, unknown>>): Promise<Reply> => {
  const body = JSON.stringify(fields);
  return nobody.send('POST', '/v1/channels/pos/transactions', body, signedByTerminal(body));
};

/** How another transaction is named. */
export const naming = ({ batch_no, trace_no }: Readonly<Record<string, unknown>>, date = '2026-09-21'): object => ({
  batch_no,
  trace_no,
  date,
});

export const paymentIdOf = ({ batch_no, trace_no }: Readonly<Record<string, unknown>>, date = '20260921'): string =>
  `pay_${TERMINAL.merchantNo}.${TERMINAL.terminalNo}.${String(batch_no)}.${String(trace_no)}.${date}`;
