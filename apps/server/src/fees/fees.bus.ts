import { Command } from '@nestjs/cqrs';
import type { CommandContext, Outcome } from '#event-log';
import type { MoneyTermsCommand } from '#fees';
import { Asked, type QuestionTo } from '../features/asked.js';
import type { FeeQueries } from './fee-queries.js';

/** A change of what is agreed with channels on money. */
export class OnMoneyTerms extends Command<Outcome> {
  constructor(
    readonly command: MoneyTermsCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

export class AskFees<Q extends QuestionTo<FeeQueries>> extends Asked<FeeQueries, Q> {}
