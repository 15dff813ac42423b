export { CannotStart, ofPath } from './cannot-start.js';
export { ensureDataFolder, keepOnce } from './data-folder.js';
export { openDatabase, type Database, type DatabasePlace } from './database.js';
export * from './binary-arrays.js';
export { isOutage } from './outage.js';
export { EmbeddedPostgres, type EmbeddedOptions } from './embedded/supervisor.js';
export { migrate, type Migration } from './migrate.js';
export { openPool, type PoolOptions } from './pool.js';
