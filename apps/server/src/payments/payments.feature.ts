import { commandHandler, type ServerFeature } from '../features/feature-module.js';
import type { PaymentInstructions } from './instructions.js';
import { OnPayments } from './payments.bus.js';
import { PaymentsController } from './payments.controller.js';

export const paymentsFeature = (instructions: PaymentInstructions): ServerFeature => ({
  name: 'Payments',
  controllers: [PaymentsController],
  handlers: [commandHandler(OnPayments, ({ instruction, context }) => instructions.give(instruction, context))],
});
