import { Pool, type PoolConfig } from 'pg';

export interface PoolOptions {
  /** Connections at most. */
  readonly max?: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
  /** Hears about idle connections that broke; the pool replaces them by itself. */
  readonly onError?: (error: Error) => void;
}

const CONNECT_WITHIN_MS = 10_000;

/**
 * A pool on the given database. 64-bit integers come as strings (pg's default): positions and sums may pass 2^53.
 * A query on a connection that breaks is rejected, never repeated: whoever asked knows whether it may be asked again.
 */
export function openPool(url: string, options: PoolOptions = {}): Pool {
  const config: PoolConfig = {
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'hezhang',
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    keepAlive: true,
  };
  const pool = new Pool(config);
  // Without a listener a connection that breaks, idle or between two queries of a transaction, would end the process.
  pool.on('error', options.onError ?? (() => undefined));
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return pool;
}
