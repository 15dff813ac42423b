import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { EventCodec, EventLog, Position } from '#event-log';
import { viewOf, type EventView } from './event-view.js';

export interface FeedPage {
  /** Ask for what comes after this. */
  readonly position: Position;
  readonly data: readonly EventView[];
  /** Nothing more was there when this was read. */
  readonly caughtUp: boolean;
}

const STREAM_BATCH = 500;
const HEARTBEAT_MS = 15_000;

/** The log for downstream services: page by page, or as a stream of server-sent events. At least once, in order. */
export class EventFeed {
  private readonly closing = new AbortController();

  constructor(
    private readonly log: EventLog,
    private readonly codec: EventCodec,
  ) {}

  async page(after: Position, limit: number): Promise<FeedPage> {
    for await (const { events, checkpoint, caughtUp } of this.log.readAll(after, { batchSize: limit })) {
      return { position: checkpoint, data: events.map((event) => viewOf(this.codec.decode(event))), caughtUp };
    }
    return { position: after, data: [], caughtUp: true };
  }

  /** Ends when the reader goes away or the feed closes; a reader that is slow is waited for. */
  stream(after: Position): Readable {
    const out = new PassThrough();
    const gone = new AbortController();
    const heartbeat = setInterval(() => out.writableNeedDrain || out.write(': still here\n\n'), HEARTBEAT_MS);
    out.once('close', () => {
      clearInterval(heartbeat);
      gone.abort();
    });
    const signal = AbortSignal.any([gone.signal, this.closing.signal]);
    pipeline(this.frames(after, signal), out).catch(() => out.destroy());
    return out;
  }

  /** Ends all streams, so that the server can stop. */
  close(): void {
    this.closing.abort();
  }

  private async *frames(after: Position, signal: AbortSignal): AsyncGenerator<string> {
    yield ': connected\n\n';
    for await (const { events } of this.log.subscribeAll(after, { batchSize: STREAM_BATCH, signal })) {
      if (events.length > 0) yield events.map((event) => frameOf(viewOf(this.codec.decode(event)))).join('');
    }
  }
}

const frameOf = (event: EventView): string => `id: ${event.position}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
