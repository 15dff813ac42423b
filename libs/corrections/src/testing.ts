import { credit, debit, money, plusMs, type BusinessDate, type Dimensions, type Entry, type Instant } from '#kernel';
import { shanghai } from '#kernel/testing';
import { corrections, entryCorrectionId } from './corrections.feature.js';
import type { CorrectionState } from './domain/correction.js';
import type { ApproveCorrection, BlastRadius, CaseSeen, Draft, ProposeCorrection } from './domain/correction.messages.js';
import { SHIPPED_RULES } from './domain/rules.js';

export const NOW: Instant = shanghai('2026-09-21 12:00');
export const TODAY = '2026-09-21' as BusinessDate;
export const YESTERDAY = '2026-09-20' as BusinessDate;

export const OF: Dimensions = { merchant: 'tea', store: 'bund', side: 'offline', channel: 'unionpay', method: 'card' };

/** A sale at a terminal of yesterday. */
export const sale = (fen = 12_990): Entry => ({
  kind: 'sale',
  businessDate: YESTERDAY,
  currency: 'CNY',
  of: OF,
  lines: [debit('assets:clearing:unionpay:898100012340001', money(fen)), credit('revenue:offline:tea:bund', money(fen))],
});

export const EVENT_ID = '0f0e0d0c-0b0a-8000-8000-000000000001';
export const STREAM = 'payment.pay_898100012340001.POS00001.7.101.20260920';
export const ENTRY_ID = entryCorrectionId({ eventId: EVENT_ID, entry: 0 });

/** An entry of the log, as it is found there. */
export const found = (booked: Entry = sale(), revision = 3): Extract<Draft, { kind: 'reverse' }>['target'] => ({
  stream: STREAM,
  eventId: EVENT_ID,
  entry: 0,
  revision,
  booked,
});

export const reversing = (booked?: Entry, revision?: number): Draft => ({ kind: 'reverse', target: found(booked, revision) });

/** A case whose ledger side is two yuan above the statement's. */
export const caseSeen = (more: Partial<CaseSeen> = {}): CaseSeen => ({
  stream: 'match.c1',
  revision: 2,
  caseId: 'c1',
  merchant: 'tea',
  isOpen: true,
  book: 'trades',
  channel: 'wechat',
  account: '1900000109',
  of: { ...OF, channel: 'wechat', method: 'wechat' },
  differences: [{ class: 'shortage', leg: 'statement', amount: -200, explained: false }],
  names: { orders: [], payments: [] },
  ...more,
});

const RADIUS: BlastRadius = {
  position: '0000000000000001',
  balances: [],
  report: [],
  orders: [],
  payments: [],
  matches: [],
  closedPeriods: [],
};

export const proposing = (draft: Draft = reversing(), more: Partial<ProposeCorrection> = {}): ProposeCorrection => ({
  type: 'ProposeCorrection',
  correctionId: ENTRY_ID,
  draft,
  reason: 'told twice',
  evidence: ['receipt 7'],
  rules: SHIPPED_RULES,
  closedThrough: null,
  today: TODAY,
  proposalId: 'p1',
  radius: RADIUS,
  by: 'key:ann',
  now: NOW,
  ...more,
});

/** An approval of what stands, where everything still is as it was shown. */
export function approving(
  { standing }: CorrectionState,
  by = 'key:bo',
  more: Partial<ApproveCorrection> = {},
): ApproveCorrection {
  return {
    type: 'ApproveCorrection',
    correctionId: standing?.correctionId ?? ENTRY_ID,
    approvalId: `approval by ${by}`,
    digest: standing?.digest ?? '',
    standing: standing?.seen ?? [],
    closedThrough: standing?.closedThrough ?? null,
    by,
    now: plusMs(NOW, 60_000),
    ...more,
  };
}

/** The decider with what it holds. */
export class Desk {
  state: CorrectionState = corrections.initial;

  /** Types of the events that a command adds, or the code of its refusal. */
  take(command: Parameters<typeof corrections.decide>[0]): readonly string[] | string {
    const decided = corrections.decide(command, this.state);
    if ('rejected' in decided) return decided.code;
    this.state = decided.reduce((state, event) => corrections.evolve(state, event), this.state);
    return decided.map(({ type }) => type);
  }

  approve(by = 'key:bo', more: Partial<ApproveCorrection> = {}): readonly string[] | string {
    return this.take(approving(this.state, by, more));
  }
}
