import type { Item } from '../item.js';

/** How closely two sides have to agree. Amounts 分, days calendar days. */
export interface MatchingTerms {
  /** `*`: any that has no terms of its own. */
  readonly channel: string;
  /** Up to this an amount that differs is explained. */
  readonly tolerance: number;
  /** The same for fees. */
  readonly feeTolerance: number;
  /** How far the day of the statement may be from ours. Of a payout: how late the bank may see it. */
  readonly dayWindow: Readonly<Record<Exclude<Item['kind'], 'movement'>, number>>;
  /** How long what only we have is suspended: until so many days after its own are on a statement. */
  readonly suspendDays: number;
  /** The same for what only the statement has, by the calendar. */
  readonly surplusSuspendDays: number;
  /** How far apart amount-and-time may be. */
  readonly timeWindowMinutes: number;
  /** How many days in a row may be paid out in one sum: the longest holidays. */
  readonly payoutDays: number;
}

const ANY: MatchingTerms = {
  channel: '*',
  tolerance: 0,
  feeTolerance: 0,
  dayWindow: { payment: 1, refund: 1, payout: 3 },
  suspendDays: 1,
  surplusSuspendDays: 0,
  timeWindowMinutes: 30,
  payoutDays: 10,
};

/**
 * Nobody publishes these: they are cautious, and a contract's own belong here. A refund row of WeChat Pay is of the day on which the
 * refund was begun; how long it may take after that is UNVERIFIED. So is how late banks are.
 */
export const MATCHING_TERMS: readonly MatchingTerms[] = [
  ANY,
  { ...ANY, channel: 'wechat', dayWindow: { ...ANY.dayWindow, refund: 3 } },
  { ...ANY, channel: 'alipay', dayWindow: { ...ANY.dayWindow, refund: 3 } },
];

export const termsOf = (channel: string, all: readonly MatchingTerms[] = MATCHING_TERMS): MatchingTerms =>
  all.find((one) => one.channel === channel) ?? all.find((one) => one.channel === '*') ?? ANY;
