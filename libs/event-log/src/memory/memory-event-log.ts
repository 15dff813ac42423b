import { Outage, instant, type Instant } from '#kernel';
import {
  asExpected,
  assertAppendable,
  assertFollows,
  assertRestorable,
  notTheHead,
  originOf,
  resultOfRefused,
  revisionBefore,
} from '../append-rules.js';
import { counterOf, positionAt } from '../dense-position.js';
import { follow, readUpTo, type ReadPage } from '../dense-reading.js';
import type {
  AppendResult,
  Batch,
  ExpectedRevision,
  NewEvent,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  RecordedEvent,
  RestorableLog,
} from '../event-log.js';
import { isOfNotice } from '../notice-digest.js';
import { WakeUp } from '../wake-up.js';

/** Every append rings in this process, so nothing is missed; the bound only ends a wait for good measure. */
const POLL_MS = 1_000;

/** The log in memory: for tests, held to the same contract as the others. `now`: milliseconds since 1970. */
export class MemoryEventLog implements RestorableLog {
  readonly sizeUnit = 'events';
  private readonly all: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly wakeUp = new WakeUp();
  private readonly closing = new AbortController();

  constructor(private readonly now: () => number = Date.now) {}

  // Async so that a bad append rejects, as with every other log, and does not throw.
  // eslint-disable-next-line @typescript-eslint/require-await
  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    assertAppendable(stream, expected, events);
    if (this.closing.signal.aborted) throw new Outage('the log is closed');
    const present = this.streams.get(stream) ?? [];
    const first = revisionBefore(expected) + 1;
    if (first !== present.length) {
      return resultOfRefused(events, present.slice(first, first + events.length), asExpected(present.length - 1));
    }
    const recordedAt = this.recordedNext();
    const recorded = events.map((event, index) => this.record(event, { stream, revision: first + index, recordedAt }, index));
    for (const event of recorded) {
      present.push(event);
      this.all.push(event);
    }
    this.streams.set(stream, present);
    this.wakeUp.ring();
    return { ok: true, revision: first + events.length - 1, position: positionAt(this.all.length) };
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async restore(after: Position, events: readonly RecordedEvent[]): Promise<Position> {
    assertRestorable(events);
    const head = positionAt(this.all.length);
    if (after !== head) throw notTheHead(after, head);
    const last = new Map<string, number>();
    for (const event of events) {
      const { stream, revision } = event;
      assertFollows(event, last.get(stream) ?? (this.streams.get(stream)?.length ?? 0) - 1);
      last.set(stream, revision);
    }
    for (const event of events) this.put(event);
    this.wakeUp.ring();
    return positionAt(this.all.length);
  }

  readStream(stream: string, { from = 0, limit }: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    const end = limit === undefined ? undefined : from + limit;
    return Promise.resolve((this.streams.get(stream) ?? []).slice(from, end));
  }

  find(ids: readonly string[]): Promise<readonly RecordedEvent[]> {
    const wanted = new Set(ids);
    return Promise.resolve(this.all.filter(({ id }) => wanted.has(id)));
  }

  findOfNotice(digest: string): Promise<readonly RecordedEvent[]> {
    return Promise.resolve(this.all.filter((event) => isOfNotice(event, digest)));
  }

  readAll(after: Position, options: ReadAllOptions = {}): AsyncIterable<Batch> {
    return readUpTo(this.readPage, () => this.head(), { after, options, closed: this.closing.signal });
  }

  subscribeAll(after: Position, options: ReadAllOptions = {}): AsyncIterable<Batch> {
    return follow(this.readPage, this.wakeUp, POLL_MS, { after, options, closed: this.closing.signal });
  }

  head(): Promise<Position> {
    return Promise.resolve(positionAt(this.all.length));
  }

  sizeUpTo(position: Position): Promise<number> {
    return Promise.resolve(Math.min(counterOf(position), this.all.length));
  }

  close(): Promise<void> {
    this.closing.abort();
    return Promise.resolve();
  }

  private readonly readPage: ReadPage = (after, last) => Promise.resolve(this.all.slice(after, last));

  private put(event: RecordedEvent): void {
    const { stream, revision, recordedAt } = event;
    const origin = originOf(event);
    const recorded = this.record(event, { stream, revision, recordedAt }, 0);
    const restored = origin === recorded.position ? recorded : { ...recorded, origin };
    this.all.push(restored);
    this.streams.set(stream, [...(this.streams.get(stream) ?? []), restored]);
  }

  private recordedNext(): Instant {
    const now = instant(this.now());
    const before = this.all.at(-1)?.recordedAt;
    return before !== undefined && before > now ? before : now;
  }

  /** Bytes are copied: what is stored stays as it was when the append was made. */
  private record(
    { id, type, contentType, data, metadata }: NewEvent,
    at: Pick<RecordedEvent, 'stream' | 'revision' | 'recordedAt'>,
    index: number,
  ): RecordedEvent {
    return {
      position: positionAt(this.all.length + 1 + index),
      ...at,
      id: id.toLowerCase(),
      type,
      contentType,
      data: Uint8Array.from(data),
      metadata: Uint8Array.from(metadata),
    };
  }
}
