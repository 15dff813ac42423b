import { once } from 'node:events';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { DoubleFaults } from './double-faults.js';
import { checkpointResponse, eventResponse, notFoundResponse, textOf } from './double-messages.js';
import type { DoubleStore, StoredRecord } from './double-store.js';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

const { BACKWARDS } = streams.ReadReq.Options.ReadDirection;
/** The server's default. */
const SEARCH_WINDOW_EVENTS = 32;
/** A live subscription that lags by more is read from disk again, and told that it fell behind. */
const LIVE_BUFFER_EVENTS = 32;

/** Reads and subscriptions, written as fast as the caller takes them and no faster. */
export class DoubleReads {
  /** Responses handed to the transport so far: to see how far ahead of a slow reader it gets. */
  sent = 0;
  /** Where the last subscription began: after this position. */
  subscribedAfter: bigint | undefined;

  constructor(
    private readonly store: DoubleStore,
    private readonly faults: DoubleFaults,
  ) {}

  async read(call: ReadCall, ended: AbortSignal): Promise<void> {
    const options = call.request.getOptions();
    if (!options || this.faults.silent) return;
    if (options.hasSubscription()) return this.subscribe(call, options, ended);
    const count = Number(options.getCount());
    const stream = options.getStream();
    const found = stream ? this.streamPart(stream, options.getReadDirection()) : this.allPart(options);
    if (!found) await this.send(call, notFoundResponse(textOf(stream?.getStreamIdentifier()?.getStreamName_asU8())), ended);
    for (const record of found?.slice(0, count) ?? []) {
      if (ended.aborted) return;
      await this.send(call, eventResponse(record), ended);
    }
    call.end();
  }

  private streamPart(
    options: ReadReq.Options.StreamOptions,
    direction: ReadReq.Options.ReadDirection,
  ): readonly StoredRecord[] | undefined {
    const present = this.store.stream(textOf(options.getStreamIdentifier()?.getStreamName_asU8()));
    if (present.length === 0) return undefined;
    if (direction !== BACKWARDS) return options.hasRevision() ? present.slice(Number(options.getRevision())) : present;
    return (options.hasRevision() ? present.slice(0, Number(options.getRevision()) + 1) : present).toReversed();
  }

  /** Forwards a read begins at its position, backwards before it. */
  private allPart(options: ReadReq.Options): readonly StoredRecord[] {
    const all = options.getAll();
    const { records } = this.store;
    const position = all?.getPosition();
    const at = position ? this.store.indexAfter(BigInt(position.getCommitPosition()) - 1n) : undefined;
    if (options.getReadDirection() === BACKWARDS) return records.slice(0, at ?? (all?.hasEnd() ? undefined : 0)).toReversed();
    return records.slice(at ?? (all?.hasEnd() ? records.length : 0));
  }

  private async subscribe(call: ReadCall, options: ReadReq.Options, ended: AbortSignal): Promise<void> {
    const confirmation = new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId('double');
    await this.send(call, new streams.ReadResp().setConfirmation(confirmation), ended);
    const position = options.getAll()?.getPosition();
    this.subscribedAfter = position && BigInt(position.getCommitPosition());
    let at = position ? this.store.indexAfter(BigInt(position.getCommitPosition())) : 0;
    if (options.getAll()?.hasEnd()) at = this.store.records.length;
    const filter = filterOf(options);
    let isLive = false;
    while (!ended.aborted) {
      const behind = this.store.records.length - at;
      if (isLive && behind > LIVE_BUFFER_EVENTS) {
        isLive = false;
        await this.send(call, new streams.ReadResp().setFellBehind(new streams.ReadResp.FellBehind()), ended);
      } else if (behind > 0) {
        at = await this.pass(call, at, { filter, ended });
      } else if (isLive) {
        await this.store.moreThan(at, ended);
      } else {
        isLive = true;
        await this.send(call, new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()), ended);
      }
    }
  }

  /** One record: sent where the filter lets it pass, and a checkpoint after every window of records looked at. */
  private async pass(call: ReadCall, at: number, { filter, ended }: { filter: Filter; ended: AbortSignal }): Promise<number> {
    const record = this.store.records[at];
    if (record && filter.allows(record)) await this.send(call, eventResponse(record), ended);
    filter.looked += 1;
    if (record && filter.looked % filter.window === 0) await this.send(call, checkpointResponse(record.position), ended);
    return at + 1;
  }

  private async send(call: ReadCall, response: ReadResp, ended: AbortSignal): Promise<void> {
    this.sent += 1;
    if (call.write(response)) return;
    await once(call, 'drain', { signal: ended }).catch(() => undefined);
  }
}

interface Filter {
  readonly allows: (record: StoredRecord) => boolean;
  readonly window: number;
  looked: number;
}

function filterOf(options: ReadReq.Options): Filter {
  const filter = options.getFilter();
  if (!filter) return { allows: () => true, window: Infinity, looked: 0 };
  const byType = filter.getEventType();
  const expression = byType ?? filter.getStreamIdentifier();
  const pattern = new RegExp(expression?.getRegex() || '^');
  const prefixes = expression?.getPrefixList() ?? [];
  const window = (filter.hasMax() ? filter.getMax() : SEARCH_WINDOW_EVENTS) * filter.getCheckpointintervalmultiplier();
  const allows = (record: StoredRecord): boolean => {
    const text = byType ? record.type : record.stream;
    return prefixes.length > 0 ? prefixes.some((prefix) => text.startsWith(prefix)) : pattern.test(text);
  };
  return { allows, window, looked: 0 };
}
