import { Command } from '@nestjs/cqrs';
import type { PaymentRequestQueries } from '#collections';
import type { CommandContext, Outcome } from '#event-log';
import { Asked, type QuestionTo } from '../features/asked.js';
import type { PaymentRequestCommand } from './payment-requests.js';

/** Hands an order to a terminal, or says what became of that. */
export class OnPaymentRequests extends Command<Outcome> {
  constructor(
    readonly command: PaymentRequestCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

export class AskPaymentRequests<Q extends QuestionTo<PaymentRequestQueries>> extends Asked<PaymentRequestQueries, Q> {}
