import type { CommandHandling } from '#event-log';
import type { Reader } from '#projections';
import { SettlementQueries, settlementFeature } from '#settlements';
import { answering } from '../features/asked.js';
import { commandHandler, type ServerFeature } from '../features/feature-module.js';
import { AskSettlements, OnSettlements } from './settlements.bus.js';
import { SettlementsController } from './settlements.controller.js';

export const settlementsFeature = (handling: CommandHandling, reader: Reader): ServerFeature => ({
  name: 'Settlements',
  controllers: [SettlementsController],
  handlers: [
    commandHandler(OnSettlements, ({ command, context }) => handling.handle(settlementFeature, command, context)),
    answering(AskSettlements, new SettlementQueries(reader)),
  ],
});
