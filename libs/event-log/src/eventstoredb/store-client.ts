import type { LogPosition } from './log-position.js';
import type { WireEvent, WireRecord } from './wire-event.js';

/** The seam: all that the log asks of a client of EventStoreDB or KurrentDB. Whatever goes wrong is thrown as it is, except
 * what `Fault` is for. Every call ends in `withinMs` milliseconds, one way or the other. */
export interface StoreClient {
  append(append: WireAppend, withinMs: number): Promise<AppendAnswer>;
  /** Revisions from `from` on, at most `limit`; of the leader. Empty where there is no stream. */
  readStream(part: StreamPart, withinMs: number): Promise<WireRecord[]>;
  /** The last events of `$all` before a position, or of all, newest first; of the leader. */
  readBackwards(limit: number, before: LogPosition | undefined, withinMs: number): Promise<WireRecord[]>;
  /** Everything of `$all` after a position but what the store writes for itself, as it comes, without end. */
  subscribe(after: LogPosition | undefined): StoreFeed;
  /** Ends whatever is under way. */
  dispose(): Promise<void>;
}

export interface WireAppend {
  readonly stream: string;
  readonly expected: number | 'no_stream';
  readonly events: readonly WireEvent[];
}

export interface StreamPart {
  readonly stream: string;
  readonly from: number;
  readonly limit: number;
  /** The last event only. */
  readonly last?: boolean;
}

export type AppendAnswer =
  | { readonly kind: 'stored'; readonly revision: bigint; readonly position: LogPosition | undefined }
  | { readonly kind: 'wrong_version'; readonly actual: number | 'no_stream' };

export interface StoreFeed {
  /**
   * Waits for something new: a full measure of events, or fewer where the store has no more for now or tells how far its
   * filter is. @throws what ended the feed
   */
  take(limit: number, signal: AbortSignal): Promise<Taken>;
  close(): void;
}

export interface Taken {
  readonly events: readonly WireRecord[];
  /** How far the filter has looked, where it was said after the last of the events. */
  readonly checkpoint: LogPosition | undefined;
  readonly caughtUp: boolean;
}

export type OpenStoreClient = (connectionString: string) => StoreClient;

/** A call had no answer in time: what became of it is not known. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

const HEALS_ITSELF: ReadonlySet<unknown> = new Set(['unavailable', 'cancelled', 'not-leader', 'wrong-expected-version']);

/**
 * Whether the client looks for another connection by itself after this error. After any other it may be spoilt for good: a
 * discovery that failed, or features that could not be asked for, stay in it as rejected promises.
 */
export const clientHealsAfter = (error: unknown): boolean => HEALS_ITSELF.has(typeOfError(error));

/** The user that was given may not do what the ledger needs; trying again does not help. */
export const isRefused = (error: unknown): boolean => typeOfError(error) === 'access-denied';

/** Both clients say in `type` what kind an error is. */
export const typeOfError = (error: unknown): unknown => (error as { readonly type?: unknown } | undefined)?.type;
