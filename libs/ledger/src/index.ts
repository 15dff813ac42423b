export { BalanceFold, type AccountRow } from './read/balance-fold.js';
export {
  BalanceQueries,
  type AsOf,
  type Balance,
  type BalanceAt,
  type BalancesAsked,
  type Effective,
  type OneAccount,
} from './read/balance-queries.js';
export { balances } from './read/balances.js';
export { GeneralLedgerQuery, type LedgerAccount, type LedgerLine, type LedgerPeriod } from './read/general-ledger.js';
export { JournalOfLog, type JournalEntry, type JournalPeriod } from './read/journal-of-log.js';
export { JournalQueries, type JournalLine, type LinesAsked } from './read/journal-queries.js';
export { PayoutQuery, type PayoutsAsked, type QueuedLine } from './read/payout-query.js';
export { LateFactsQuery, type LateFact, type LateFactsAsked } from './read/late-facts.js';
export { SealQueries, type SealsAsked } from './read/seal-queries.js';
export type { Seal } from './read/seals.js';
export { TrialBalanceQuery, type TrialBalance, type TrialBalanceAsked, type TrialBalanceTotal } from './read/trial-balance.js';
export type { TrialBalanceRow, TrialBalanceScope } from './read/trial-balance-rows.js';
