export { BatchQueries, type BatchesAsked, type BatchNamed } from './read/batch-queries.js';
export type { BatchComparison, BatchException, BatchTransaction, ProbableDuplicate } from './read/batch-comparison.js';
export { terminalBatches } from './read/terminal-batches.js';
