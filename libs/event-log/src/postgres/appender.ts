import type { Client } from 'pg';
import { Fault, Outage } from '#kernel';
import { isOutage } from '#postgres';
import { AppendQueue, type BatchLimits, type Waiting } from './append-queue.js';
import { sendAppends, type Append, type Verdict } from './append-statement.js';
import { pauseBeforeRetry } from '../pause.js';

export interface AppenderOptions {
  /** Opens a connection with `pipeline: true`. */
  readonly connect: () => Promise<Client>;
  readonly batch: BatchLimits;
  /** An append is tried for so long, then it is an Outage. */
  readonly outageAfterMs: number;
  /** Appends that wait, at most; more is an Outage at once. */
  readonly queueBytes: number;
  /** Something was stored. */
  readonly onStored: () => void;
}

/** Node makes the next batch while PostgreSQL stores the last one. One connection: order of commit is order of sending. */
const IN_FLIGHT = 2;

const UNIQUE_VIOLATION = '23505';

/**
 * Group commit: what is appended at the same time goes as one statement and one commit. A batch whose connection is lost is
 * sent again as it was: what of it had been stored is refused then, and found by its ids.
 */
export class Appender {
  private readonly queue = new AppendQueue();
  /** Batches of unknown fate, in their order. They go before the queue. */
  private again: Waiting[][] = [];
  private client: Client | undefined;
  private connecting = false;
  private scheduled = false;
  private flights = 0;
  /** In a row. */
  private failures = 0;
  private idle: PromiseWithResolvers<undefined> | undefined;

  constructor(private readonly options: AppenderOptions) {}

  append(append: Append, bytes: number): Promise<Verdict> {
    if (this.idle) return Promise.reject(new Outage('the log is closed'));
    if (this.queue.bytes + bytes > this.options.queueBytes) {
      return Promise.reject(new Outage(`appends come faster than the log stores them: ${String(this.queue.bytes)} bytes wait`));
    }
    const { promise, resolve, reject } = Promise.withResolvers<Verdict>();
    this.queue.add({ ...append, bytes, since: performance.now(), resolve, reject });
    this.schedule();
    return promise;
  }

  async connect(): Promise<void> {
    const client = await this.options.connect();
    const lost = (): void => {
      if (this.client === client) this.client = undefined;
    };
    client.on('error', lost);
    client.on('end', lost);
    this.client = client;
  }

  /** Stores what waits, then closes the connection. */
  async close(): Promise<void> {
    this.idle ??= Promise.withResolvers<undefined>();
    this.schedule();
    await this.idle.promise;
    await this.client?.end();
  }

  private get hasWork(): boolean {
    return this.again.length > 0 || !this.queue.isEmpty;
  }

  /** After the turn of the event loop, so that everybody who appends in it goes along. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.sendWhatWaits();
    });
  }

  private sendWhatWaits(): void {
    while (this.client && this.flights < IN_FLIGHT && this.hasWork) {
      void this.send(this.client, this.again.shift() ?? this.queue.take(this.options.batch));
    }
    if (this.flights > 0 || this.connecting) return;
    if (this.hasWork) void this.reconnect();
    else this.idle?.resolve(undefined);
  }

  private async send(client: Client, batch: Waiting[]): Promise<void> {
    this.flights += 1;
    try {
      settle(batch, await sendAppends(client, batch), this.options.onStored);
      this.failures = 0;
    } catch (error) {
      this.failures += 1;
      this.drop(client);
      this.failed(batch, error);
    }
    this.flights -= 1;
    this.schedule();
  }

  /** What else is under way on this connection must come to its end before anything is sent on another. */
  private drop(client: Client): void {
    if (this.client === client) this.client = undefined;
    client.end().catch(() => undefined);
  }

  private failed(batch: Waiting[], error: unknown): void {
    if (mayPass(error)) {
      this.again.push(batch);
      this.giveUpOld(error);
    } else if (batch.length > 1) {
      // One of them is more than the database can take: alone, it fails alone.
      this.again.push(...batch.map((waiting) => [waiting]));
    } else {
      for (const { stream, reject } of batch)
        reject(new Fault(`the database can not store an append to ${stream}`, { cause: error }));
    }
  }

  private async reconnect(): Promise<void> {
    this.connecting = true;
    try {
      await pauseBeforeRetry(this.failures);
      await this.connect();
    } catch (error) {
      this.failures += 1;
      this.giveUpOld(error);
    }
    this.connecting = false;
    this.schedule();
  }

  private giveUpOld(cause: unknown): void {
    const moment = performance.now() - this.options.outageAfterMs;
    const old = [...this.again.flat().filter(({ since }) => since < moment), ...this.queue.takeOlderThan(moment)];
    this.again = this.again.map((batch) => batch.filter(({ since }) => since >= moment)).filter((batch) => batch.length > 0);
    for (const { reject } of old) reject(new Outage('the database of the log is away', { cause }));
  }
}

function settle(batch: readonly Waiting[], verdicts: readonly Verdict[], onStored: () => void): void {
  for (const [index, { resolve, reject }] of batch.entries()) {
    const verdict = verdicts[index];
    if (verdict) resolve(verdict);
    else reject(new Fault('an append without an answer'));
  }
  if (verdicts.some(({ stored }) => stored)) onStored();
}

/** A unique violation means that somebody wrote beside log.append: the next try sees what he wrote. */
const mayPass = (error: unknown): boolean =>
  isOutage(error) || (error as { readonly code?: unknown } | undefined)?.code === UNIQUE_VIOLATION;
