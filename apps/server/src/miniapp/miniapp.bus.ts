import { Command } from '@nestjs/cqrs';
import type { CommandContext, Outcome } from '#event-log';
import type { MiniAppCommand, MiniPaymentQueries } from '#miniapp';
import { Asked, type QuestionTo } from '../features/asked.js';

/** A fact for a payment in a mini-app. */
export class OnMiniApps extends Command<Outcome> {
  constructor(
    readonly command: MiniAppCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

export class AskMiniApps<Q extends QuestionTo<MiniPaymentQueries>> extends Asked<MiniPaymentQueries, Q> {}
