import type { Draft, Named, Shown } from '#corrections';
import type { BusinessDate } from '#kernel';
import type { Touched } from './blast-radius.js';

const ORDER = /^order-douyin\.(.+)$/;
const PAYMENT = /^payment\.(.+)$/;
const MATCH = /^match\.(.+)$/;

/** What a correction is about, by the names of its streams. */
export function touchedBy(draft: Draft, shown: Shown): Touched {
  const streams = [...shown.seen, ...(shown.records ? [shown.records] : [])].map(({ stream }) => stream);
  const { attribution } = shown;
  const names = namesOf(draft);
  const orders = [...names.orders, ...named(streams, ORDER), ...(attribution?.to === 'order' ? [attribution.orderId] : [])];
  return {
    days: daysOf(draft),
    orders: distinct(orders),
    payments: distinct([...names.payments, ...named(streams, PAYMENT)]),
    matches: distinct(named(streams, MATCH)),
  };
}

function namesOf(draft: Draft): Named {
  switch (draft.kind) {
    case 'write-off':
      return draft.target.names;
    case 'record': {
      const cases = draft.target ? [draft.target.names] : [];
      const all = [draft.row.names, ...cases];
      return { orders: all.flatMap(({ orders }) => orders), payments: all.flatMap(({ payments }) => payments) };
    }
    case 'reverse':
    case 're-attribute':
    case 'adjust':
      return { orders: [], payments: [] };
    default:
      return draft satisfies never;
  }
}

function daysOf(draft: Draft): readonly BusinessDate[] {
  switch (draft.kind) {
    case 'reverse':
    case 're-attribute':
      return [draft.target.booked.businessDate];
    case 'record':
      return [draft.recorded.fact.booking.businessDate];
    case 'adjust':
    case 'write-off':
      return [];
    default:
      return draft satisfies never;
  }
}

const named = (streams: readonly string[], shape: RegExp): string[] =>
  streams.flatMap((stream) => shape.exec(stream)?.[1] ?? []);

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();
