import { AUDIT_MIGRATIONS } from '#audit';
import {
  CommandHandling,
  EventStoreDbEventLog,
  PostgresEventLog,
  type EventCodec,
  type EventLog,
  type RestorableLog,
} from '#event-log';
import { PostgresSealedStore, SECRETS_MIGRATIONS, SecretVault, StreamMerchantDirectory } from '#merchants';
import { migrate, openPool, type Migration } from '#postgres';
import { PROJECTION_MIGRATIONS, Positions, Reader } from '#projections';
import { PROJECTIONS, ledgerCodec } from './features.js';

export type Pool = ReturnType<typeof openPool>;

/** Where the log is. */
export interface LogPlace {
  readonly databaseUrl: string;
  /** Absent: PostgreSQL holds the log too. */
  readonly eventStoreUrl?: string | undefined;
}

export interface CoreOptions extends LogPlace {
  /** A replica that answers questions to read models; absent: the database itself does. */
  readonly queryDatabaseUrl?: string | undefined;
  readonly masterKey: Buffer;
  /** Further schemas on the same database. */
  readonly migrations?: readonly Migration[];
  /** Puts something around the log: counting, timing. */
  readonly around?: (log: EventLog) => EventLog;
}

/** What server and projector share: the log, who decides, and who answers. */
export interface Core {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly handling: CommandHandling;
  readonly vault: SecretVault;
  readonly directory: StreamMerchantDirectory;
  /** For projections and reactions. */
  readonly workPool: Pool;
  /** Where the read models stand in the database itself; the reader knows where they stand in what it reads. */
  readonly positions: Positions;
  readonly reader: Reader;
  close(): Promise<void>;
}

/** Beside one for each read model: reactions at work, their owner, four for the rebuild that runs, three to seal, and who asks how all of them stand. */
const OTHER_WORK = 16;
const QUERY_CONNECTIONS = 8;
const SECRET_CONNECTIONS = 2;
const QUERIES_ANSWER_WITHIN_MS = 30_000;
/** Senders wait about five seconds for an answer (Douyin: 5 s). Within that we say that they should try again. */
const OUTAGE_AFTER_MS = 4_000;

/** The log that this ledger stands on: the one place where it is chosen. */
export function openLog({ databaseUrl, eventStoreUrl }: LogPlace, outageAfterMs?: number): Promise<RestorableLog> {
  const options = outageAfterMs === undefined ? {} : { outageAfterMs };
  return eventStoreUrl === undefined
    ? PostgresEventLog.open({ connectionString: databaseUrl }, options)
    : EventStoreDbEventLog.open({ connectionString: eventStoreUrl }, options);
}

/** Connects and brings the schemas up to date. */
export async function openCore(options: CoreOptions): Promise<Core> {
  const { databaseUrl, queryDatabaseUrl, masterKey, migrations = [], around = (log: EventLog) => log } = options;
  const workPool = openPool(databaseUrl, { max: PROJECTIONS.length + OTHER_WORK, applicationName: 'hezhang-projector' });
  const answering = { answerWithinMs: QUERIES_ANSWER_WITHIN_MS };
  const queryPool = openPool(queryDatabaseUrl ?? databaseUrl, {
    max: QUERY_CONNECTIONS,
    applicationName: 'hezhang-queries',
    ...answering,
  });
  // Secrets are written, and needed a moment later: never from a replica.
  const secretPool = openPool(databaseUrl, { max: SECRET_CONNECTIONS, applicationName: 'hezhang-secrets', ...answering });
  const endPools = async (): Promise<void> => {
    await Promise.all([workPool.end(), queryPool.end(), secretPool.end()]);
  };
  try {
    await migrate(workPool, [...SECRETS_MIGRATIONS, ...PROJECTION_MIGRATIONS, ...AUDIT_MIGRATIONS, ...migrations]);
    const log = around(await openLog(options, OUTAGE_AFTER_MS));
    const codec = ledgerCodec();
    const handling = new CommandHandling(log, codec);
    const vault = new SecretVault(new PostgresSealedStore(secretPool), masterKey);
    const directory = new StreamMerchantDirectory(handling, vault);
    const positions = new Positions(workPool);
    // A projector in this process tells how far the database is, which says nothing about its replica.
    const reader = new Reader(queryPool, queryDatabaseUrl === undefined ? positions : new Positions(queryPool));
    const close = async (): Promise<void> => {
      await log.close();
      await endPools();
    };
    return { log, codec, handling, vault, directory, workPool, positions, reader, close };
  } catch (error) {
    await endPools();
    throw error;
  }
}
