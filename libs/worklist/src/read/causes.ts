import { instant, type Instant } from '#kernel';
import { guideOf } from '../catalogue/catalogue.js';
import { evidenceOf, subjectOf, worthOf } from '../catalogue/about.js';
import type { Severity } from '../catalogue/guide.js';
import { TIMERS, type AnyStanding, type Timer } from '../catalogue/timers.data.js';
import { RULES, type RuleDefinition } from '../domain/rules.data.js';
import type { Thresholds } from '../domain/rules.js';
import { anomaliesOf, type TerminalHistory } from '../domain/terminal-history.js';
import { ANOMALY_GUIDES } from '../catalogue/watched.data.js';
import type { Finding } from '../domain/fraud.js';
import type { StoreDay, StoreFinding } from '../domain/undone-use.js';
import type { Sighting, TerminalDay } from '../domain/terminal-day.js';

/** Why an exception is there, as things stand. */
export interface Cause {
  readonly code: string;
  readonly severity: Severity;
  readonly worth: number;
  readonly subject: Readonly<Record<string, string>>;
  readonly evidence: Readonly<Record<string, number>>;
  readonly merchant: string;
  readonly store: string;
  /** Of a timer: what it counts from; `fact`: the fact that made it wait. Absent: told at once. */
  readonly anchor?: Instant | 'fact';
  /** When it came to be, where that is not when the fact happened that told it. */
  readonly since?: Instant;
}

const MS: Readonly<Record<RuleDefinition['unit'], number>> = {
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  percent: 0,
  times: 0,
  fen: 0,
  hour_of_day: 0,
};
const EARLIEST_MS = Date.parse('0001-01-01T00:00:00Z');
const LATEST_MS = Date.parse('9999-12-01T00:00:00Z');

const NO_STORE = '-';
const textOr = (value: unknown, other: string): string => (typeof value === 'string' && value !== '' ? value : other);

/** Exceptions of a standing, and what it waits for. */
export function causesOfStanding(kind: string, standing: AnyStanding, codes: readonly string[], merchant: string): Cause[] {
  const cause = (code: string): Cause => {
    const { severity, worth } = guideOf(kind, code);
    return {
      code,
      severity,
      worth: worthOf(standing, worth, code),
      subject: subjectOf(standing, code),
      evidence: evidenceOf(standing, code),
      merchant: textOr(standing['merchant'], merchant),
      store: textOr(standing['store'], NO_STORE),
    };
  };
  const waiting = TIMERS.filter((timer) => timer.kind === kind && timer.waits(standing));
  return [
    ...[...new Set(codes)].map(cause),
    ...waiting.map((timer) => ({ ...cause(timer.code), anchor: anchorOf(timer, standing) })),
  ];
}

const anchorOf = ({ since }: Timer, standing: AnyStanding): Instant | 'fact' =>
  textOr(since(standing), 'fact') as Instant | 'fact';

/** When a timer is told: so long after, or before, what it counts from. */
export function dueAt(code: string, anchor: Instant, thresholds: Thresholds): Instant {
  const timer = TIMERS.find((one) => one.code === code);
  if (!timer) return anchor;
  const ms = thresholds[timer.rule] * MS[RULES[timer.rule].unit];
  const due = Date.parse(anchor) + (timer.before ? 0 - ms : ms);
  return instant(Math.min(Math.max(due, EARLIEST_MS), LATEST_MS));
}

export const isAnomaly = (code: string): boolean => Object.hasOwn(ANOMALY_GUIDES, code);

/** What is odd about the transactions of one payment, each held against its terminal. */
export function causesOfSightings(
  seen: readonly Sighting[],
  terminalOf: (sighting: Sighting) => TerminalHistory | undefined,
  methodsOfModel: (model: string) => readonly string[] | undefined,
): Cause[] {
  const odd = new Map<string, Sighting[]>();
  for (const sighting of [...seen].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.identity < b.identity ? -1 : 1))) {
    const terminal = terminalOf(sighting);
    const anomalies = terminal ? anomaliesOf(sighting, terminal, methodsOfModel) : [];
    for (const code of anomalies) odd.set(code, [...(odd.get(code) ?? []), sighting]);
  }
  return [...odd].flatMap(([code, [first, ...others]]) => (first ? [anomaly(code, first, others)] : []));
}

function anomaly(code: string, first: Sighting, others: readonly Sighting[]): Cause {
  const { at, merchant, merchantNo, store, stream, terminalNo } = first;
  return {
    code,
    severity: guideOf('payment', code).severity,
    worth: others.reduce((total, { amount }) => total + amount, first.amount),
    subject: { paymentId: stream.slice(stream.indexOf('.') + 1), merchantNo, terminalNo },
    evidence: { transactions: others.length + 1 },
    merchant,
    store,
    since: at,
  };
}

/** What the rules found on a day of a terminal or operator. */
export const causesOfDay = (
  { merchant, merchantNo, operatorNo, store, terminalNo }: TerminalDay,
  found: readonly Finding[],
): Cause[] =>
  found.map(({ code, worth, evidence }) => ({
    code,
    severity: guideOf(operatorNo === '' ? 'terminal' : 'operator', code).severity,
    worth,
    subject: { merchantNo, terminalNo, ...(operatorNo !== '' && { operatorNo }) },
    evidence,
    merchant,
    store,
  }));

/** What the rules found on a day of a store. */
export const causesOfStore = ({ merchant, store, poiId }: StoreDay, found: readonly StoreFinding[]): Cause[] =>
  found.map((finding) => ({
    ...finding,
    severity: guideOf('store', finding.code).severity,
    subject: poiId === '' ? {} : { poiId },
    merchant,
    store,
  }));
