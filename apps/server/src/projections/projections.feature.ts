import { commandHandler, queryHandler, type ServerFeature } from '../features/feature-module.js';
import { AskProjections, SwapProjection } from './projections.bus.js';
import { ProjectionsController } from './projections.controller.js';
import type { Rebuilds } from './rebuilds.js';

export const projectionsFeature = (rebuilds: Rebuilds): ServerFeature => ({
  name: 'Projections',
  controllers: [ProjectionsController],
  handlers: [
    commandHandler(SwapProjection, ({ wished }) => rebuilds.begin(wished)),
    queryHandler(AskProjections, () => rebuilds.standing()),
  ],
});
