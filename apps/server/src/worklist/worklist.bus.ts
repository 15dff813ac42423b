import { Command, Query } from '@nestjs/cqrs';
import type { CommandContext, Outcome } from '#event-log';
import type { RuleValues, WorklistQueries } from '#worklist';
import { Asked, type QuestionTo } from '../features/asked.js';
import type { Assignee } from './assignees.js';
import type { Doing } from './exception-instructions.js';
import type { RulesView } from './merchant-rules.js';

/** Something is done about an exception. */
export class OnExceptions extends Command<Outcome> {
  constructor(
    readonly exceptionId: string,
    readonly doing: Doing,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** Whom an exception may be handed over to. */
export class AskAssignees extends Query<readonly Assignee[]> {}

/** A merchant sets thresholds. */
export class OnExceptionRules extends Command<Outcome> {
  constructor(
    readonly merchantId: string,
    readonly rules: RuleValues,
    readonly context: CommandContext,
  ) {
    super();
  }
}

export class AskExceptionRules extends Query<RulesView | undefined> {
  constructor(readonly merchantId: string) {
    super();
  }
}

export class AskExceptions<Q extends QuestionTo<WorklistQueries>> extends Asked<WorklistQueries, Q> {}
