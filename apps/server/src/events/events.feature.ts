import type { CommandHandling } from '#event-log';
import { queryHandler, type ServerFeature } from '../features/feature-module.js';
import { AskHistory } from './events.bus.js';
import { EventsController } from './events.controller.js';
import { historyOf } from './history.js';

export const eventsFeature = (handling: CommandHandling): ServerFeature => ({
  name: 'Events',
  controllers: [EventsController],
  handlers: [queryHandler(AskHistory, ({ stream, asked }) => historyOf(handling, stream, asked))],
});
