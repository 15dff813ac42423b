import type { Pulls } from '#channels';
import { commandHandler, queryHandler, type ServerFeature } from '../features/feature-module.js';
import { AskBackfills, AskPull, BeginBackfill, OnPulls } from './pulls.bus.js';
import { PullsController } from './pulls.controller.js';

export const pullsFeature = (pulls: Pulls): ServerFeature => ({
  name: 'Pulls',
  controllers: [PullsController],
  handlers: [
    commandHandler(OnPulls, ({ command, context }) => pulls.set(command, context)),
    commandHandler(BeginBackfill, ({ asked }) => pulls.backfill(asked)),
    queryHandler(AskPull, ({ merchantId, shopId }) => pulls.standing(merchantId, shopId)),
    queryHandler(AskBackfills, ({ merchantId, shopId }) => pulls.backfills(merchantId, shopId)),
  ],
});
