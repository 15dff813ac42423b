import type { Instant } from '#kernel';

/**
 * Where an event stands in the log. Opaque; two positions of one log compare as strings (`<`). `START` is before the first event.
 * PostgreSQL and memory: a dense counter from 1, padded to 16 digits. EventStoreDB: commit and prepare position, 19 digits each.
 */
export type Position = string;

export const START: Position = '';

/** What a stream must look like for an append to be accepted: its last revision (0-based), or that it does not exist. */
export type ExpectedRevision = number | 'no_stream';

export type ContentType = 'application/json' | 'application/octet-stream';

export interface NewEvent {
  /** UUID. The same id at the same revision marks a retry. */
  readonly id: string;
  /** `[A-Za-z][A-Za-z0-9._-]{0,127}` */
  readonly type: string;
  readonly contentType: ContentType;
  /** Stored to the byte. */
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface RecordedEvent extends NewEvent {
  readonly position: Position;
  readonly stream: string;
  /** 0-based, without gaps. */
  readonly revision: number;
  /**
   * When the log wrote it, by the log's own clock. PostgreSQL and memory: never earlier than the event before. EventStoreDB:
   * the clock of whichever node leads, which may step back when another does; positions are the order.
   */
  readonly recordedAt: Instant;
  /**
   * Of an event that another log recorded and that was moved here: where it stood there. Absent where that is `position` itself.
   * It and all else of the event stay what they were when it was recorded.
   */
  readonly origin?: Position;
}

export type AppendResult =
  /** Stored, now or by an earlier try with the same ids at these revisions. `revision` and `position` of the last event. */
  | { readonly ok: true; readonly revision: number; readonly position: Position }
  /** The stream is not where the caller thought. `actual` is its last revision, `no_stream` where there is none. */
  | { readonly ok: false; readonly reason: 'conflict'; readonly actual: ExpectedRevision }
  /**
   * The ids are stored at these revisions with other data or another type: a fault of the caller. Nothing was written.
   * Metadata may differ: a retry of a command can travel under another correlation.
   */
  | { readonly ok: false; readonly reason: 'id_reused'; readonly actual: ExpectedRevision };

/** What the size of a log is counted in. */
export type SizeUnit = 'events' | 'bytes';

export interface Batch {
  readonly events: readonly RecordedEvent[];
  /** Continue after this. At least the last event's position. */
  readonly checkpoint: Position;
  /** Nothing more was there when this was read. */
  readonly caughtUp: boolean;
}

export interface ReadStreamOptions {
  /** First revision wanted; 0 by default. */
  readonly from?: number;
  /** At most so many; all by default. */
  readonly limit?: number;
}

export interface ReadAllOptions {
  /** Events per batch, at most. */
  readonly batchSize?: number;
  /** Ends the iteration without an error. */
  readonly signal?: AbortSignal;
}

/**
 * One append-only log of many streams. No deletes, no `$`-names, appends below 1 MiB.
 * Outages are retried inside, with a bound, under the same ids; what remains is thrown as `Outage`.
 */
export interface EventLog {
  /**
   * Appends 1 or more events to one stream, all or none. A conflict is a result, not an exception.
   * The bytes belong to the log until the promise settles: do not write into them.
   * @throws Fault on an empty append, a stream name outside `[A-Za-z0-9][A-Za-z0-9._@:-]{0,250}`, a bad type, id or
   * revision, or 1 MiB and more (see `appendBytes`)
   */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult>;
  /** The events of a stream in order; empty where there is none, also where the name could be none. */
  readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]>;
  /**
   * The events with these ids, in no order, however far back they stand; what is not there is left out. Absent where a log finds an id only
   * by reading all that it has: EventStoreDB.
   */
  readonly find?: ((ids: readonly string[]) => Promise<readonly RecordedEvent[]>) | undefined;
  /**
   * The events that came of the notice with this digest (SHA-256, hex), in order, however far back they stand; what is no digest is nowhere.
   * Absent where `find` is.
   */
  readonly findOfNotice?: ((digest: string) => Promise<readonly RecordedEvent[]>) | undefined;
  /** Everything after a position up to the head as of the call, in order; ends there. Yields at least one batch (maybe empty). */
  readAll(after: Position, options?: ReadAllOptions): AsyncIterable<Batch>;
  /**
   * As `readAll`, then goes on as events come, until `signal` aborts or the log is closed. At least once, in order;
   * reconnects inside for as long as it takes. A batch that says `caughtUp` comes whenever it has become so.
   */
  subscribeAll(after: Position, options?: ReadAllOptions): AsyncIterable<Batch>;
  /** Position of the last event, `START` in an empty log. */
  head(): Promise<Position>;
  readonly sizeUnit: SizeUnit;
  /**
   * Size of the log up to and including a position, in its own unit (START: 0), for progress and estimates. PostgreSQL and
   * memory count events; EventStoreDB knows no count, there it is the byte where the position stands.
   */
  sizeUpTo(position: Position): Promise<number>;
  close(): Promise<void>;
}

/** A log that also takes what another one recorded. */
export interface RestorableLog extends EventLog {
  /**
   * Stores events behind `after`, the head, as another log recorded them: in this order, with their revisions, bytes and times,
   * each with its origin. Nobody else may write meanwhile. Answers the new head. Memory and PostgreSQL store all of them or none;
   * on EventStoreDB what was stored before a failure stays, and is a beginning of them.
   * @throws Fault where the head is elsewhere or an event does not follow the one before it in its stream; Outage
   */
  restore(after: Position, events: readonly RecordedEvent[]): Promise<Position>;
}
