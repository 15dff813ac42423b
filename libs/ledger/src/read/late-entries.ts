import type { StoredEvent } from '#event-log';
import { signed, type BusinessDate, type Entry } from '#kernel';
import { Table, column } from '#projections';

/** An entry whose own accounting day was closed when the log recorded it. */
export interface LateRow {
  readonly event: StoredEvent;
  /** Place within the event. */
  readonly index: number;
  readonly entry: Entry;
  readonly bookedDay: BusinessDate;
}

export const lateEntries = new Table<LateRow>({
  name: 'late_entries',
  columns: {
    merchant: column('text', ({ entry }) => entry.of.merchant),
    booked_day: column('date', ({ bookedDay }) => bookedDay),
    position: column('text', ({ event }) => event.position),
    entry: column('smallint', ({ index }) => index),
    true_date: column('date', ({ entry }) => entry.businessDate),
    event: column('text', ({ event }) => event.id),
    type: column('text', ({ event }) => event.type),
    stream: column('text', ({ event }) => event.stream),
    kind: column('text', ({ entry }) => entry.kind),
    store: column('text', ({ entry }) => entry.of.store),
    channel: column('text', ({ entry }) => entry.of.channel),
    currency: column('text', ({ entry }) => entry.currency),
    lines: column('json', ({ entry }) => entry.lines.map((line) => ({ account: line.account, amount: signed(line) }))),
    recorded_at: column('timestamptz', ({ event }) => event.recordedAt),
  },
  key: ['merchant', 'booked_day', 'position', 'entry'],
  addedOnly: true,
});
