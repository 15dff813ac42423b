import { EmbeddedPostgres, type EmbeddedOptions } from './embedded/supervisor.js';

export interface DatabasePlace extends EmbeddedOptions {
  /** Your own PostgreSQL; absent: the embedded one of the folder. */
  readonly databaseUrl?: string;
}

export interface Database {
  readonly url: string;
  /** Stops the embedded PostgreSQL unless another process uses it. Call it last. */
  stop(): Promise<void>;
}

/** The ledger's database, for a server as for a command beside it: yours, or the embedded one, started if need be. */
export async function openDatabase({ databaseUrl, ...embedded }: DatabasePlace): Promise<Database> {
  if (databaseUrl === undefined) return EmbeddedPostgres.start(embedded);
  return { url: databaseUrl, stop: () => Promise.resolve() };
}
