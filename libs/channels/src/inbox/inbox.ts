import type { Instant } from '#kernel';
import type { FullNotice, KeptNotice, NewNotice, NoticeId, NoticeNumber, Settlement } from './notice.js';

export type NoticeStatus = 'applied' | 'ignored' | 'parked' | 'open';

export interface NoticeQuery {
  /** `open`: nothing became of it yet. */
  readonly status?: NoticeStatus;
  /** From a page before. */
  readonly after?: NoticeNumber;
  readonly limit: number;
}

/** Newest first. */
export interface NoticePage {
  readonly notices: readonly KeptNotice[];
  readonly next?: NoticeNumber;
}

/** Messages as they came, and what became of each. Never rewritten; the same message is kept once. */
export interface Inbox {
  /** Durable when it resolves; answers the notice as it stands, `known` where it was kept before. It is in hand until settled or released. @throws Outage */
  keep(notice: NewNotice): Promise<KeptNotice & { readonly known: boolean }>;
  /** Durable when it resolves. What was applied stays applied. @throws Outage */
  settle(notice: NoticeNumber, settlement: Settlement): Promise<void>;
  /** As `settle`, written with what comes next; may be lost in a crash, when the notice is simply open again. */
  settleSoon(notice: NoticeNumber, settlement: Settlement): void;
  /** Work on it was broken off, or there is nothing to settle: it is no longer in hand. */
  release(notice: NoticeNumber): void;
  /** Writes what was settled soon. */
  flush(): Promise<void>;
  /** Notices that nothing became of and that nobody in this process has in hand, in order of arrival. */
  open(after: NoticeNumber, limit: number): Promise<readonly FullNotice[]>;
  list(query: NoticeQuery): Promise<NoticePage>;
  /** How many wait for a person. */
  parked(): Promise<number>;
  /** When the newest notice of each source came, by whatever door; a source that never sent one is left out. */
  lastReceived(sources: readonly string[]): Promise<ReadonlyMap<string, Instant>>;
  show(id: NoticeId): Promise<FullNotice | undefined>;
  /** Flushes and stops. */
  close(): Promise<void>;
}
