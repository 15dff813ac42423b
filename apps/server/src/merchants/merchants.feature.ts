import type { MerchantSetup } from '#merchants';
import type { SharedLookups } from '../channels/shared-lookups.js';
import { commandHandler, queryHandler, type ServerFeature } from '../features/feature-module.js';
import { AskMerchant, OnMerchants } from './merchants.bus.js';
import { MerchantsController } from './merchants.controller.js';

export const merchantsFeature = (setup: MerchantSetup, lookups: SharedLookups): ServerFeature => ({
  name: 'Merchants',
  controllers: [MerchantsController],
  handlers: [
    commandHandler(OnMerchants, async ({ command, context }) => {
      const outcome = await setup.handle(command, context);
      lookups.forget();
      return outcome;
    }),
    queryHandler(AskMerchant, ({ merchantId }) => setup.merchant(merchantId)),
  ],
});
