/** A number that a merchant may set for itself. */
export interface RuleDefinition {
  readonly says: string;
  readonly unit: 'minutes' | 'hours' | 'days' | 'percent' | 'times' | 'fen' | 'hour_of_day';
  readonly standard: number;
  readonly min: number;
  readonly max: number;
}

const rule = (unit: RuleDefinition['unit'], standard: number, [min, max]: [number, number], says: string): RuleDefinition => ({
  says,
  unit,
  standard,
  min,
  max,
});

/** Thresholds by name: what ships. A value set by a merchant goes before. */
export const RULES = {
  unpaid_order_minutes: rule('minutes', 60, [1, 43_200], 'an order may wait for its payment'),
  refund_due_hours: rule('hours', 24, [1, 720], 'a cancelled order may wait for its refund'),
  unsettled_order_days: rule('days', 15, [1, 365], 'a completed order may wait for its settlement'),
  outcome_unknown_minutes: rule('minutes', 10, [1, 10_080], 'the outcome of a transaction may stay unknown'),
  authorization_expiring_days: rule('days', 3, [1, 30], 'before a hold ends'),
  instruction_open_minutes: rule('minutes', 60, [1, 43_200], 'an instruction may wait for the terminal'),
  payment_request_minutes: rule('minutes', 5, [1, 1_440], 'a payment request may stay without outcome once it is due'),
  dispute_due_days: rule('days', 3, [1, 30], 'before the answer to a dispute is due'),
  refund_rate_percent: rule('percent', 30, [1, 100], 'refunded of what was sold on a day'),
  refund_rate_refunds: rule('times', 3, [1, 10_000], 'refunds on that day, at least'),
  quick_void_minutes: rule('minutes', 10, [1, 1_440], 'between a sale and its void, at most'),
  quick_voids: rule('times', 3, [1, 10_000], 'such pairs on a day'),
  late_void_minutes: rule('minutes', 240, [1, 43_200], 'between a sale and its void, at least'),
  late_voids: rule('times', 1, [1, 10_000], 'such voids on a day'),
  declines_before_approval: rule('times', 5, [2, 10_000], 'declines beside an approval within an hour'),
  near_limit_fen: rule('fen', 100_000, [1_000, 1_000_000_000], 'the limit'),
  near_limit_margin_fen: rule('fen', 5_000, [1_000, 1_000_000_000], 'below it, at most'),
  near_limit_sales: rule('times', 5, [1, 10_000], 'such sales on a day'),
  voucher_cancels: rule('times', 3, [1, 10_000], 'vouchers redeemed in a store and taken back on a day'),
  opening_hour: rule('hour_of_day', 6, [0, 23], 'the first hour of business, Asia/Shanghai'),
  closing_hour: rule('hour_of_day', 24, [1, 24], 'the hour at which business ends; not after the opening hour: past midnight'),
  after_hours_transactions: rule('times', 3, [1, 10_000], 'transactions outside of business on a day'),
} as const satisfies Record<string, RuleDefinition>;

export type RuleName = keyof typeof RULES;
