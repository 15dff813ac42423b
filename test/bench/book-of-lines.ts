import type { Pool } from 'pg';
import { EventCodec, MemoryEventLog, type Batch, type NewEvent, type Position, type ReadAllOptions } from '#event-log';
import { credit, debit, instant, money, plusDays, type BusinessDate, type Dimensions, type Entry } from '#kernel';
import { balances } from '#ledger';
import { bringUp } from '#projections/testing';

const CODEC = new EventCodec({ Booked: { version: 1 } });

export const FIRST_DAY = '2024-01-01' as BusinessDate;
/** Over which a book is spread, whatever its size. */
export const BOOK_DAYS = 800;
export const HOT_ACCOUNT = 'assets:clearing:unionpay:898100012340001';
export const BOOK_MERCHANT = 'm1';
const STORES = 40;
export const ACCOUNTS: readonly string[] = Array.from({ length: STORES }, (_, store) => `revenue:offline:m1:s${String(store)}`);
const LINES_AN_EVENT = 2;
const BATCH = 10_000;
/** Each so many events one comes late, by up to so many days. */
const LATE_EVERY = 20;
const MOST_LATE = 60;
const DAY_MS = 86_400_000;
const FIRST_MS = Date.parse(`${FIRST_DAY}T00:00:00+08:00`);

/**
 * A log of sales on one clearing account and the revenue of forty stores, of two merchants, made while it is read: the read
 * model takes it in by its own fold, and nothing holds it.
 */
class MadeLog extends MemoryEventLog {
  private readonly made = new Map<string, NewEvent>();

  constructor(private readonly events: number) {
    super();
  }

  override head(): Promise<Position> {
    return Promise.resolve(positionOf(this.events));
  }

  override async *readAll(after: Position, { batchSize = BATCH }: ReadAllOptions = {}): AsyncIterable<Batch> {
    await Promise.resolve();
    for (let from = Number(after || 0); from < this.events; from += batchSize) {
      const until = Math.min(from + batchSize, this.events);
      const events = Array.from({ length: until - from }, (_, index) => this.eventAt(from + index + 1));
      yield { events, checkpoint: positionOf(until), caughtUp: until === this.events };
    }
  }

  private eventAt(number: number): Batch['events'][number] {
    const share = number / (this.events + 1);
    const day = Math.floor(share * BOOK_DAYS);
    const recordedAt = instant(FIRST_MS + Math.floor(share * BOOK_DAYS * DAY_MS));
    const position = positionOf(number);
    return { ...this.sale(number, day), id: position, stream: `sale-${position}`, revision: 0, position, recordedAt };
  }

  /** Few differ: encoding each anew would be most of the work. */
  private sale(number: number, day: number): NewEvent {
    const late = number % LATE_EVERY === 0 ? (number / LATE_EVERY) % MOST_LATE : 0;
    const store = number % STORES;
    const key = `${String(day)} ${String(late)} ${String(store)}`;
    let event = this.made.get(key);
    if (!event) {
      [event] = CODEC.encode(
        'sale',
        [{ type: 'Booked', data: { entries: [entryOf(plusDays(FIRST_DAY, day - late), store)] } }],
        {
          commandId: key,
          correlationId: key,
          actor: 'bench',
        },
      );
      if (!event) throw new Error('nothing was encoded');
      this.made.set(key, event);
    }
    return event;
  }
}

function entryOf(businessDate: BusinessDate, store: number): Entry {
  const merchant = store % 8 === 7 ? 'm2' : BOOK_MERCHANT;
  const of: Dimensions = { merchant, store: `s${String(store)}`, side: 'offline', channel: 'unionpay', method: 'card' };
  const sum = money(100 + store);
  const lines = [debit(HOT_ACCOUNT, sum), credit(ACCOUNTS[store] ?? '', sum)];
  return { kind: 'sale', businessDate, currency: 'CNY', of, lines };
}

export const positionOf = (number: number): Position => String(number).padStart(16, '0');

/** Fills the balances of an empty database with a book of so many lines. Answers how many events it has. */
export async function fillBook(pool: Pool, lines: number): Promise<number> {
  const events = lines / LINES_AN_EVENT;
  await bringUp({ pool, log: new MadeLog(events), codec: CODEC }, balances, { batchSize: BATCH });
  return events;
}
