import { Command } from '@nestjs/cqrs';
import type { CommandContext, Outcome } from '#event-log';
import type { Rejection } from '#kernel';
import type { ClearingQuery, ConfirmMatch, MatchCaseQueries, RejectMatch, ResolveDifference } from '#reconciliation';
import { Asked, type QuestionTo } from '../features/asked.js';
import type { ReconciledAnswer } from './reconciliation.answers.js';
import type { ReconcileRequest } from './reconciliation.requests.js';

/** What a person decides of a case; who and when, we say. */
export type MatchDecision = (ConfirmMatch | RejectMatch | ResolveDifference)['type'];

export class OnMatches extends Command<Outcome> {
  constructor(
    readonly decision: MatchDecision,
    readonly caseId: string,
    readonly reason: string,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** Accounts are to be judged now. */
export class OnReconciliation extends Command<ReconciledAnswer | Rejection> {
  constructor(
    readonly asked: ReconcileRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}

export class AskMatchCases<Q extends QuestionTo<MatchCaseQueries>> extends Asked<MatchCaseQueries, Q> {}
export class AskClearing<Q extends QuestionTo<ClearingQuery>> extends Asked<ClearingQuery, Q> {}
