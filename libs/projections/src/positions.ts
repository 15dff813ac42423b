import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { START, type Position } from '#event-log';
import { rowsOf } from './transaction.js';

/** A read model did not reach the position asked for in time: ask again. */
export class ProjectionBehind extends Error {
  override readonly name = 'ProjectionBehind';
  readonly code = 'PROJECTION_BEHIND';

  constructor(
    readonly projection: string,
    readonly wanted: Position,
    readonly position: Position | undefined,
  ) {
    super(
      `${projection} is at ${position === undefined ? 'nothing yet' : position || 'the start'}, not yet at ${wanted || 'the start'}`,
    );
  }
}

export interface PositionsOptions {
  /** How long a query waits for its `minPosition`. */
  readonly timeoutMs?: number;
  /** How often the registry is asked while somebody waits for a projection that another process runs. */
  readonly pollMs?: number;
}

interface Waiter {
  readonly wanted: Position;
  readonly wake: () => void;
}

/**
 * Where the serving read models stand. What runs in this process tells at once; what runs elsewhere is found by asking the
 * registry, only while somebody waits.
 */
export class Positions {
  private readonly known = new Map<string, Position>();
  private readonly waiters = new Map<string, Set<Waiter>>();
  private readonly listeners: ((name: string, position: Position) => void)[] = [];
  private polling: Promise<void> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly options: PositionsOptions = {},
  ) {}

  /** Hears of every read model that comes to stand somewhere. */
  onReached(listener: (name: string, position: Position) => void): void {
    this.listeners.push(listener);
  }

  /** A serving read model stands at a position. */
  reached(name: string, position: Position): void {
    this.known.set(name, position);
    for (const listener of this.listeners) listener(name, position);
    for (const waiter of this.waiters.get(name) ?? []) if (waiter.wanted <= position) waiter.wake();
  }

  /** @throws ProjectionBehind */
  async waitFor(name: string, wanted: Position, timeoutMs = this.options.timeoutMs ?? 5_000): Promise<void> {
    if (this.has(name, wanted)) return;
    const reached = await this.wokenWithin(name, wanted, timeoutMs);
    if (!reached) throw new ProjectionBehind(name, wanted, this.known.get(name));
  }

  private has(name: string, wanted: Position): boolean {
    return wanted <= (this.known.get(name) ?? START) && (wanted !== START || this.known.has(name));
  }

  private async wokenWithin(name: string, wanted: Position, timeoutMs: number): Promise<boolean> {
    const waiting = this.waiters.get(name) ?? new Set<Waiter>();
    this.waiters.set(name, waiting);
    const woken = Promise.withResolvers<boolean>();
    const waiter: Waiter = { wanted, wake: () => woken.resolve(true) };
    const timer = setTimeout(() => woken.resolve(false), timeoutMs);
    waiting.add(waiter);
    this.polling ??= this.poll().finally(() => (this.polling = undefined));
    try {
      return await woken.promise;
    } finally {
      clearTimeout(timer);
      waiting.delete(waiter);
    }
  }

  /** Ends by itself when nobody waits: each waiter has its bound. An outage is not news here; the query will meet it. */
  private async poll(): Promise<void> {
    while ([...this.waiters.values()].some(({ size }) => size > 0)) {
      for (const { name, position } of await this.registered().catch(() => [])) this.reached(name, position);
      // Who waits holds the process with a timer of its own.
      await sleep(this.options.pollMs ?? 25, undefined, { ref: false });
    }
  }

  private registered(): Promise<{ name: string; position: Position }[]> {
    return rowsOf(this.pool, `select name, position from projections.generations where status = 'serving'`);
  }
}
