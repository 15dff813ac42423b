import type { Append, Verdict } from './append-statement.js';

/** An append that somebody waits for. */
export interface Waiting extends Append {
  readonly bytes: number;
  /** Milliseconds of the monotonic clock. */
  readonly since: number;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (error: Error) => void;
}

export interface BatchLimits {
  readonly appends: number;
  readonly bytes: number;
}

/**
 * Appends in the order they came. A batch holds a stream at most once: what is behind it on the same stream goes with a
 * later batch, in its order.
 */
export class AppendQueue {
  /** First in line of each stream. */
  private ready: Waiting[] = [];
  /** For each stream in `ready`, what came after. */
  private readonly behind = new Map<string, Waiting[]>();
  private waitingBytes = 0;

  get bytes(): number {
    return this.waitingBytes;
  }

  get isEmpty(): boolean {
    return this.ready.length === 0;
  }

  add(waiting: Waiting): void {
    this.waitingBytes += waiting.bytes;
    const line = this.behind.get(waiting.stream);
    if (line) line.push(waiting);
    else this.lead(waiting, []);
  }

  /** The next batch; at least one append unless the queue is empty. */
  take({ appends, bytes }: BatchLimits): Waiting[] {
    let count = 0;
    let taken = 0;
    for (const waiting of this.ready) {
      if (count === appends || (count > 0 && taken + waiting.bytes > bytes)) break;
      count += 1;
      taken += waiting.bytes;
    }
    const batch = this.ready.splice(0, count);
    this.waitingBytes -= taken;
    for (const { stream } of batch) this.advance(stream);
    return batch;
  }

  /** Takes out what has waited since before a moment. */
  takeOlderThan(moment: number): Waiting[] {
    const all = [...this.ready, ...[...this.behind.values()].flat()].sort((a, b) => a.since - b.since);
    const old = all.filter(({ since }) => since < moment);
    if (old.length === 0) return old;
    this.ready = [];
    this.behind.clear();
    this.waitingBytes = 0;
    for (const waiting of all.slice(old.length)) this.add(waiting);
    return old;
  }

  private lead(waiting: Waiting, line: Waiting[]): void {
    this.ready.push(waiting);
    this.behind.set(waiting.stream, line);
  }

  private advance(stream: string): void {
    const line = this.behind.get(stream) ?? [];
    const next = line.shift();
    if (next) this.lead(next, line);
    else this.behind.delete(stream);
  }
}
