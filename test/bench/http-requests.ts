import { createHmac, randomInt } from 'node:crypto';

export const BENCH_TERMINAL = {
  merchantNo: '898100012340001',
  terminalNo: 'BENCH001',
  key: 'bench-terminal-key-0123456789abcdef',
} as const;

/** Batches of this run, so that no two runs on one database send the same transactions. */
const firstBatch = randomInt(900_000);
let made = 0;

export interface Sale {
  readonly paymentId: string;
  readonly line: string;
}

/** A purchase of its own, as a terminal tells it. */
export function sale(): Sale {
  made += 1;
  const { merchantNo, terminalNo } = BENCH_TERMINAL;
  const batch = String(firstBatch + Math.floor(made / 999_999)).padStart(6, '0');
  const trace = String((made % 999_999) + 1).padStart(6, '0');
  const line = JSON.stringify({
    kind: 'purchase',
    merchant_no: merchantNo,
    terminal_no: terminalNo,
    batch_no: batch,
    trace_no: trace,
    occurred_at: '2026-09-21T10:13:20+08:00',
    amount: 12_990,
    method: 'card',
    response_code: '00',
    card: '622202******1234',
  });
  return { line, paymentId: `pay_${merchantNo}.${terminalNo}.${batch}.${trace}.20260921` };
}

const request = (path: string, headers: readonly string[], body: string): Buffer =>
  Buffer.from(
    [
      `POST ${path} HTTP/1.1`,
      'host: 127.0.0.1',
      'content-type: application/json',
      `content-length: ${String(Buffer.byteLength(body))}`,
    ]
      .concat(headers)
      .join('\r\n') + `\r\n\r\n${body}`,
  );

/** One purchase, signed by its terminal. */
export function signedSale(): Buffer {
  const { merchantNo, terminalNo, key } = BENCH_TERMINAL;
  const { line } = sale();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', key).update(`${timestamp}\n${line}`).digest('hex');
  const headers = [`x-terminal: ${merchantNo}/${terminalNo}`, `x-timestamp: ${timestamp}`, `x-signature: ${signature}`];
  return request('/v1/channels/pos/transactions', headers, line);
}

/** The same body to a route that does nothing. */
export const bareSale = (): Buffer => request('/bare', [], sale().line);

/** An instruction to give a part of a payment back, with an Idempotency-Key of its own. */
export const refundOf = (paymentId: string, adminKey: string): Buffer =>
  request(
    `/v1/payments/${paymentId}/refunds`,
    [`authorization: Bearer ${adminKey}`, `idempotency-key: ${paymentId}`],
    JSON.stringify({ amount: 1_000, reason: 'bench' }),
  );
