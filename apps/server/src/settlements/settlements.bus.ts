import { Command } from '@nestjs/cqrs';
import type { CommandContext, Outcome } from '#event-log';
import type { SettlementCommand, SettlementQueries, SettlementsAsOf } from '#settlements';
import { Asked, type QuestionTo } from '../features/asked.js';

/** A fact for a settlement. */
export class OnSettlements extends Command<Outcome> {
  constructor(
    readonly command: SettlementCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

export class AskSettlements<Q extends QuestionTo<SettlementQueries>> extends Asked<SettlementQueries, Q> {}

export class AskPastSettlements<Q extends QuestionTo<SettlementsAsOf>> extends Asked<SettlementsAsOf, Q> {}
