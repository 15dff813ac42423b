import type { Fetches } from '#fetches';
import { commandHandler, queryHandler, type ServerFeature } from '../features/feature-module.js';
import { AskBillAgain, AskFetches, OnFetches } from './fetches.bus.js';
import { FetchSettingsController, FetchesController } from './fetches.controller.js';

export const fetchesFeature = (fetches: Fetches): ServerFeature => ({
  name: 'Fetches',
  controllers: [FetchSettingsController, FetchesController],
  handlers: [
    commandHandler(OnFetches, ({ command, context }) => fetches.set(command, context)),
    commandHandler(AskBillAgain, ({ asked }) => fetches.ask(asked)),
    queryHandler(AskFetches, ({ merchantId, days }) => fetches.ofMerchant(merchantId, days)),
  ],
});
