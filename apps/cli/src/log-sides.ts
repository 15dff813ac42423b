import { AUDIT_MIGRATIONS } from '#audit';
import type { RestorableLog } from '#event-log';
import { ARCHIVE_MIGRATIONS } from '#log-archive';
import { SECRETS_MIGRATIONS } from '#merchants';
import { migrate, openDatabase, openPool } from '#postgres';
import { PROJECTION_MIGRATIONS, runnerOf } from '#projections';
import { openLog } from '../../projector/src/core.js';
import { SEALER } from '../../projector/src/sealing.js';
import type { Config } from '../../server/src/config.js';

type Pool = ReturnType<typeof openPool>;

/** Whoever works on a ledger holds these. */
export const OWNERS: readonly string[] = [runnerOf(), SEALER];

/** A log and the database beside it, as a command opens them. */
export interface OpenedSide {
  readonly log: RestorableLog;
  readonly kind: 'postgresql' | 'eventstoredb';
  readonly pool: Pool;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

export interface SidePlace {
  /** Absent: the database of the settings, or the embedded one. */
  readonly databaseUrl?: string | undefined;
  /** Absent: the log is in that database. */
  readonly eventStoreUrl?: string | undefined;
}

/** The client waits longer than a server does: nobody waits for its answer. */
const OUTAGE_AFTER_MS = 60_000;
const CONNECTIONS = 4;

/** Opens a log with its database, all schemas of a ledger made. */
export async function openSide(config: Config, { databaseUrl, eventStoreUrl }: SidePlace): Promise<OpenedSide> {
  const own = databaseUrl ?? config.databaseUrl;
  const database = await openDatabase({ folder: config.dataFolder, ...(own !== undefined && { databaseUrl: own }) });
  const pool = openPool(database.url, { max: CONNECTIONS, applicationName: 'hezhang-log-archive' });
  const closePool = async (): Promise<void> => {
    await pool.end();
    await database.stop();
  };
  try {
    const { EDGE_MIGRATIONS } = await import('../../server/src/ledger.js');
    const beside = [...SECRETS_MIGRATIONS, ...PROJECTION_MIGRATIONS, ...AUDIT_MIGRATIONS];
    await migrate(pool, [...beside, ...EDGE_MIGRATIONS, ...ARCHIVE_MIGRATIONS]);
    const log = await openLog({ databaseUrl: database.url, eventStoreUrl }, OUTAGE_AFTER_MS);
    const close = async (): Promise<void> => {
      await log.close();
      await closePool();
    };
    return { log, kind: eventStoreUrl === undefined ? 'postgresql' : 'eventstoredb', pool, databaseUrl: database.url, close };
  } catch (error) {
    await closePool();
    throw error;
  }
}
