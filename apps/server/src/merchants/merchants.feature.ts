import { Command, Query } from '@nestjs/cqrs';
import type { CommandContext, Outcome } from '#event-log';
import type { MerchantSetup, MerchantState, SetupCommand, StreamMerchantDirectory } from '#merchants';
import { commandHandler, queryHandler, type ServerFeature } from '../features/feature-module.js';
import { MerchantsController } from './merchants.controller.js';

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

export const merchantsFeature = (setup: MerchantSetup, directory: StreamMerchantDirectory): ServerFeature => ({
  name: 'Merchants',
  controllers: [MerchantsController],
  handlers: [
    commandHandler(OnMerchants, async ({ command, context }) => {
      const outcome = await setup.handle(command, context);
      directory.forget();
      return outcome;
    }),
    queryHandler(AskMerchant, ({ merchantId }) => setup.merchant(merchantId)),
  ],
});
