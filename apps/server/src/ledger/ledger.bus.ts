import type { BalanceDiffQuery, BalanceQueries, JournalQueries, MomentQueries, TrialBalanceQuery } from '#ledger';
import { Asked, type QuestionTo } from '../features/asked.js';

export class AskBalances<Q extends QuestionTo<BalanceQueries>> extends Asked<BalanceQueries, Q> {}
export class AskBalanceDiff<Q extends QuestionTo<BalanceDiffQuery>> extends Asked<BalanceDiffQuery, Q> {}
export class AskJournal<Q extends QuestionTo<JournalQueries>> extends Asked<JournalQueries, Q> {}
export class AskMoments<Q extends QuestionTo<MomentQueries>> extends Asked<MomentQueries, Q> {}
export class AskTrialBalance<Q extends QuestionTo<TrialBalanceQuery>> extends Asked<TrialBalanceQuery, Q> {}
