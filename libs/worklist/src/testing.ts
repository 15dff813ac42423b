import { EventCodec, MemoryEventLog, deterministicId, type StoredEvent } from '#event-log';
import { instant, type DomainEvent, type Instant } from '#kernel';
import { EXCEPTION_EVENTS, EXCEPTION_RULES_EVENTS } from './worklist.feature.js';

const TYPES = ['Told', 'TerminalEnrolled', 'TerminalMoved', 'TerminalConfigured', 'TerminalStatusChanged', 'PosModelDescribed'];
const FACTS = ['PaymentAuthorized', 'PaymentPurchased', 'PaymentRefunded', 'PurchaseVoided', 'PaymentDeclined'];

/** Of any feature: `Told` says a standing and nothing else. */
export const WORKLIST_CODEC = EventCodec.of(
  EXCEPTION_EVENTS,
  EXCEPTION_RULES_EVENTS,
  Object.fromEntries([...TYPES, ...FACTS].map((type) => [type, { version: 1 }])),
);

export const NOON: Instant = instant(Date.parse('2026-09-21T12:00:00+08:00'));

/** Standing of an order with some exceptions. */
export const standingWith = (exceptions: readonly string[], more: object = {}): DomainEvent => ({
  type: 'Told',
  data: {
    fact: { key: 'k', occurredAt: NOON },
    standing: { orderId: '1', merchant: 'm1', store: 's1', status: 'paid', paid: 500, refunded: 800, exceptions, ...more },
  },
});

/** A transaction of terminal `no/t` that leaves no exception. */
export function transactionOf(type: string, amount: number, at: Instant = NOON, more: object = {}): DomainEvent {
  const of = { merchant: 'm1', store: 's1', side: 'offline', channel: 'unionpay', method: 'card', ...more };
  const booking = { businessDate: '2026-09-21', of };
  const fact = { key: `${type}:${at}`, occurredAt: at, booking, merchantNo: 'no', terminalNo: 't', amount };
  return { type, data: { fact, standing: { merchant: 'm1', store: 's1', captured: amount, exceptions: [] } } };
}

/** A log in memory that is told events as they are, whatever their feature. */
export class ToldLog extends MemoryEventLog {
  private count = 0;

  async tell(stream: string, ...events: readonly DomainEvent[]): Promise<void> {
    const last = (await this.readStream(stream)).at(-1);
    this.count += 1;
    const metadata = { commandId: deterministicId('told', String(this.count)), correlationId: 'test', actor: 'key:test' };
    const encoded = WORKLIST_CODEC.encode(stream, events, metadata);
    const result = await this.append(stream, last?.revision ?? 'no_stream', encoded);
    if (!result.ok) throw new Error(`not appended to ${stream}`);
  }
}

/** As the log would hand it out, without a log. */
export const stored = (
  stream: string,
  { type, data }: DomainEvent,
  index: number,
  recordedAt: Instant = NOON,
): StoredEvent => ({
  position: String(index + 1).padStart(16, '0'),
  stream,
  revision: index,
  id: deterministicId(stream, String(index)),
  type,
  data,
  metadata: { v: 1, commandId: 'c', correlationId: 'c', actor: 'key:test' },
  recordedAt,
});
