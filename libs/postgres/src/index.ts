export { EmbeddedPostgres, FolderInUse, runningEmbedded, type EmbeddedOptions } from './embedded/supervisor.js';
