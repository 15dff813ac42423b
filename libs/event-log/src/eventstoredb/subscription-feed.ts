import { isUint8Array } from 'node:util/types';
import type { StoreFeed, Taken } from './store-client.js';
import type { LogPosition } from './log-position.js';
import type { WireRecord } from './wire-event.js';

/** A subscription as both clients have it: a readable in object mode that also emits how it stands. */
export interface RawSubscription {
  readonly readableLength: number;
  on(event: 'data', listener: (resolved: { readonly event?: WireRecord }) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'end' | 'close' | 'caughtUp' | 'fellBehind', listener: () => void): unknown;
  pause(): unknown;
  resume(): unknown;
  unsubscribe(): Promise<void>;
  destroy(): unknown;
}

type Item =
  | { readonly kind: 'event'; readonly record: WireRecord }
  | { readonly kind: 'checkpoint'; readonly position: LogPosition }
  | { readonly kind: 'caughtUp' | 'fellBehind' };

/** Held here at most, before the server is made to wait. */
const MOST_ITEMS = 2_000;
const MOST_BYTES = 8 * 1_048_576;
/** Events are not held back for longer to make a measure full. */
const LINGER_MS = 100;

/**
 * What a subscription brings, in its order. The client emits checkpoints and standing at once while events still wait in its
 * buffer: such a mark is put behind as many events as waited.
 */
export class SubscriptionFeed implements StoreFeed {
  private readonly items: Item[] = [];
  private readonly marks: { readonly behind: number; readonly item: Item }[] = [];
  private bytes = 0;
  private received = 0;
  private isPaused = false;
  private isCaughtUp = false;
  private end: Error | undefined;
  private wake: (() => void) | undefined;
  private subscription: RawSubscription | undefined;

  /** `open` is given what to call at each checkpoint. */
  constructor(open: (onCheckpoint: (position: LogPosition) => void) => RawSubscription) {
    const subscription = open((position) => this.mark({ kind: 'checkpoint', position }));
    this.subscription = subscription;
    subscription.on('error', (error) => this.ended(error));
    for (const event of ['end', 'close'] as const)
      subscription.on(event, () => this.ended(new Error('the subscription ended')));
    for (const kind of ['caughtUp', 'fellBehind'] as const) subscription.on(kind, () => this.mark({ kind }));
    subscription.on('data', ({ event: record }) => {
      this.received += 1;
      if (record) this.add({ kind: 'event', record });
      while (this.marks[0] && this.marks[0].behind <= this.received) this.add((this.marks.shift() as { item: Item }).item);
    });
  }

  async take(limit: number, signal: AbortSignal): Promise<Taken> {
    const events: WireRecord[] = [];
    let checkpoint: LogPosition | undefined;
    let saysMore = false;
    while (events.length < limit && !signal.aborted) {
      const item = this.items.shift();
      if (item?.kind === 'event') {
        this.release(item.record);
        events.push(item.record);
        checkpoint = undefined;
      } else if (item?.kind === 'checkpoint') {
        checkpoint = item.position;
      } else if (item) {
        this.isCaughtUp = item.kind === 'caughtUp';
        saysMore ||= this.isCaughtUp;
      } else if (saysMore || checkpoint || (this.isCaughtUp && events.length > 0)) {
        break;
      } else if (this.end) {
        if (events.length > 0) break;
        throw this.end;
      } else if (!(await this.something(signal, events.length > 0 ? LINGER_MS : undefined))) {
        break;
      }
    }
    return { events, checkpoint, caughtUp: this.isCaughtUp && !this.items.some(({ kind }) => kind === 'event') };
  }

  close(): void {
    const { subscription } = this;
    this.subscription = undefined;
    this.ended(new Error('the subscription was closed'));
    subscription?.unsubscribe().catch(() => undefined);
    subscription?.destroy();
  }

  private mark(item: Item): void {
    const waiting = this.subscription?.readableLength ?? 0;
    if (waiting === 0 && this.marks.length === 0) this.add(item);
    else this.marks.push({ behind: this.received + waiting, item });
  }

  private add(item: Item): void {
    this.items.push(item);
    if (item.kind === 'event') this.bytes += sizeOf(item.record);
    if (!this.isPaused && this.isFull(1)) {
      this.isPaused = true;
      this.subscription?.pause();
    }
    this.wake?.();
  }

  private release(record: WireRecord): void {
    this.bytes -= sizeOf(record);
    if (!this.isPaused || this.isFull(1 / 2)) return;
    this.isPaused = false;
    this.subscription?.resume();
  }

  private isFull(part: number): boolean {
    return this.items.length > MOST_ITEMS * part || this.bytes > MOST_BYTES * part;
  }

  private ended(error: Error): void {
    this.end ??= error;
    this.wake?.();
  }

  /** Whether something came, or the signal aborted, before the time was up. */
  private async something(signal: AbortSignal, withinMs: number | undefined): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const wake = (): void => resolve(true);
    const timer = withinMs === undefined ? undefined : setTimeout(() => resolve(false), withinMs);
    this.wake = wake;
    signal.addEventListener('abort', wake, { once: true });
    const came = await promise;
    clearTimeout(timer);
    this.wake = undefined;
    signal.removeEventListener('abort', wake);
    return came;
  }
}

const sizeOf = ({ data }: WireRecord): number => (isUint8Array(data) ? data.length : 0);
