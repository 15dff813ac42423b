import type { BatchQueries } from '#batches';
import { Asked, type QuestionTo } from '../features/asked.js';

export class AskBatches<Q extends QuestionTo<BatchQueries>> extends Asked<BatchQueries, Q> {}
