import { randomInt, randomUUID } from 'node:crypto';
import type { NewEvent } from '#event-log';

const DATA = JSON.stringify({
  fact: { key: 'capture:00000123.000001.000123.20260921', paymentId: 'pay_898100012340001', amount: 12990 },
  rules: 1,
  entries: [
    { account: 'assets:clearing:unionpay:898100012340001', side: 'debit', amount: 12990 },
    { account: 'revenue:offline:s1', side: 'credit', amount: 12990 },
  ],
  standing: { status: 'captured', captured: 12990, refunded: 0 },
});
const METADATA = JSON.stringify({
  v: 1,
  commandId: '0b5e7f52-2f1e-4a33-9c01-1f2e3d4c5b6a',
  correlationId: 'req-7f3a9c',
  actor: 'terminal:898100012340001/POS00001',
  notice: { id: 'n-000001' },
});

export const DATA_BYTES = Buffer.from(DATA.slice(0, 350).padEnd(350));
export const METADATA_BYTES = Buffer.from(METADATA.slice(0, 150).padEnd(150));
export const EVENT_TYPE = 'PaymentCaptured';

/** About 350 bytes of data and 150 of metadata. */
export const sampleEvent = (): NewEvent => ({
  id: randomUUID(),
  type: EVENT_TYPE,
  contentType: 'application/json',
  data: DATA_BYTES,
  metadata: METADATA_BYTES,
});

const run = randomInt(1_000_000_000);
let made = 0;

/** A number that no other run has. */
export const sampleKey = (): number => {
  made += 1;
  return run * 1_000_000 + made;
};

/** As long as the name of an order's stream. */
export const sampleStream = (): string => `order-douyin-4${String(sampleKey()).padStart(18, '0')}`;
