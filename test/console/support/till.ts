import { createHash, createHmac } from 'node:crypto';
import { server } from './console.js';

/** A counter of a merchant of its own, so that what is paid there changes no figure that other specs look at. */
export interface Counter {
  readonly merchant: string;
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly key: string;
  /** A Douyin order that waits to be paid. */
  readonly order: () => Promise<string>;
  /** Sends it to the terminal; answers the id of the request. */
  readonly handOver: (orderId: string, amount: number) => Promise<string>;
  /** A transaction of the terminal, under the next trace of one batch; answers the id of its payment. */
  readonly tell: (fields: Readonly<Record<string, unknown>>) => Promise<string>;
}

const FROM = '2025-11-01T09:00:00+08:00';
const METHODS = ['card_chip', 'card_contactless', 'wechat', 'alipay'];

export async function asAdmin<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${server().url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${server().keys.admin}`,
      'content-type': 'application/json',
      'idempotency-key': `counter-${String(Date.now())}-${String(Math.random())}`,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** Sorted after the demo's own merchant, which stays the one that pages begin with. */
export async function openCounter(): Promise<Counter> {
  const tale = String(Date.now()).slice(-9);
  const merchant = `demo-till-${tale}`;
  const shopId = `5${tale}`;
  const app = { appKey: `8${tale}000000001`, appSecret: `secret-of-the-counter-${tale}` };
  const merchantNo = `8981${tale}01`;
  const terminal = { merchantNo, terminalNo: tale.slice(-8), key: `key-of-the-terminal-${tale}` };
  const at = `/v1/merchants/${merchant}`;
  const steps: readonly (readonly [string, object])[] = [
    ['/v1/merchants', { id: merchant, name: '山海茶铺', cutOff: '23:00' }],
    [`${at}/stores`, { id: 'west-lake', name: '西湖店' }],
    [`${at}/douyin-shops`, { shopId, ...app }],
    [`${at}/terminals`, { ...terminal, storeId: 'west-lake', acquirer: 'unionpay', model: 'A930', from: FROM }],
    [`${at}/terminals/${merchantNo}/${terminal.terminalNo}/methods`, { methods: METHODS, from: FROM }],
    [
      `${at}/payment-interfaces`,
      { id: 'counter', channel: 'unionpay', merchantNo, methods: ['card', 'wechat', 'ecny'], validFrom: FROM },
    ],
    [`${at}/douyin-shops/${shopId}/payment-interfaces`, { interfaceId: 'counter', from: FROM }],
    [`${at}/douyin-shops/${shopId}/default-interface`, { interfaceId: 'counter', from: FROM }],
  ];
  for (const [path, body] of steps) await asAdmin('POST', path, body);
  let orders = 0;
  let traces = 0;
  return {
    merchant,
    ...terminal,
    order: async () => {
      orders += 1;
      const orderId = `69${tale}${String(10_000_000 + orders)}`;
      await push(app, { orderId, shopId });
      return orderId;
    },
    handOver: async (orderId, amount) => {
      const { terminalNo } = terminal;
      const path = `/v1/orders/${orderId}/payment-requests`;
      return (await asAdmin<{ requestId: string }>('POST', path, { merchantNo, terminalNo, amount })).requestId;
    },
    tell: (fields) => {
      traces += 1;
      const numbers = { batch_no: '000001', trace_no: String(traces).padStart(6, '0') };
      return tellPos(terminal, { ...numbers, occurred_at: new Date().toISOString(), response_code: '00', ...fields });
    },
  };
}

interface Placed {
  readonly orderId: string;
  readonly shopId: string;
}

/** The order as Douyin tells of it, signed as Douyin signs. */
async function push(
  { appKey, appSecret }: { readonly appKey: string; readonly appSecret: string },
  { orderId, shopId }: Placed,
): Promise<void> {
  const at = Math.floor(Date.now() / 1000);
  const order = { p_id: orderId, s_ids: [orderId], shop_id: shopId, create_time: at, order_status: 1, order_type: 0 };
  const body = JSON.stringify([{ tag: '100', msg_id: `100:${orderId}`, data: JSON.stringify(order) }]);
  const sign = createHash('md5').update(appKey).update(body).update(appSecret).digest('hex');
  const response = await fetch(`${server().url}/v1/channels/douyin/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'app-id': appKey, 'event-sign': sign },
    body,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the order was not taken: ${String(response.status)} ${text}`);
}

/** One transaction, signed as terminals sign. */
async function tellPos(
  { merchantNo, terminalNo, key }: Pick<Counter, 'merchantNo' | 'terminalNo' | 'key'>,
  fields: Readonly<Record<string, unknown>>,
): Promise<string> {
  const body = JSON.stringify({ merchant_no: merchantNo, terminal_no: terminalNo, ...fields });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const response = await fetch(`${server().url}/v1/channels/pos/transactions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-terminal': `${merchantNo}/${terminalNo}`,
      'x-timestamp': timestamp,
      'x-signature': createHmac('sha256', key).update(`${timestamp}\n${body}`).digest('hex'),
    },
    body,
  });
  const answer = (await response.json()) as { readonly payment_id?: string };
  if (answer.payment_id === undefined) throw new Error(`not taken: ${String(response.status)} ${JSON.stringify(answer)}`);
  return answer.payment_id;
}
