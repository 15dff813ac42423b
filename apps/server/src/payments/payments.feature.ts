import { Command } from '@nestjs/cqrs';
import type { CommandContext, Outcome } from '#event-log';
import { commandHandler, type ServerFeature } from '../features/feature-module.js';
import type { Instruction, PaymentInstructions } from './instructions.js';
import { PaymentsController } from './payments.controller.js';

/** An instruction to a payment. */
export class OnPayments extends Command<Outcome> {
  constructor(
    readonly instruction: Instruction,
    readonly context: CommandContext,
  ) {
    super();
  }
}

export const paymentsFeature = (instructions: PaymentInstructions): ServerFeature => ({
  name: 'Payments',
  controllers: [PaymentsController],
  handlers: [commandHandler(OnPayments, ({ instruction, context }) => instructions.give(instruction, context))],
});
