import type { Instant } from '#kernel';
import type { PullKind } from './pull-data.js';

/** The pulling that goes on for good, or the id of a back-fill. */
export type PullJob = 'live' | `bkf_${string}`;

export interface PullFailure {
  /** `OUTAGE`, or `REFUSED` with what the platform says. */
  readonly code: string;
  readonly says: string;
  readonly at: Instant;
}

/** How far a shop is pulled: everything of this kind up to `doneTo` is durable in the ledger. */
export interface PullCursor {
  readonly shopId: string;
  readonly job: PullJob;
  readonly kind: PullKind;
  readonly begins: Instant;
  readonly doneTo: Instant;
  /** Null where it goes on for good. */
  readonly ends: Instant | null;
  /** Orders, after-sales or rows that were read, those read again included. */
  readonly items: number;
  readonly nextTryAt: Instant;
  readonly lastSuccessAt: Instant | null;
  /** Turns that failed since the last that did not. */
  readonly failures: number;
  readonly failure: PullFailure | null;
  /** What the platform does not answer for any more was left out up to here; null where nothing was. */
  readonly leftOutTo: Instant | null;
}

/** What no push brought. `order`: we knew nothing of it. `step`, `aftersale`: a step of it. `stuck`: found by asking for an order that did not move. */
export const GAP_KINDS = ['order', 'step', 'aftersale', 'stuck'] as const;
export type GapKind = (typeof GAP_KINDS)[number];

export interface PullGap {
  readonly shopId: string;
  readonly orderId: string;
  readonly kind: GapKind;
  /** Type of the fact that was missing; `DouyinOrderCreated` … */
  readonly fact: string;
  readonly foundAt: Instant;
}

export interface Backfill {
  readonly id: PullJob;
  readonly shopId: string;
  readonly merchantId: string;
  /** As it was asked for. */
  readonly from: Instant;
  readonly to: Instant;
  readonly askedAt: Instant;
}

/** A window that was worked off. */
export interface PullStep {
  readonly to: Instant;
  readonly items: number;
  readonly at: Instant;
  readonly nextTryAt: Instant;
  readonly leftOutTo?: Instant;
}

/** Places, gaps and back-fills. All of it is durable when it resolves. @throws Outage */
export interface PullStore {
  /** Places the cursors of a job; one that is placed with the same `begins` keeps its place. */
  place(cursors: readonly Pick<PullCursor, 'shopId' | 'job' | 'kind' | 'begins' | 'ends'>[]): Promise<void>;
  /** Those that have something left and may be tried now, the one that waits longest first. */
  due(now: Instant): Promise<readonly PullCursor[]>;
  cursors(shopId: string): Promise<readonly PullCursor[]>;
  /** Of all shops, for those who watch. */
  all(): Promise<readonly PullCursor[]>;
  /** False where somebody else has moved it meanwhile. */
  advance(cursor: PullCursor, step: PullStep): Promise<boolean>;
  failed(cursor: PullCursor, failure: PullFailure, nextTryAt: Instant): Promise<void>;
  /** Nothing to do until then. */
  rest(cursor: PullCursor, until: Instant): Promise<void>;
  addGap(gap: PullGap): Promise<void>;
  /** How many, by kind; of all shops unless one is named. */
  gaps(shopId?: string): Promise<ReadonlyMap<GapKind, number>>;
  addBackfill(backfill: Backfill): Promise<void>;
  /** The newest first. */
  backfills(shopId: string): Promise<readonly Backfill[]>;
}

/** Whether there is nothing left of it. */
export const isDone = ({ doneTo, ends }: Pick<PullCursor, 'doneTo' | 'ends'>): boolean => ends !== null && doneTo >= ends;

/** Age of the newest moment up to which everything is durable. */
export const lagSecondsOf = ({ doneTo }: Pick<PullCursor, 'doneTo'>, now: Instant): number =>
  Math.max(0, Math.round((Date.parse(now) - Date.parse(doneTo)) / 1_000));
