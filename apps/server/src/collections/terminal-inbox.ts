import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { OfTerminal, PaymentRequestDetails, PaymentRequestQueries, TerminalRef } from '#collections';
import { START, type Position } from '#event-log';
import { instant } from '#kernel';
import { ProjectionBehind, type Answer } from '#projections';

/** What another server hands over is found by asking; what this one hands over wakes the terminal at once. */
const ASK_EVERY_MS = 1_000;
const HEARTBEAT_MS = 15_000;

export type TerminalAnswer = Answer<PaymentRequestDetails[]>;

/** The requests of a terminal as they come: it asks and waits, or keeps a stream open. */
export class TerminalInbox {
  private readonly sleepers = new Map<string, Set<(position: Position) => void>>();
  private readonly closing = new AbortController();

  constructor(
    private readonly queries: PaymentRequestQueries,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** Something changed for a terminal, at a position of the log. */
  tell(terminal: TerminalRef, position: Position): void {
    for (const wake of this.sleepers.get(keyOf(terminal)) ?? []) wake(position);
  }

  /** Without `after`: what is to be done. With it: what changed since. Answers as soon as there is something, or empty after `waitMs`. */
  async next(
    terminal: TerminalRef,
    after: Position | undefined,
    waitMs: number,
    signal?: AbortSignal,
  ): Promise<TerminalAnswer> {
    const until = this.nowMs() + waitMs;
    for (let minPosition: Position | undefined = START; ;) {
      const left = until - this.nowMs();
      const isLast = left <= 0 || this.isOver(signal);
      const answer = await this.ask({ ...terminal, after, minPosition }, isLast);
      if (answer && (answer.data.length > 0 || isLast)) return answer;
      minPosition = await this.woken(terminal, Math.min(left, ASK_EVERY_MS), signal);
    }
  }

  /** Undefined where the read model is behind and there is time to ask again. */
  private async ask(asked: Omit<OfTerminal, 'now'>, isLast: boolean): Promise<TerminalAnswer | undefined> {
    try {
      return await this.queries.ofTerminal({ ...asked, now: instant(this.nowMs()) });
    } catch (error) {
      if (isLast || !(error instanceof ProjectionBehind)) throw error;
      return undefined;
    }
  }

  /** Server-sent events: what is to be done, then each change. The id is the position to go on from. */
  stream(terminal: TerminalRef, after: Position | undefined): Readable {
    const out = new PassThrough();
    const gone = new AbortController();
    out.once('close', () => gone.abort());
    pipeline(this.frames(terminal, after, gone.signal), out).catch(() => out.destroy());
    return out;
  }

  /** Ends all waiting, so that the server can stop. */
  close(): void {
    this.closing.abort();
  }

  private async *frames(terminal: TerminalRef, from: Position | undefined, signal: AbortSignal): AsyncGenerator<string> {
    yield ': connected\n\n';
    for (let after = from; !this.isOver(signal);) {
      const { position, data } = await this.next(terminal, after, HEARTBEAT_MS, signal);
      yield data.length === 0 ? ': still here\n\n' : data.map((row) => frameOf(row, position)).join('');
      after = position;
    }
  }

  private isOver(signal: AbortSignal | undefined): boolean {
    return this.closing.signal.aborted || signal?.aborted === true;
  }

  /** The position of what woke it; undefined where time did. */
  private woken(terminal: TerminalRef, withinMs: number, signal: AbortSignal | undefined): Promise<Position | undefined> {
    const key = keyOf(terminal);
    const ends = AbortSignal.any([this.closing.signal, AbortSignal.timeout(withinMs), ...(signal ? [signal] : [])]);
    return new Promise((resolve) => {
      const wake = (position?: Position): void => {
        const others = this.sleepers.get(key);
        others?.delete(wake);
        if (others?.size === 0) this.sleepers.delete(key);
        resolve(position);
      };
      this.sleepers.set(key, (this.sleepers.get(key) ?? new Set()).add(wake));
      if (ends.aborted) wake();
      else ends.addEventListener('abort', () => wake(), { once: true });
    });
  }
}

const keyOf = ({ merchantNo, terminalNo }: TerminalRef): string => `${merchantNo}/${terminalNo}`;

const frameOf = (row: PaymentRequestDetails, position: Position): string =>
  `id: ${position}\nevent: payment-request\ndata: ${JSON.stringify(row)}\n\n`;
