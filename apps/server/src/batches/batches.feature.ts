import { BatchQueries } from '#batches';
import type { Reader } from '#projections';
import { answering } from '../features/asked.js';
import type { ServerFeature } from '../features/feature-module.js';
import { AskBatches } from './batches.bus.js';
import { BatchesController } from './batches.controller.js';

export const batchesFeature = (reader: Reader): ServerFeature => ({
  name: 'Batches',
  controllers: [BatchesController],
  handlers: [answering(AskBatches, new BatchQueries(reader))],
});
