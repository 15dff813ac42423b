import type { CommandContext, CommandHandling, Outcome } from '#event-log';
import { businessDateOf, instant, type CutOff } from '#kernel';
import type { MerchantDirectory } from '#merchants';
import { paymentFeature, type PaymentCommand } from '#payments';

type Instructing = Extract<PaymentCommand, { readonly instructionId: string }>;

/** An instruction as it comes in: when and on which accounting day it is given, we say. */
export type Instruction = Instructing extends infer C
  ? C extends Instructing
    ? Omit<C, 'now' | 'businessDate'>
    : never
  : never;

const MIDNIGHT: CutOff = '24:00';

/** Gives instructions to payments: dated by the clock, on the accounting day of the merchant whose payment it is. */
export class PaymentInstructions {
  constructor(
    private readonly handling: CommandHandling,
    private readonly directory: MerchantDirectory,
    private readonly nowMs: () => number,
  ) {}

  async give(instruction: Instruction, context: CommandContext): Promise<Outcome> {
    const now = instant(this.nowMs());
    const businessDate = businessDateOf(now, await this.cutOffOf(instruction.paymentId));
    return this.handling.handle(paymentFeature, { ...instruction, now, businessDate }, context);
  }

  private async cutOffOf(paymentId: string): Promise<CutOff> {
    const merchantNo = /^pay_([^.]+)\./.exec(paymentId)?.[1];
    const merchant = merchantNo === undefined ? undefined : await this.directory.acquiredMerchant(merchantNo);
    return merchant?.cutOff ?? MIDNIGHT;
  }
}
