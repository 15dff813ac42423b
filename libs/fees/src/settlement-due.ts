import type { BusinessDate } from '#kernel';
import { expectedSettlementDate, type Calendar } from './domain/calendar.js';

/** What a channel collected on one of its days for a destination, and what became of it. Amounts 分. */
export interface CollectedForDestination {
  /** `bank:<account>` or `douyin:<shop>`; null where none was set at the time. */
  readonly destination: string | null;
  readonly cycle: string | null;
  readonly channel: string;
  /** Shop, merchant number, app or client key. */
  readonly account: string;
  /** Day of the channel, by its own cut-off; of a payout that names no transaction of ours, the day it came. */
  readonly collectedOn: BusinessDate | null;
  /** False: payouts and other movements that name no transaction of ours. */
  readonly isTied: boolean;
  readonly collected: number;
  readonly subsidies: number;
  readonly refunds: number;
  readonly adjustments: number;
  readonly settledGross: number;
  readonly fees: number;
  readonly settledNet: number;
  readonly transactionCount: number;
}

/** `unscheduled`: no destination was set, or the calendar does not hold the year: when it is due can not be said. */
export const SETTLEMENT_STATES = ['settled', 'open', 'overdue', 'unscheduled', 'unallocated'] as const;
export type SettlementState = (typeof SETTLEMENT_STATES)[number];

/** What is due for a destination on a day, and what was paid out of it. Amounts 分. */
export interface DueRow {
  readonly destination: string | null;
  readonly channel: string;
  readonly account: string;
  /** By cycle and calendar; null where that can not be said. */
  readonly dueOn: BusinessDate | null;
  readonly state: SettlementState;
  /** Sold, with what platforms added, less what was given back: to be paid out, fees included. */
  readonly due: number;
  /** Paid out of it, fees included. */
  readonly settled: number;
  readonly fees: number;
  /** Arrived on our own accounts. */
  readonly settledNet: number;
  /** due − settled */
  readonly open: number;
  /** What of `open` was due before the day of the report. */
  readonly overdue: number;
  readonly transactionCount: number;
}

type Group = Pick<DueRow, 'destination' | 'channel' | 'account' | 'dueOn'> & { readonly isTied: boolean };
type Sums = { due: number; settled: number; fees: number; settledNet: number; transactionCount: number };

/** Days collected as days due, by destination, number and day. On the day itself nothing is overdue yet. */
export function dueRows(days: readonly CollectedForDestination[], calendar: Calendar, asOf: BusinessDate): DueRow[] {
  const groups = new Map<string, Group & Sums>();
  for (const day of days) {
    const { destination, channel, account, isTied } = day;
    const dueOn = isTied ? dueOnOf(day, calendar) : null;
    const key = JSON.stringify([destination, channel, account, isTied, dueOn]);
    const sums = groups.get(key) ?? { due: 0, settled: 0, fees: 0, settledNet: 0, transactionCount: 0 };
    groups.set(key, { destination, channel, account, isTied, dueOn, ...added(sums, day) });
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => rowOf(group, asOf));
}

function dueOnOf({ cycle, collectedOn }: CollectedForDestination, calendar: Calendar): BusinessDate | null {
  if (cycle === null || collectedOn === null) return null;
  const expected = expectedSettlementDate(collectedOn, cycle, calendar);
  return 'on' in expected ? expected.on : null;
}

const added = (sums: Sums, day: CollectedForDestination): Sums => ({
  due: sums.due + day.collected + day.subsidies - day.refunds + day.adjustments,
  settled: sums.settled + day.settledGross,
  fees: sums.fees + day.fees,
  settledNet: sums.settledNet + day.settledNet,
  transactionCount: sums.transactionCount + day.transactionCount,
});

function rowOf({ isTied, ...group }: Group & Sums, asOf: BusinessDate): DueRow {
  const open = group.due - group.settled;
  const state = stateOf({ isTied, open, dueOn: group.dueOn }, asOf);
  return { ...group, state, open, overdue: state === 'overdue' ? open : 0 };
}

function stateOf(
  { isTied, open, dueOn }: Pick<DueRow, 'open' | 'dueOn'> & Pick<Group, 'isTied'>,
  asOf: string,
): SettlementState {
  if (!isTied) return 'unallocated';
  if (dueOn === null) return 'unscheduled';
  if (open === 0) return 'settled';
  return dueOn < asOf ? 'overdue' : 'open';
}
