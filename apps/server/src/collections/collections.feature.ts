import type { Provider } from '@nestjs/common';
import type { PaymentRequestQueries } from '#collections';
import type { MerchantDirectory } from '#merchants';
import { answering } from '../features/asked.js';
import { commandHandler, type ServerFeature } from '../features/feature-module.js';
import { AskPaymentRequests, OnPaymentRequests } from './collections.bus.js';
import { CollectionsController } from './collections.controller.js';
import type { PaymentRequests } from './payment-requests.js';
import { TerminalDoor } from './terminal-door.js';
import { TerminalInbox } from './terminal-inbox.js';
import { TerminalRequestsController } from './terminal-requests.controller.js';

export interface CollectionParts {
  readonly directory: MerchantDirectory;
  readonly paymentRequests: PaymentRequests;
  readonly requestQueries: PaymentRequestQueries;
  readonly terminalInbox: TerminalInbox;
}

export const collectionsFeature = (parts: CollectionParts): ServerFeature => {
  const { directory, paymentRequests, requestQueries, terminalInbox } = parts;
  const made: Provider[] = [
    { provide: TerminalDoor, useValue: new TerminalDoor(directory) },
    { provide: TerminalInbox, useValue: terminalInbox },
  ];
  return {
    name: 'Collections',
    controllers: [CollectionsController, TerminalRequestsController],
    handlers: [
      ...made,
      commandHandler(OnPaymentRequests, async ({ command, context }) => {
        const outcome = await paymentRequests.handle(command, context);
        if (outcome.ok && command.type === 'HandOver') terminalInbox.tell(command, outcome.position);
        return outcome;
      }),
      answering(AskPaymentRequests, requestQueries),
    ],
  };
};
