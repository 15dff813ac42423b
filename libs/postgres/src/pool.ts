import { Pool, type PoolConfig } from 'pg';

export interface PoolOptions {
  /** Connections at most. */
  readonly max?: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
  /** A query without an answer for so long counts as a lost connection. For pools without long queries; none by default. */
  readonly answerWithinMs?: number;
  /** Whether a commit must be on disk before it is answered, whatever the server's default is. */
  readonly durable?: boolean;
  /** Hears about idle connections that broke; the pool replaces them by itself. */
  readonly onError?: (error: Error) => void;
}

const CONNECT_WITHIN_MS = 10_000;
const PROBE_AFTER_MS = 10_000;

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
    keepAliveInitialDelayMillis: PROBE_AFTER_MS,
    ...(options.answerWithinMs !== undefined && { query_timeout: options.answerWithinMs }),
    ...(options.durable && { options: '-c synchronous_commit=on' }),
  };
  const pool = new Pool(config);
  // Without a listener a connection that breaks, idle or between two queries of a transaction, would end the process.
  pool.on('error', options.onError ?? (() => undefined));
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return pool;
}
