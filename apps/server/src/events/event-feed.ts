import { pipeline } from 'node:stream/promises';
import type { FeedEnd } from '#audit';
import type { EventCodec, EventLog, Position } from '#event-log';
import { OngoingAnswer } from '../http/ongoing-answer.js';
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
/** How often it is asked whether a reader still may. */
const LOOK_MS = 3_000;

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

  /**
   * Ends when the reader goes away or the feed closes, and soon after `isAllowed` says that the reader may no more; a reader that is slow is
   * waited for.
   */
  stream(after: Position, isAllowed: () => Promise<boolean>): OngoingAnswer {
    const out = new OngoingAnswer(after);
    const ended = new AbortController();
    const end = (because: FeedEnd): void => {
      if (!ended.signal.aborted) out.because = because;
      ended.abort();
    };
    const stop = (): void => end('stopped');
    const heartbeat = setInterval(() => out.writableNeedDrain || out.write(': still here\n\n'), HEARTBEAT_MS);
    // Whoever can not be asked is asked again: an outage is no reason.
    const look = setInterval(() => void isAllowed().then((may) => may || end('revoked'), ignored), LOOK_MS);
    this.closing.signal.addEventListener('abort', stop, { once: true });
    out.once('close', () => {
      clearInterval(heartbeat);
      clearInterval(look);
      this.closing.signal.removeEventListener('abort', stop);
      end('gone');
    });
    pipeline(this.frames(out, ended.signal), out).catch(() => out.destroy());
    if (this.closing.signal.aborted) stop();
    return out;
  }

  /** Ends all streams, so that the server can stop. */
  close(): void {
    this.closing.abort();
  }

  private async *frames(out: OngoingAnswer, signal: AbortSignal): AsyncGenerator<string> {
    yield out.tell(': connected\n\n');
    for await (const { events } of this.log.subscribeAll(out.after, { batchSize: STREAM_BATCH, signal })) {
      const frames = events.map((event) => frameOf(viewOf(this.codec.decode(event)))).join('');
      if (frames !== '') yield out.tell(frames, events.at(-1)?.position);
    }
  }
}

const ignored = (): undefined => undefined;
const frameOf = (event: EventView): string => `id: ${event.position}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
