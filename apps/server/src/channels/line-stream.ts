import { PassThrough, type Readable } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { LineResult } from '#channels';
import { problemOf } from '../http/problem.filter.js';
import { Problem } from '../http/problem.js';

/** Days of a terminal that was offline fit many times. */
export const LINES_LIMIT_BYTES = 67_108_864;

export interface LinePatience {
  /** Results that may wait for their reader: those of some hundred thousand lines. Beyond it the input waits. */
  readonly waitingBytes: number;
  /** How long a reader may take nothing while we wait for nobody else. */
  readonly silentMs: number;
}

const PATIENCE: LinePatience = { waitingBytes: 33_554_432, silentMs: 30_000 };
/** Lines that are refused without waiting for anything must not keep others from their turn. */
const TURN_MS = 10;
const LOOK_MS = 20;

/**
 * Results as NDJSON, as they come. One who sends all before reading anything is not waited for until very much waits for
 * him. Where the input breaks off, or nobody reads, a last line says so; the lines above it stand.
 */
export function linesOut(
  results: AsyncIterable<readonly LineResult[]>,
  onFault: (error: unknown) => void,
  patience: LinePatience = PATIENCE,
): Readable {
  const out = new Lines(patience);
  const run = async (): Promise<void> => {
    try {
      for await (const group of results) await out.take(group);
    } catch (error) {
      const { code, title } = problemOf(error);
      if (code === 'FAULT') onFault(error);
      out.add({ status: 'refused', code, detail: title });
    }
    await out.finish();
  };
  void run();
  return out.stream;
}

/** Lines on their way out, written once a turn. */
class Lines {
  readonly stream = new PassThrough();
  private turn: string[] = [];
  private turnEndsAt = performance.now() + TURN_MS;

  constructor(private readonly patience: LinePatience) {
    // Who answers closes the connection; nothing else is to be done.
    this.stream.on('error', () => undefined);
  }

  add(line: object): void {
    if (this.turn.length === 0) setImmediate(() => this.flush());
    this.turn.push(`${JSON.stringify(line)}\n`);
  }

  /** @throws Problem where nobody reads */
  async take(lines: readonly object[]): Promise<void> {
    for (const line of lines) this.add(line);
    if (performance.now() > this.turnEndsAt) {
      await nextTurn();
      this.turnEndsAt = performance.now() + TURN_MS;
    }
    if (this.waiting > this.patience.waitingBytes) await this.room();
  }

  /** Whoever takes nothing any more is let go. */
  async finish(): Promise<void> {
    this.flush();
    this.stream.end();
    if (await this.silence(() => this.stream.readableEnded)) this.stream.destroy(new Error('nobody reads the results'));
  }

  private get waiting(): number {
    return this.stream.writableLength + this.stream.readableLength;
  }

  private async room(): Promise<void> {
    if (await this.silence(() => this.waiting <= this.patience.waitingBytes)) throw Problem.of('RESULTS_UNREAD');
  }

  /** Waits until it is enough, or the reader is gone; true where it takes nothing for too long. */
  private async silence(isEnough: () => boolean): Promise<boolean> {
    let waiting = this.waiting;
    let since = performance.now();
    while (!isEnough() && !this.stream.destroyed) {
      await sleep(LOOK_MS, undefined, { ref: false });
      if (this.waiting !== waiting) [waiting, since] = [this.waiting, performance.now()];
      else if (performance.now() - since > this.patience.silentMs) return true;
    }
    return false;
  }

  private flush(): void {
    const text = this.turn.join('');
    this.turn = [];
    if (text !== '' && this.stream.writable) this.stream.write(text);
  }
}
