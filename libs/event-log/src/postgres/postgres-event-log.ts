import type { Pool } from 'pg';
import { migrate } from '#postgres';
import {
  appendBytes,
  asExpected,
  assertAppendable,
  assertRestorable,
  isStreamName,
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
import { WakeUp } from '../wake-up.js';
import { Appender } from './appender.js';
import { Coalescer } from './coalescer.js';
import { openAppendClient, openListenClient, openReadPool, type LogConnection } from './connections.js';
import { Listener } from './listener.js';
import { readByIds, readOfNotice, readPage } from './log-page.js';
import { APPENDED_CHANNEL, LOG_MIGRATIONS } from './log.schema.js';
import { restoreEvents } from './restore.js';
import { retrying } from './retrying.js';
import { readStreams, type StreamPart } from './stream-reader.js';

export interface PostgresEventLogOptions {
  /** A call is tried for so long, then it is an Outage. */
  readonly outageAfterMs?: number;
  /** A statement without an answer for so long counts as a lost connection. */
  readonly answerWithinMs?: number;
  /** Appends in one commit, at most. */
  readonly batchAppends?: number;
  readonly batchBytes?: number;
  /** Appends that wait for their batch, at most. */
  readonly queueBytes?: number;
  /** How often a subscriber looks without having been told. */
  readonly pollMs?: number;
  readonly readConnections?: number;
}

const DEFAULTS: Required<PostgresEventLogOptions> = {
  outageAfterMs: 30_000,
  answerWithinMs: 10_000,
  batchAppends: 128,
  batchBytes: 1_048_576,
  queueBytes: 128 * 1_048_576,
  pollMs: 500,
  readConnections: 4,
};

const ALL = 2_147_483_647;
const HEAD = 'select position from log.events order by position desc limit 1';

/** The log on PostgreSQL. Any number of processes may use one database. */
export class PostgresEventLog implements RestorableLog {
  readonly sizeUnit = 'events';
  private readonly wakeUp = new WakeUp();
  private readonly closing = new AbortController();
  private readonly pool: Pool;
  private readonly appender: Appender;
  private readonly streams: Coalescer<StreamPart, RecordedEvent[]>;
  private readonly listener: Listener;
  private readonly options: Required<PostgresEventLogOptions>;

  private constructor(connection: LogConnection, options: PostgresEventLogOptions) {
    this.options = { ...DEFAULTS, ...options };
    const { batchAppends, batchBytes, outageAfterMs, queueBytes, answerWithinMs, readConnections } = this.options;
    const ring = (): void => {
      this.wakeUp.ring();
    };
    this.pool = openReadPool(connection, readConnections, answerWithinMs);
    this.appender = new Appender({
      connect: () => openAppendClient(connection, answerWithinMs),
      batch: { appends: batchAppends, bytes: batchBytes },
      outageAfterMs,
      queueBytes,
      onStored: ring,
    });
    this.streams = new Coalescer((parts) => this.asking(() => readStreams(this.pool, parts)), {
      atOnce: batchAppends,
      inFlight: 2,
    });
    const listen = `listen ${APPENDED_CHANNEL}`;
    this.listener = new Listener(() => openListenClient(connection, listen), ring, this.closing.signal);
  }

  /** Connects and brings the schema up to date. */
  static async open(connection: LogConnection, options: PostgresEventLogOptions = {}): Promise<PostgresEventLog> {
    const log = new PostgresEventLog(connection, options);
    try {
      await migrate(log.pool, LOG_MIGRATIONS);
      await log.appender.connect();
      return log;
    } catch (error) {
      await log.close();
      throw error;
    }
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    assertAppendable(stream, expected, events);
    const before = revisionBefore(expected);
    const last = before + events.length;
    const verdict = await this.appender.append({ stream, expected: before, events }, appendBytes(events));
    if (verdict.stored) return { ok: true, revision: last, position: positionAt(verdict.position) };
    const claimed = verdict.actual < last ? [] : await this.readStream(stream, { from: before + 1, limit: events.length });
    return resultOfRefused(events, claimed, asExpected(verdict.actual));
  }

  async restore(after: Position, events: readonly RecordedEvent[]): Promise<Position> {
    assertRestorable(events);
    const client = await this.asking(() => this.pool.connect());
    try {
      return await restoreEvents(client, after, events);
    } finally {
      client.release();
    }
  }

  readStream(stream: string, { from = 0, limit = ALL }: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    return isStreamName(stream) ? this.streams.ask({ stream, from, limit }) : Promise.resolve([]);
  }

  find(ids: readonly string[]): Promise<readonly RecordedEvent[]> {
    return this.asking(() => readByIds(this.pool, ids));
  }

  findOfNotice(digest: string): Promise<readonly RecordedEvent[]> {
    return this.asking(() => readOfNotice(this.pool, digest));
  }

  readAll(after: Position, options: ReadAllOptions = {}): AsyncIterable<Batch> {
    return readUpTo(this.pages(this.options.outageAfterMs), () => this.head(), { after, options, closed: this.closing.signal });
  }

  subscribeAll(after: Position, options: ReadAllOptions = {}): AsyncIterable<Batch> {
    this.listener.start();
    return follow(this.pages(Infinity), this.wakeUp, this.options.pollMs, { after, options, closed: this.closing.signal });
  }

  async head(): Promise<Position> {
    const { rows } = await this.asking(() => this.pool.query<{ position: string }>({ name: 'log.head', text: HEAD }));
    return positionAt(Number(rows[0]?.position ?? 0));
  }

  async sizeUpTo(position: Position): Promise<number> {
    return Math.min(counterOf(position), counterOf(await this.head()));
  }

  /** Stores what was appended so far, ends the subscriptions, closes the connections. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.appender.close();
    await this.listener.stopped();
    if (!this.pool.ending) await this.pool.end();
  }

  private asking<T>(ask: () => Promise<T>): Promise<T> {
    return retrying(ask, { forMs: this.options.outageAfterMs });
  }

  private pages(forMs: number): ReadPage {
    return (after, last, signal) => retrying(() => readPage(this.pool, after, last), { forMs, signal });
  }
}
