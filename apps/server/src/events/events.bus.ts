import { Query } from '@nestjs/cqrs';
import type { Page } from '#projections';
import type { EventView } from './event-view.js';
import type { HistoryAsked } from './history.js';

/** Everything that happened to one thing, out of its stream itself. */
export class AskHistory extends Query<Page<EventView>> {
  constructor(
    readonly stream: string,
    readonly asked: HistoryAsked,
  ) {
    super();
  }
}
