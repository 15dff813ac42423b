import type { CommandHandling } from '#event-log';
import type { PastLog, Reader } from '#projections';
import { SettlementQueries, SettlementsAsOf, settlementFeature } from '#settlements';
import { answering } from '../features/asked.js';
import { commandHandler, type ServerFeature } from '../features/feature-module.js';
import { AskPastSettlements, AskSettlements, OnSettlements } from './settlements.bus.js';
import { SettlementsController } from './settlements.controller.js';

interface SettlementParts {
  readonly handling: CommandHandling;
  readonly reader: Reader;
  readonly past: PastLog;
}

export const settlementsFeature = ({ handling, past, reader }: SettlementParts): ServerFeature => ({
  name: 'Settlements',
  controllers: [SettlementsController],
  handlers: [
    commandHandler(OnSettlements, ({ command, context }) => handling.handle(settlementFeature, command, context)),
    answering(AskSettlements, new SettlementQueries(reader)),
    answering(AskPastSettlements, new SettlementsAsOf(reader, past)),
  ],
});
