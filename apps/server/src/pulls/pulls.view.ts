import {
  BILL_SOURCES,
  GAP_KINDS,
  PULL_KINDS,
  lagSecondsOf,
  type BackfillStanding,
  type BillSource,
  type NotAskable,
  type PullStanding,
} from '#channels';
import type { Instant } from '#kernel';
import { INTEGER, MOMENT, STRING, listOf, orNull, record, word, type Schema } from '../http/schemas.js';

interface FailureView {
  /** `OUTAGE`: tried again by itself. `REFUSED`: the platform says no, see says. `FAULT`: ours, reported. */
  readonly code: string;
  readonly says: string;
  readonly at: string;
}

interface KindView {
  readonly kind: string;
  readonly doneTo: string;
  readonly lagSeconds: number;
  readonly items: number;
  readonly lastSuccessAt: string | null;
  readonly nextTryAt: string;
  readonly failures: number;
  readonly lastError: FailureView | null;
  readonly leftOutTo: string | null;
}

export interface PullView {
  readonly shopId: string;
  readonly state: 'on' | 'off';
  readonly from: string | null;
  readonly bills: BillSource;
  readonly kinds: readonly KindView[];
  readonly gaps: Readonly<Record<(typeof GAP_KINDS)[number], number>>;
}

export interface BackfillView {
  readonly id: string;
  readonly shopId: string;
  readonly from: string;
  readonly to: string;
  readonly askedAt: string;
  readonly state: 'running' | 'done';
  readonly percent: number;
  readonly items: number;
  readonly notAskable: readonly NotAskable[];
  readonly lastError: FailureView | null;
}

const FAILURE = record<FailureView>({ code: word(['OUTAGE', 'REFUSED', 'FAULT']), says: STRING, at: MOMENT });
const KIND = record<KindView>({
  kind: word(PULL_KINDS),
  doneTo: { ...MOMENT, description: 'everything up to here is in the ledger' },
  lagSeconds: INTEGER,
  items: { ...INTEGER, description: 'read so far, what was read again included' },
  lastSuccessAt: orNull(MOMENT),
  nextTryAt: MOMENT,
  failures: { ...INTEGER, description: 'since the last success' },
  lastError: orNull(FAILURE),
  leftOutTo: { ...orNull(MOMENT), description: 'the platform no longer answered for what lies before' },
});
const COUNT_OF_GAPS: Schema = { ...INTEGER, description: 'what no push had brought' };

export const PULL = record<PullView>({
  shopId: STRING,
  state: word(['on', 'off']),
  from: orNull(MOMENT),
  bills: { ...word(BILL_SOURCES), description: 'files: rows of bills are not pulled' },
  kinds: listOf(KIND),
  gaps: record<PullView['gaps']>({
    order: COUNT_OF_GAPS,
    step: COUNT_OF_GAPS,
    aftersale: COUNT_OF_GAPS,
    stuck: COUNT_OF_GAPS,
  }),
});

const NOT_ASKABLE = record<NotAskable>({ kind: word(PULL_KINDS), from: MOMENT, to: MOMENT });
export const BACKFILL = record<BackfillView>({
  id: STRING,
  shopId: STRING,
  from: MOMENT,
  to: MOMENT,
  askedAt: MOMENT,
  state: word(['running', 'done']),
  percent: { ...INTEGER, description: 'of the time that can be asked for' },
  items: INTEGER,
  notAskable: { ...listOf(NOT_ASKABLE), description: 'parts of the time asked for that the platform does not answer for' },
  lastError: orNull(FAILURE),
});

export const pullViewOf = (shopId: string, { setting, cursors, gaps }: PullStanding, now: Instant): PullView => ({
  shopId,
  state: setting?.state ?? 'off',
  from: setting?.from ?? null,
  bills: setting?.bills ?? 'api',
  kinds: cursors.map((cursor) => {
    const { kind, doneTo, items, lastSuccessAt, nextTryAt, failures, failure: lastError, leftOutTo } = cursor;
    const lagSeconds = lagSecondsOf(cursor, now);
    return { kind, doneTo, lagSeconds, items, lastSuccessAt, nextTryAt, failures, lastError, leftOutTo };
  }),
  gaps: {
    order: gaps.get('order') ?? 0,
    step: gaps.get('step') ?? 0,
    aftersale: gaps.get('aftersale') ?? 0,
    stuck: gaps.get('stuck') ?? 0,
  },
});

export const backfillViewOf = (backfill: BackfillStanding): BackfillView => {
  const { id, shopId, from, to, askedAt, state, share, items, notAskable, failure: lastError } = backfill;
  return { id, shopId, from, to, askedAt, state, percent: Math.floor(share * 100), items, notAskable, lastError };
};
