import { fire, type VolleyResult } from './http-connections.js';
import { bareSale, refundOf, sale, signedSale } from './http-requests.js';

/** What the parent asks of the load generator; each order is answered with one message. */
export type LoadOrder =
  | { readonly type: 'prepare'; readonly what: 'bare' | 'sales'; readonly count: number }
  | { readonly type: 'prepare'; readonly what: 'refunds'; readonly paymentIds: readonly string[]; readonly adminKey: string }
  | {
      readonly type: 'fire';
      readonly port: number;
      readonly connections: number;
      readonly seconds: number;
      readonly perSecond?: number;
    }
  | { readonly type: 'batch'; readonly port: number; readonly lines: number; readonly adminKey: string };

export type LoadAnswer =
  | { readonly type: 'ready' }
  | ({ readonly type: 'fired' } & VolleyResult)
  | {
      readonly type: 'sent';
      readonly lines: number;
      readonly seconds: number;
      readonly failed: number;
      readonly paymentIds: readonly string[];
    };

let requests: Buffer[] = [];

process.on('message', (order: LoadOrder) => {
  carryOut(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exit(1);
    },
  );
});

async function carryOut(order: LoadOrder): Promise<LoadAnswer> {
  switch (order.type) {
    case 'prepare':
      requests = prepared(order);
      return { type: 'ready' };
    case 'fire':
      return { type: 'fired', ...(await fire({ ...order, requests })) };
    case 'batch':
      return sendBatch(order);
  }
}

function prepared(order: Extract<LoadOrder, { type: 'prepare' }>): Buffer[] {
  if (order.what === 'refunds') return order.paymentIds.map((paymentId) => refundOf(paymentId, order.adminKey));
  const make = order.what === 'bare' ? bareSale : signedSale;
  return Array.from({ length: order.count }, make);
}

/** Thousands of lines in one request, as a store sends them that was offline. */
async function sendBatch({ port, lines, adminKey }: Extract<LoadOrder, { type: 'batch' }>): Promise<LoadAnswer> {
  const sales = Array.from({ length: lines }, sale);
  const began = performance.now();
  const response = await fetch(`http://127.0.0.1:${String(port)}/v1/channels/pos/transactions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/x-ndjson' },
    body: sales.map(({ line }) => line).join('\n'),
  });
  const results = (await response.text()).trim().split('\n');
  const seconds = (performance.now() - began) / 1_000;
  const failed = lines - results.filter((result) => result.includes('"status":"applied"')).length;
  return { type: 'sent', lines, seconds, failed, paymentIds: sales.map(({ paymentId }) => paymentId) };
}
