import type { CommandHandling, EventLog } from '#event-log';
import { instant } from '#kernel';
import { LateFactsQuery } from '#ledger';
import type { MerchantSetup } from '#merchants';
import type { Reader } from '#projections';
import { answering } from '../features/asked.js';
import { commandHandler, type ServerFeature } from '../features/feature-module.js';
import { MonthsOfBook } from './months-of-book.js';
import { PeriodInstructions } from './period-instructions.js';
import { AskLateFacts, AskMonths, OnPeriods } from './periods.bus.js';
import { PeriodsController } from './periods.controller.js';
import { Previews } from './previews.js';

interface PeriodParts {
  readonly log: EventLog;
  readonly handling: CommandHandling;
  readonly setup: MerchantSetup;
  readonly reader: Reader;
}

export function periodsFeature({ log, handling, setup, reader }: PeriodParts): ServerFeature {
  const instructions = new PeriodInstructions(handling, setup, new Previews(log, reader), Date.now);
  return {
    name: 'Periods',
    controllers: [PeriodsController],
    handlers: [
      commandHandler(OnPeriods, ({ merchantId, month, doing, context }) =>
        instructions.give(merchantId, month, doing, context),
      ),
      answering(AskMonths, new MonthsOfBook(reader, () => instant(Date.now()))),
      answering(AskLateFacts, new LateFactsQuery(reader)),
    ],
  };
}
