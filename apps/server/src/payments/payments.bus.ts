import { Command } from '@nestjs/cqrs';
import type { CommandContext, Outcome } from '#event-log';
import type { PaymentQueries, PaymentsAsOf, RecordPaymentFact, ReferenceCommand } from '#payments';
import { Asked, type QuestionTo } from '../features/asked.js';
import type { Instruction } from './instructions.js';

/** A fact or an instruction for a payment. */
export class OnPayments extends Command<Outcome> {
  constructor(
    readonly command: RecordPaymentFact | Instruction,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** What names a payment by RRN alone. */
export class OnReferences extends Command<Outcome> {
  constructor(
    readonly command: ReferenceCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

export class AskPayments<Q extends QuestionTo<PaymentQueries>> extends Asked<PaymentQueries, Q> {}

/** As they stood. */
export class AskPastPayments<Q extends QuestionTo<PaymentsAsOf>> extends Asked<PaymentsAsOf, Q> {}
