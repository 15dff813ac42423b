/** Corrections up to an amount, and how many others have to approve them. */
export interface Tier {
  /** 分, inclusive; null: however much. */
  readonly upTo: number | null;
  readonly approvals: number;
}

/** What ships. A merchant may set tiers of its own. */
export const TIERS: readonly Tier[] = [
  { upTo: 100_000, approvals: 1 },
  { upTo: 5_000_000, approvals: 2 },
  { upTo: null, approvals: 3 },
];

export const EXPIRY_DAYS = 7;

/** What a merchant may set. */
export const RULE_BOUNDS = { tiers: 10, approvals: 10, expiryDays: 90 } as const;
