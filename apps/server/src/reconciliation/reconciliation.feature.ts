import type { CommandHandling, EventLog } from '#event-log';
import { instant } from '#kernel';
import type { Reader } from '#projections';
import { ClearingQuery, MatchCaseQueries, matchFeature, type Reconciler } from '#reconciliation';
import { answering } from '../features/asked.js';
import { commandHandler, type ServerFeature } from '../features/feature-module.js';
import { ClearingController, MatchCasesController, ReconciliationsController } from './reconciliation.controller.js';
import { AskClearing, AskMatchCases, OnMatches, OnReconciliation } from './reconciliation.bus.js';
import { Reconciling } from './reconciling.js';

interface ReconciliationParts {
  readonly handling: CommandHandling;
  readonly log: EventLog;
  readonly reader: Reader;
  readonly reconciler: Reconciler;
}

export function reconciliationFeature({ handling, log, reader, reconciler }: ReconciliationParts): ServerFeature {
  const reconciling = new Reconciling(reader, reconciler, () => log.head(), Date.now);
  return {
    name: 'Reconciliation',
    controllers: [ReconciliationsController, MatchCasesController, ClearingController],
    handlers: [
      commandHandler(OnReconciliation, ({ asked, context }) => reconciling.reconcile(asked, context)),
      commandHandler(OnMatches, ({ caseId, context, decision: type, reason }) =>
        handling.handle(matchFeature, { type, caseId, reason, by: context.actor, now: instant(Date.now()) }, context),
      ),
      answering(AskMatchCases, new MatchCaseQueries(reader)),
      answering(AskClearing, new ClearingQuery(reader)),
    ],
  };
}
