import { Command, Query } from '@nestjs/cqrs';
import type { RebuildView } from '#projections';
import type { ProjectionView, WishedSwap } from './rebuilds.js';

export class AskProjections extends Query<ProjectionView[]> {}

export class SwapProjection extends Command<RebuildView | undefined> {
  constructor(readonly wished: WishedSwap) {
    super();
  }
}
