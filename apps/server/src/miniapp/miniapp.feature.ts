import type { CommandHandling } from '#event-log';
import { MiniPaymentQueries, miniAppFeature } from '#miniapp';
import type { Reader } from '#projections';
import { answering } from '../features/asked.js';
import { commandHandler, type ServerFeature } from '../features/feature-module.js';
import { AskMiniApps, OnMiniApps } from './miniapp.bus.js';
import { MiniAppController } from './miniapp.controller.js';

export const miniAppsFeature = (handling: CommandHandling, reader: Reader): ServerFeature => ({
  name: 'MiniApps',
  controllers: [MiniAppController],
  handlers: [
    commandHandler(OnMiniApps, ({ command, context }) => handling.handle(miniAppFeature, command, context)),
    answering(AskMiniApps, new MiniPaymentQueries(reader)),
  ],
});
