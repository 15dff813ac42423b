import { SetUpQueries, type MerchantSetup, type StreamMerchantDirectory } from '#merchants';
import type { Reader } from '#projections';
import { answering } from '../features/asked.js';
import { commandHandler, queryHandler, type ServerFeature } from '../features/feature-module.js';
import { ChannelAccountsController } from './channel-accounts.controller.js';
import { DouyinShopsController } from './douyin-shops.controller.js';
import { AskMerchant, AskPosModels, AskSetUp, OnMerchants } from './merchants.bus.js';
import { MerchantsController } from './merchants.controller.js';
import { PaymentInterfacesController } from './payment-interfaces.controller.js';
import { PosModelsController } from './pos-models.controller.js';
import { TerminalsController } from './terminals.controller.js';

interface MerchantParts {
  readonly setup: MerchantSetup;
  readonly directory: StreamMerchantDirectory;
  readonly reader: Reader;
}

export const merchantsFeature = ({ setup, directory, reader }: MerchantParts): ServerFeature => ({
  name: 'Merchants',
  controllers: [
    MerchantsController,
    DouyinShopsController,
    ChannelAccountsController,
    PaymentInterfacesController,
    TerminalsController,
    PosModelsController,
  ],
  handlers: [
    commandHandler(OnMerchants, async ({ command, context }) => {
      const outcome = await setup.handle(command, context);
      directory.forget();
      return outcome;
    }),
    queryHandler(AskMerchant, ({ merchantId }) => setup.merchant(merchantId)),
    queryHandler(AskPosModels, () => setup.posModels()),
    answering(AskSetUp, new SetUpQueries(reader)),
  ],
});
