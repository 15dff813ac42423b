import type { MoneyTerms } from '#fees';
import type { MerchantDirectory, MerchantSetup } from '#merchants';
import type { Reader } from '#projections';
import { answering } from '../features/asked.js';
import { commandHandler, type ServerFeature } from '../features/feature-module.js';
import { DestinationsController } from './destinations.controller.js';
import { FeeQueries } from './fee-queries.js';
import { FeesController } from './fees.controller.js';
import { AskFees, OnMoneyTerms } from './fees.bus.js';
import { HolidayCalendarController } from './holiday-calendar.controller.js';
import { MoneyTermsSetup } from './money-terms-setup.js';
import { TermsController } from './terms.controller.js';

interface FeeParts {
  readonly moneyTerms: MoneyTerms;
  readonly setup: MerchantSetup;
  readonly directory: MerchantDirectory;
  readonly reader: Reader;
}

export function feesFeature({ moneyTerms, setup, directory, reader }: FeeParts): ServerFeature {
  const checked = new MoneyTermsSetup(moneyTerms, setup, directory);
  return {
    name: 'Fees',
    controllers: [FeesController, DestinationsController, TermsController, HolidayCalendarController],
    handlers: [
      commandHandler(OnMoneyTerms, ({ command, context }) => checked.handle(command, context)),
      answering(AskFees, new FeeQueries(moneyTerms, setup, reader)),
    ],
  };
}
