import type { EventLog } from '#event-log';
import { instant } from '#kernel';
import { isAborted, pause, type Ownership } from '#projections';
import type { Cosigning } from './cosigning.js';
import type { Notary } from './notary.js';
import { Frontier } from './proof/frontier.js';
import { grow } from './proof/growing.js';
import type { Timestamping } from './timestamping.js';
import { Overtaken, type TreeState, type TreeStore } from './tree-store.js';

export interface SealerParts {
  readonly log: EventLog;
  readonly store: TreeStore;
  /** Signs what is sealed. */
  readonly notary: Notary;
  /** Asks witnesses; absent: there are none. */
  readonly cosigning?: Cosigning | undefined;
  /** Asks a time-stamping authority; absent: there is none. */
  readonly timestamping?: Timestamping | undefined;
  /** Decides who works; what keeps two from writing twice is the compare-and-set of the tree. */
  readonly ownership: Ownership;
  /** Hears why something does not go on. It is tried again in any case. */
  readonly onFailure: (of: string, error: unknown) => void;
  readonly now?: () => number;
}

const BATCH_SIZE = 4_000;
/** Once caught up, a trickle of events becomes few transactions. */
const REST_MS = 250;
const LOOK_EVERY_MS = 500;
const ASK_EVERY_MS = 1_000;
const RETRY_MS = 1_000;
const RETRY_AT_MOST_MS = 30_000;

/** Follows the log and grows the tree: a batch, its tiles and the tree's place are one transaction. Beside it, checkpoints are signed, witnesses and a time-stamping authority asked. */
export class Sealer {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  /** Why what does not go on, until it does. */
  private readonly failing = new Map<string, string>();

  constructor(private readonly parts: SealerParts) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Ends after the batch under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private run(): Promise<void> {
    const { ownership, cosigning, timestamping } = this.parts;
    return ownership.whileOwner(this.stopping.signal, async (signal) => {
      await Promise.all([
        this.again('sealing', signal, (went) => this.follow(signal, went)),
        this.again('checkpoints', signal, (went) => this.attest(signal, went)),
        ...(cosigning ? [this.again('witnesses', signal, (went) => this.collect(cosigning, signal, went))] : []),
        ...(timestamping ? [this.again('time-stamps', signal, (went) => this.collect(timestamping, signal, went))] : []),
      ]);
    });
  }

  /** Until the signal aborts; `went` is told of whatever succeeded. */
  private async again(of: string, signal: AbortSignal, work: (went: () => void) => Promise<void>): Promise<void> {
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        await work(() => {
          failures = 0;
          if (this.failing.delete(of)) this.show();
        });
      } catch (error) {
        if (!isAborted(signal) && !(error instanceof Overtaken)) this.tell(of, error);
        await pause(Math.min(RETRY_MS * 2 ** failures, RETRY_AT_MOST_MS), signal);
      }
    }
  }

  private tell(of: string, error: unknown): void {
    this.parts.onFailure(`audit: ${of}`, error);
    this.failing.set(of, `${of}: ${error instanceof Error ? error.message : String(error)}`);
    this.show();
  }

  private show(): void {
    const says = [...this.failing.values()].join('; ');
    void this.parts.store.showFailure(says || null).catch(() => undefined);
  }

  private async follow(signal: AbortSignal, went: () => void): Promise<void> {
    const { log, store } = this.parts;
    let state = await store.state();
    const frontier = Frontier.from(state.size, state.frontier);
    for await (const { events, caughtUp } of log.subscribeAll(state.position, { batchSize: BATCH_SIZE, signal })) {
      const last = events.at(-1);
      if (last) {
        const tiles = grow(frontier, events);
        const to: TreeState = { size: frontier.size, position: last.position, frontier: frontier.toBytes() };
        await store.grow(state, to, tiles);
        state = to;
      }
      went();
      if (caughtUp) await pause(REST_MS, signal);
    }
  }

  private async collect(outside: Cosigning | Timestamping, signal: AbortSignal, went: () => void): Promise<void> {
    while (!signal.aborted) {
      await outside.collect(signal);
      went();
      await pause(ASK_EVERY_MS, signal);
    }
  }

  private async attest(signal: AbortSignal, went: () => void): Promise<void> {
    const { notary, now = Date.now } = this.parts;
    await notary.begin();
    for (;;) {
      if (signal.aborted) return;
      await notary.attest(instant(now()));
      went();
      await pause(LOOK_EVERY_MS, signal);
    }
  }
}
