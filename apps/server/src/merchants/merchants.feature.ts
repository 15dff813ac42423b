import type { MerchantSetup, StreamMerchantDirectory } from '#merchants';
import { commandHandler, queryHandler, type ServerFeature } from '../features/feature-module.js';
import { AskMerchant, OnMerchants } from './merchants.bus.js';
import { MerchantsController } from './merchants.controller.js';

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
