import { Fault } from '#kernel';
import { isLogPosition, type LogPosition } from './log-position.js';
import { within } from './within.js';
import {
  typeOfError,
  type AppendAnswer,
  type StoreClient,
  type StoreFeed,
  type StreamPart,
  type WireAppend,
} from './store-client.js';
import { SubscriptionFeed, type RawSubscription } from './subscription-feed.js';
import type { WireRecord } from './wire-event.js';

interface RawEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: 'application/octet-stream';
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** A readable with `@eventstore/db-client`, a plain generator with `@kurrent/kurrentdb-client`. */
interface RawReading extends AsyncIterable<{ readonly event?: WireRecord }> {
  on?(event: 'error', listener: () => void): unknown;
  cancel?(): Promise<void>;
  destroy?(): unknown;
}

/** What `@eventstore/db-client` and `@kurrent/kurrentdb-client` have in common, as far as it is used. */
export interface RawClient {
  appendToStream(
    stream: string,
    events: RawEvent[],
    options: object,
  ): Promise<{ readonly nextExpectedRevision: bigint; readonly position?: LogPosition | undefined }>;
  readStream(stream: string, options: object): RawReading;
  readAll(options: object): RawReading;
  subscribeToAll(options: object): RawSubscription;
  dispose(): Promise<void>;
}

/** Where the two clients differ. */
export interface Dialect {
  /** The option that says what the stream must look like. */
  readonly expectation: 'expectedRevision' | 'streamState';
  readonly excludeSystemEvents: (options: FilterOptions) => object;
}

export interface FilterOptions {
  readonly maxSearchWindow: number;
  readonly checkpointInterval: number;
  readonly checkpointReached: (subscription: unknown, position: LogPosition) => Promise<void>;
}

/** The server says how far it has looked after so many events that the filter kept back. */
const SEARCH_WINDOW_EVENTS = 1_000;

/** Both clients of the store, behind the seam. */
export class GrpcStoreClient implements StoreClient {
  constructor(
    private readonly client: RawClient,
    private readonly dialect: Dialect,
  ) {}

  async append({ stream, expected, events }: WireAppend, withinMs: number): Promise<AppendAnswer> {
    const options = {
      [this.dialect.expectation]: expected === 'no_stream' ? expected : BigInt(expected),
      requiresLeader: true,
      deadline: withinMs,
    };
    const raw = events.map((event) => ({ ...event, contentType: 'application/octet-stream' as const }));
    try {
      const answer = await within(this.client.appendToStream(stream, raw, options), withinMs);
      const { nextExpectedRevision: revision, position } = answer;
      return { kind: 'stored', revision, position: isLogPosition(position) ? position : undefined };
    } catch (error) {
      return answerIn(error, stream);
    }
  }

  async readStream({ stream, from, limit, last = false }: StreamPart, withinMs: number): Promise<WireRecord[]> {
    const place = last ? { fromRevision: 'end', direction: 'backwards' } : { fromRevision: BigInt(from) };
    try {
      return await this.read(
        this.client.readStream(stream, { ...place, maxCount: limit, requiresLeader: true, resolveLinkTos: false }),
        withinMs,
      );
    } catch (error) {
      if (typeOfError(error) === 'stream-not-found') return [];
      if (typeOfError(error) === 'stream-deleted') throw new Fault(`${stream} was deleted`, { cause: error });
      throw error;
    }
  }

  readBackwards(limit: number, before: LogPosition | undefined, withinMs: number): Promise<WireRecord[]> {
    const place = { direction: 'backwards', fromPosition: before ?? 'end' };
    return this.read(this.client.readAll({ ...place, maxCount: limit, requiresLeader: true, resolveLinkTos: false }), withinMs);
  }

  subscribe(after: LogPosition | undefined): StoreFeed {
    return new SubscriptionFeed((onCheckpoint) =>
      this.client.subscribeToAll({
        fromPosition: after ?? 'start',
        resolveLinkTos: false,
        filter: this.dialect.excludeSystemEvents({
          maxSearchWindow: SEARCH_WINDOW_EVENTS,
          checkpointInterval: 1,
          checkpointReached: (_, position) => {
            onCheckpoint(position);
            return Promise.resolve();
          },
        }),
      }),
    );
  }

  dispose(): Promise<void> {
    return this.client.dispose();
  }

  /** The clients give reads no deadline: a read that is silent for too long is given up. */
  private async read(reading: RawReading, withinMs: number): Promise<WireRecord[]> {
    // What goes wrong after we have turned away would end the process.
    reading.on?.('error', () => undefined);
    const records: WireRecord[] = [];
    const items = reading[Symbol.asyncIterator]();
    try {
      for (;;) {
        const item = await within(items.next(), withinMs);
        if (item.done) return records;
        if (item.value.event) records.push(item.value.event);
      }
    } finally {
      reading.cancel?.().catch(() => undefined);
      if (reading.destroy) reading.destroy();
      else items.return?.().catch(() => undefined);
    }
  }
}

/** What an error says about an append. @throws Fault where trying again is of no use, else the error: the append's fate is unknown */
function answerIn(error: unknown, stream: string): AppendAnswer {
  switch (typeOfError(error)) {
    case 'wrong-expected-version': {
      const { actualVersion, actualState } = error as { readonly actualVersion?: unknown; readonly actualState?: unknown };
      const actual = actualVersion ?? actualState;
      return { kind: 'wrong_version', actual: typeof actual === 'bigint' ? Number(actual) : 'no_stream' };
    }
    case 'maximum-append-size-exceeded':
      throw new Fault(`EventStoreDB takes no append of this size to ${stream}; its limit must be 1 MiB or more`, {
        cause: error,
      });
    case 'stream-deleted':
      throw new Fault(`${stream} was deleted`, { cause: error });
    default:
      throw error;
  }
}
