import { Command } from '@nestjs/cqrs';
import type { CommandContext, Outcome } from '#event-log';
import type { Instruction } from './instructions.js';

/** An instruction to a payment. */
export class OnPayments extends Command<Outcome> {
  constructor(
    readonly instruction: Instruction,
    readonly context: CommandContext,
  ) {
    super();
  }
}
