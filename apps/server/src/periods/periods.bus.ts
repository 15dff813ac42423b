import { Command } from '@nestjs/cqrs';
import type { CommandContext, Outcome } from '#event-log';
import type { LateFactsQuery } from '#ledger';
import type { Month } from '#periods';
import { Asked, type QuestionTo } from '../features/asked.js';
import type { MonthsOfBook } from './months-of-book.js';
import type { PeriodDoing } from './period-instructions.js';

/** Something is done with a month. */
export class OnPeriods extends Command<Outcome> {
  constructor(
    readonly merchantId: string,
    readonly month: Month,
    readonly doing: PeriodDoing,
    readonly context: CommandContext,
  ) {
    super();
  }
}

export class AskMonths<Q extends QuestionTo<MonthsOfBook>> extends Asked<MonthsOfBook, Q> {}
export class AskLateFacts<Q extends QuestionTo<LateFactsQuery>> extends Asked<LateFactsQuery, Q> {}
