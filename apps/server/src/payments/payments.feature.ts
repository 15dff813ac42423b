import type { CommandHandling } from '#event-log';
import { PaymentQueries, PaymentsAsOf, paymentFeature, referenceFeature } from '#payments';
import type { PastLog, Reader } from '#projections';
import { answering } from '../features/asked.js';
import { commandHandler, type ServerFeature } from '../features/feature-module.js';
import type { PaymentInstructions } from './instructions.js';
import { AskPayments, AskPastPayments, OnPayments, OnReferences } from './payments.bus.js';
import { PaymentsController } from './payments.controller.js';

interface PaymentParts {
  readonly handling: CommandHandling;
  readonly instructions: PaymentInstructions;
  readonly reader: Reader;
  readonly past: PastLog;
}

export const paymentsFeature = ({ handling, instructions, past, reader }: PaymentParts): ServerFeature => ({
  name: 'Payments',
  controllers: [PaymentsController],
  handlers: [
    commandHandler(OnPayments, ({ command, context }) =>
      command.type === 'RecordPaymentFact'
        ? handling.handle(paymentFeature, command, context)
        : instructions.give(command, context),
    ),
    commandHandler(OnReferences, ({ command, context }) => handling.handle(referenceFeature, command, context)),
    answering(AskPayments, new PaymentQueries(reader)),
    answering(AskPastPayments, new PaymentsAsOf(reader, past)),
  ],
});
