import type { EventCodec, EventLog, Position, StoredEvent } from '#event-log';
import { START } from '#event-log';
import { signed, type BusinessDate, type Instant } from '#kernel';
import { PostingDays, trueDateOf } from '#periods';
import { entriesOf } from '#projections';

/** Entries of accounting days, both included, as known at a position. */
export interface JournalPeriod {
  readonly known: Position;
  readonly from?: BusinessDate | undefined;
  readonly to?: BusinessDate | undefined;
}

/** An entry as the log has it: lines that sum to zero, and the event that books them. */
export interface JournalEntry {
  readonly position: Position;
  /** Id of the event. */
  readonly event: string;
  readonly type: string;
  readonly stream: string;
  /** Place within the event. */
  readonly entry: number;
  readonly kind: string;
  /** On which it is booked. */
  readonly businessDate: BusinessDate;
  /** Its own accounting day where that was closed when the log recorded it, else null. */
  readonly trueDate: BusinessDate | null;
  readonly recordedAt: Instant;
  readonly currency: string;
  /** Debit is positive, minor units. */
  readonly lines: readonly { readonly account: string; readonly amount: number }[];
}

const BATCH = 1_000;

/** The journal out of the log itself, which alone is the book: what was booked up to a position never reads otherwise. */
export class JournalOfLog {
  constructor(
    private readonly log: EventLog,
    private readonly codec: EventCodec,
  ) {}

  /** In the order of the log, batch by batch. */
  async *entries({ known, from, to }: JournalPeriod): AsyncGenerator<readonly JournalEntry[]> {
    const days = new PostingDays();
    const isWithin = (day: BusinessDate): boolean => (from === undefined || day >= from) && (to === undefined || day <= to);
    for await (const { events, checkpoint } of this.log.readAll(START, { batchSize: BATCH })) {
      const within = events.filter((event) => event.position <= known).map((event) => this.codec.decode(event));
      const entries = within.flatMap((event) => journalOf(event, days, isWithin));
      if (entries.length > 0) yield entries;
      if (checkpoint >= known) return;
    }
  }
}

function journalOf(event: StoredEvent, days: PostingDays, isWithin: (day: BusinessDate) => boolean): JournalEntry[] {
  const { position, id, type, stream, recordedAt } = event;
  days.note(event);
  return entriesOf(event).flatMap((booked, entry) => {
    const businessDate = days.dayOf(booked);
    if (!isWithin(businessDate)) return [];
    const { kind, currency } = booked;
    const trueDate = trueDateOf(booked, businessDate);
    const lines = booked.lines.map((line) => ({ account: line.account, amount: signed(line) }));
    return [{ position, event: id, type, stream, entry, kind, businessDate, trueDate, recordedAt, currency, lines }];
  });
}
