export * from './binary-arrays.js';
export { EmbeddedPostgres, FolderInUse, runningEmbedded, type EmbeddedOptions } from './embedded/supervisor.js';
export { migrate, type Migration } from './migrate.js';
export { openPool, type PoolOptions } from './pool.js';
