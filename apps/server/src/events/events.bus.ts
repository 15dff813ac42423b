import { Query } from '@nestjs/cqrs';
import type { Answer } from '#projections';
import type { EventView } from './event-view.js';

/** Everything that happened to one thing, out of its stream itself. */
export class AskHistory extends Query<Answer<readonly EventView[]>> {
  constructor(readonly stream: string) {
    super();
  }
}
