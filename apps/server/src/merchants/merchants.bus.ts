import { Command, Query } from '@nestjs/cqrs';
import type { CommandContext, Outcome } from '#event-log';
import type { MerchantState, SetupCommand } from '#merchants';

/** A step of a merchant's set-up. */
export class OnMerchants extends Command<Outcome> {
  constructor(
    readonly command: SetupCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

export class AskMerchant extends Query<{ state: MerchantState; revision: number | 'no_stream' }> {
  constructor(readonly merchantId: string) {
    super();
  }
}
