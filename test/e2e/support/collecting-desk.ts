import { createHmac } from 'node:crypto';
import { eventually } from './eventually.js';
import type { Reply } from './reply.js';
import type { RunningLedger } from './running-ledger.js';
import { MERCHANT, SHOP, TERMINAL, message, openShop, push, tell, transaction } from './shop.js';

export interface RequestRow {
  readonly requestId: string;
  readonly orderId: string;
  readonly status: string;
  readonly amount: number;
  readonly collected: number;
  readonly refundsProposed: readonly { readonly paymentId: string; readonly amount: number; readonly reason: string }[];
  readonly exceptions: readonly string[];
}

export const codeOf = ({ body }: Reply): unknown => (body as { code?: unknown } | undefined)?.code;
export const REQUESTS = `/v1/terminals/${TERMINAL.merchantNo}/${TERMINAL.terminalNo}/payment-requests`;

export const signed = (
  method: string,
  path: string,
  body = '',
  key = TERMINAL.key,
  atMs = Date.now(),
): Record<string, string> => {
  const timestamp = String(Math.floor(atMs / 1000));
  return {
    'content-type': 'application/json',
    'x-terminal': `${TERMINAL.merchantNo}/${TERMINAL.terminalNo}`,
    'x-timestamp': timestamp,
    'x-signature': createHmac('sha256', key).update(`${timestamp}\n${method} ${path}\n${body}`).digest('hex'),
  };
};

/** The office that hands orders to a terminal, the terminal, and Douyin. */
export interface CollectingDesk {
  /** A new order that nobody has paid; its id. */
  readonly created: () => Promise<string>;
  readonly handOver: (orderId: string, body?: object, key?: string) => Promise<Reply>;
  /** Where that must succeed: the id of the request. */
  readonly handedOver: (orderId: string) => Promise<string>;
  readonly asTerminal: (method: string, path: string, content?: object, key?: string, atMs?: number) => Promise<Reply>;
  readonly confirm: (requestId: string) => Promise<Reply>;
  readonly report: (requestId: string, outcome: object) => Promise<Reply>;
  readonly requestOf: (orderId: string) => Promise<RequestRow | undefined>;
  /** Waits until the order's request is like that. */
  readonly stands: (orderId: string, row: object) => Promise<void>;
  /** The transaction that carries a request out. */
  readonly collect: (requestId: string, fields?: object) => Promise<void>;
  readonly paidInside: (orderId: string) => Promise<Reply>;
}

/** A shop whose orders may be collected at its terminal, and all that is done to collect one. */
export async function openCollectingDesk(ledger: RunningLedger): Promise<CollectingDesk> {
  await openShop(ledger.admin);
  const from = '2026-01-01T00:00:00+08:00';
  const steps: [string, object][] = [
    [
      'payment-interfaces',
      { id: 'counter', channel: 'unionpay', merchantNo: TERMINAL.merchantNo, methods: ['card'], validFrom: from },
    ],
    [`douyin-shops/${SHOP}/payment-interfaces`, { interfaceId: 'counter', from }],
    [`douyin-shops/${SHOP}/default-interface`, { interfaceId: 'counter', from }],
  ];
  for (const [path, body] of steps) {
    const { status, text } = await ledger.admin.post(`/v1/merchants/${MERCHANT}/${path}`, body);
    if (status !== 200) throw new Error(`${path}: ${text}`);
  }
  let orders = 0;
  const created = async (): Promise<string> => {
    orders += 1;
    const orderId = `69000000000000${String(10_000 + orders)}`;
    const at = Math.floor(Date.now() / 1000);
    await push(
      ledger.nobody,
      message(100, { p_id: orderId, s_ids: [orderId], shop_id: SHOP, create_time: at, order_status: 1, order_type: 0 }),
    );
    return orderId;
  };
  const handOver = (
    orderId: string,
    body: object = { amount: 12_990 },
    key = `hand-${orderId}-${JSON.stringify(body)}`,
  ): Promise<Reply> =>
    ledger.admin.post(
      `/v1/orders/${orderId}/payment-requests`,
      { merchantNo: TERMINAL.merchantNo, terminalNo: TERMINAL.terminalNo, ...body },
      { 'idempotency-key': key },
    );
  const handedOver = async (orderId: string): Promise<string> => {
    const reply = await handOver(orderId);
    expect([reply.status, reply.text]).toEqual([200, expect.any(String)]);
    return (reply.body as { requestId: string }).requestId;
  };
  const asTerminal = (method: string, path: string, content?: object, key?: string, atMs?: number): Promise<Reply> => {
    const body = content === undefined ? undefined : JSON.stringify(content);
    return ledger.nobody.send(method, path, body, signed(method, path, body, key, atMs));
  };
  const confirm = (requestId: string): Promise<Reply> => asTerminal('POST', `${REQUESTS}/${requestId}/confirm`, {});
  const report = (requestId: string, outcome: object): Promise<Reply> =>
    asTerminal('POST', `${REQUESTS}/${requestId}/outcome`, outcome);
  const requestOf = async (orderId: string): Promise<RequestRow | undefined> =>
    (await ledger.admin.data<RequestRow[]>(`/v1/payment-requests?orderId=${orderId}`))[0];
  const stands = (orderId: string, row: object): Promise<void> =>
    eventually(async () => expect(await requestOf(orderId)).toMatchObject(row));
  const collect = async (requestId: string, fields: object = {}): Promise<void> => {
    const occurred_at = new Date().toISOString();
    expect(
      (
        await tell(
          ledger.nobody,
          transaction({ instruction_id: requestId, occurred_at, rrn: `R${requestId.slice(-11)}`, ...fields }),
        )
      ).status,
    ).toBe(200);
  };
  const paidInside = (orderId: string): Promise<Reply> => {
    const at = Math.floor(Date.now() / 1000);
    return push(
      ledger.nobody,
      message(101, { p_id: orderId, shop_id: SHOP, order_status: 2, pay_type: 1, pay_time: at, pay_amount: 12_990 }),
    );
  };
  return { created, handOver, handedOver, asTerminal, confirm, report, requestOf, stands, collect, paidInside };
}
