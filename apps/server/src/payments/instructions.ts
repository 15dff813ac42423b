import type { CommandContext, CommandHandling, Outcome } from '#event-log';
import { instant } from '#kernel';
import type { MerchantDirectory } from '#merchants';
import { paymentFeature, type PaymentCommand } from '#payments';
import { accountingDay } from '../../../projector/src/accounting-days.js';

type Instructing = Extract<PaymentCommand, { readonly instructionId: string }>;

/** An instruction as it comes in: when and on which accounting day it is given, we say. */
export type Instruction = Instructing extends infer C
  ? C extends Instructing
    ? Omit<C, 'now' | 'businessDate'>
    : never
  : never;

/** Gives instructions to payments: dated by the clock, on the accounting day of the merchant whose payment it is. */
export class PaymentInstructions {
  constructor(
    private readonly handling: CommandHandling,
    private readonly directory: MerchantDirectory,
    private readonly nowMs: () => number,
  ) {}

  async give(instruction: Instruction, context: CommandContext): Promise<Outcome> {
    const now = instant(this.nowMs());
    const businessDate = await accountingDay(this.directory, merchantNoOf(instruction.paymentId), now);
    return this.handling.handle(paymentFeature, { ...instruction, now, businessDate }, context);
  }
}

/** The payment's id begins with it. */
const merchantNoOf = (paymentId: string): string => /^pay_([^.]+)\./.exec(paymentId)?.[1] ?? '';
