import { Command, Query } from '@nestjs/cqrs';
import type { RebuildView } from '#projections';
import type { ProjectionView } from './rebuilds.js';

export class AskProjections extends Query<ProjectionView[]> {}

export class RebuildProjection extends Command<RebuildView | undefined> {
  constructor(readonly name: string) {
    super();
  }
}
