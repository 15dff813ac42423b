import { BalanceDiffQuery, BalanceQueries, JournalQueries, MomentQueries, TrialBalanceQuery } from '#ledger';
import type { Reader } from '#projections';
import { answering } from '../features/asked.js';
import type { ServerFeature } from '../features/feature-module.js';
import { AskBalanceDiff, AskBalances, AskJournal, AskMoments, AskTrialBalance } from './ledger.bus.js';
import { LedgerController } from './ledger.controller.js';

export const ledgerFeature = (reader: Reader): ServerFeature => ({
  name: 'Ledger',
  controllers: [LedgerController],
  handlers: [
    answering(AskBalanceDiff, new BalanceDiffQuery(reader)),
    answering(AskBalances, new BalanceQueries(reader)),
    answering(AskJournal, new JournalQueries(reader)),
    answering(AskMoments, new MomentQueries(reader)),
    answering(AskTrialBalance, new TrialBalanceQuery(reader)),
  ],
});
