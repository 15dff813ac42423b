import type { DomainEvent, Instant } from '#kernel';

/** Whose key asked: its id, and name and role as they were then. */
export interface Reading {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

interface Looked {
  /** Names the reading: an export is read under one id and delivered under the same. */
  readonly readId: string;
  readonly who: Reading;
  /** The operation: `GET /v1/orders/{id}`. */
  readonly what: string;
  readonly at: Instant;
  /** Id of the request, as the answer and both logs have it. */
  readonly request: string;
}

/** Somebody was answered. Written before the answer leaves. */
export interface ReadData extends Looked {
  /** Parts of the address and of the query, by name. */
  readonly asked: Readonly<Record<string, string>>;
  readonly status: number;
  /**
   * That the answer reflects; null where an answer says none: then what stood in the log before this event. Of the stream of events: after
   * which it begins, null from the beginning.
   */
  readonly position: string | null;
  /** Of the answer; null where it was not at hand yet: of an export `ExportDelivered` tells, of the stream of events `FeedEnded`. */
  readonly bytes: number | null;
  /** `sha256:<hex>` of the answer's bytes, of an export of its rows; null where a stream says none. */
  readonly digest: string | null;
}

/** What was sent of an export, before its end was. */
export interface DeliveryData extends Looked {
  readonly bytes: number;
  /** `sha256:<hex>` of the bytes that were sent. */
  readonly digest: string;
  /** False where it broke off: who asked has gone, or it failed. */
  readonly isWhole: boolean;
}

/** Why a stream of events ended: who read it went away, lost the right to it, or the server stopped. */
export type FeedEnd = 'gone' | 'revoked' | 'stopped';

/** What was sent of the stream of events, once it ended. */
export interface FeedData extends Looked {
  /** Of the last event sent; null where there was none. */
  readonly position: string | null;
  readonly bytes: number;
  readonly because: FeedEnd;
}

export type AccessEvent =
  DomainEvent<'LedgerRead', ReadData> | DomainEvent<'ExportDelivered', DeliveryData> | DomainEvent<'FeedEnded', FeedData>;

/** What one process answered at about the same time. Never refused. */
export interface NoteAccess {
  readonly type: 'NoteAccess';
  readonly day: string;
  /** Random, of the process: no two write one stream. */
  readonly process: string;
  readonly noted: readonly AccessEvent[];
}
