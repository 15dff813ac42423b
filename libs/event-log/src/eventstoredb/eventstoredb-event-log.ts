import { Fault } from '#kernel';
import { assertAppendable, assertRestorable, isStreamName, notTheHead } from '../append-rules.js';
import {
  START,
  type AppendResult,
  type Batch,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  type ReadAllOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  type RestorableLog,
} from '../event-log.js';
import { Appender } from './appender.js';
import { follow, readUpTo } from './all-reading.js';
import { Connection, type Ask } from './connection.js';
import { logPositionOf, type LogPosition } from './log-position.js';
import { assertNothingExpires } from './retention.js';
import type { OpenStoreClient, StoreClient } from './store-client.js';
import { restoreRun, runsOf } from './restore.js';
import { isOfTheStore, recordedEventOf, type WireRecord } from './wire-event.js';

export interface EventStoreDbEventLogOptions {
  /** A call is tried for so long, then it is an Outage. */
  readonly outageAfterMs?: number;
  /** A call without an answer for so long counts as lost and is tried again. */
  readonly answerWithinMs?: number;
  /** Appends under way, at most. */
  readonly queueBytes?: number;
  /** Another client of the same store; that of EventStoreDB unless said. Two of them can not be in one process. */
  readonly openClient?: OpenStoreClient;
}

type Options = Required<EventStoreDbEventLogOptions>;

const DEFAULTS: Omit<Options, 'openClient'> = {
  outageAfterMs: 30_000,
  answerWithinMs: 5_000,
  queueBytes: 64 * 1_048_576,
};

const ALL = 2_147_483_647;
const FIRST_LOOK_EVENTS = 16;
const NEXT_LOOK_EVENTS = 500;

/** The log on EventStoreDB or KurrentDB. Any number of processes may use one store; the store holds one ledger. */
export class EventStoreDbEventLog implements RestorableLog {
  readonly sizeUnit = 'bytes';
  private readonly closing = new AbortController();
  /** Commands and subscriptions have clients of their own: a node that is good for following need not be the leader. */
  private readonly commands: Connection;
  private readonly following: Connection;
  private readonly appender: Appender;

  private constructor(
    connectionString: string,
    private readonly options: Options,
  ) {
    const { answerWithinMs, openClient } = options;
    const open = (): StoreClient => openClient(connectionString);
    this.commands = new Connection({ open, answerWithinMs });
    this.following = new Connection({ open, answerWithinMs });
    this.appender = new Appender(this.commands, options);
  }

  /** Connects, and makes sure that the store keeps what it is given. @throws Fault where it does not, Outage where it is away */
  static async open(
    { connectionString }: { readonly connectionString: string },
    options: EventStoreDbEventLogOptions = {},
  ): Promise<EventStoreDbEventLog> {
    const openClient = options.openClient ?? (await clientOfEventStoreDb());
    const log = new EventStoreDbEventLog(connectionString, { ...DEFAULTS, ...options, openClient });
    try {
      await log.asking(assertNothingExpires);
      return log;
    } catch (error) {
      await log.close();
      throw error;
    }
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    assertAppendable(stream, expected, events);
    return this.appender.append({ stream, expected, events });
  }

  /** A run of one stream is one append, and each append waits for the one before it: their order is the log's. */
  async restore(after: Position, events: readonly RecordedEvent[]): Promise<Position> {
    assertRestorable(events);
    let head = await this.head();
    if (head !== after) throw notTheHead(after, head);
    for (const run of runsOf(events)) head = await restoreRun(this.appender, run);
    return head;
  }

  async readStream(stream: string, { from = 0, limit = ALL }: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    if (!isStreamName(stream) || limit === 0) return [];
    const records = await this.asking((client, withinMs) => client.readStream({ stream, from, limit }, withinMs));
    for (const [index, { revision }] of records.entries()) {
      if (revision !== BigInt(from + index)) throw new Fault(`${stream} lacks its revision ${String(from + index)}`);
    }
    return records.map(recordedEventOf);
  }

  readAll(after: Position, options: ReadAllOptions = {}): AsyncIterable<Batch> {
    const from = { after, options, closed: this.closing.signal, forMs: this.options.outageAfterMs };
    return readUpTo(this.following, () => this.head(), from);
  }

  subscribeAll(after: Position, options: ReadAllOptions = {}): AsyncIterable<Batch> {
    return follow(this.following, { after, options, closed: this.closing.signal });
  }

  head(): Promise<Position> {
    return this.asking(async (client, withinMs) => {
      let before: LogPosition | undefined;
      for (let limit = FIRST_LOOK_EVENTS; ; limit = NEXT_LOOK_EVENTS) {
        const records: readonly WireRecord[] = await client.readBackwards(limit, before, withinMs);
        const last = records.find((record) => !isOfTheStore(record));
        if (last) return recordedEventOf(last).position;
        before = records.at(-1)?.position;
        if (records.length < limit || !before) return START;
      }
    });
  }

  /** Where the position stands in the store's transaction log. */
  sizeUpTo(position: Position): Promise<number> {
    const at = logPositionOf(position);
    return Promise.resolve(at ? Number(at.commit) + 1 : 0);
  }

  /** Ends when what was appended so far is stored; ends the subscriptions. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.appender.close();
    await Promise.all([this.commands.close(), this.following.close()]);
  }

  private asking<T>(ask: Ask<T>): Promise<T> {
    return this.commands.ask(ask, performance.now() + this.options.outageAfterMs);
  }
}

/** Loaded where it is needed: a ledger on PostgreSQL does without the client and its gRPC. */
const clientOfEventStoreDb = async (): Promise<OpenStoreClient> =>
  (await import('./eventstoredb-client.js')).openEventStoreDbClient;
