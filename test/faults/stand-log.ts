import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreDbEventLog, PostgresEventLog, START, type EventLog } from '#event-log';
import { openPool } from '#postgres';
import { freePort } from '../e2e/support/child-ledger.js';
import { CuttingProxy } from './cutting-proxy.js';
import { KeptProcess } from './kept-process.js';

export const LOGS = ['postgres', 'eventstoredb'] as const;
export type LogName = (typeof LOGS)[number];

/** What of an event the checks ask for. */
export interface StoredEvent {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
}

/** The log of a ledger to be ill-treated. */
export interface StandLog {
  readonly name: LogName;
  /** What the ledger's processes are told of it. */
  readonly settings: Readonly<Record<string, string>>;
  /** Its own process, where it has one that may be killed. */
  readonly process?: KeptProcess;
  /** What its connections go through, where that is not what those to PostgreSQL go through. */
  readonly proxy?: CuttingProxy;
  /** Past the proxy. */
  open(): Promise<EventLog>;
  /** Everything, in the order of positions, by a way of its own where there is one. */
  events(): Promise<readonly StoredEvent[]>;
  close(): Promise<void>;
}

/** The tables of a PostgreSQL that is there already. */
export function logOnPostgres(databaseUrl: string): StandLog {
  return {
    name: 'postgres',
    settings: {},
    open: () => PostgresEventLog.open({ connectionString: databaseUrl }),
    events: async () => {
      const pool = openPool(databaseUrl, { max: 1, applicationName: 'faults-checks' });
      try {
        const { rows } = await pool.query<StoredEvent>(
          `select lpad(position::text, 16, '0') as position, stream, revision::int, type from log.events order by position`,
        );
        return rows;
      } finally {
        await pool.end();
      }
    },
    close: () => Promise.resolve(),
  };
}

/** A server of one's own, with nothing in it; never killed and never cut off. */
const GIVEN = process.env['EVENTSTORE_TEST_URL'];

/** The protocol double as a process that keeps its events in a file, or the server that EVENTSTORE_TEST_URL names. */
export const logOnEventStoreDb = (folder: string, plant: string): Promise<StandLog> =>
  GIVEN === undefined ? logOnDouble(folder, plant) : logOnGiven(GIVEN);

async function logOnDouble(folder: string, plant: string): Promise<StandLog> {
  const port = await freePort();
  const program = ['libs/event-log/src/eventstoredb/testing/main.ts', '--port', port, '--file', join(folder, 'double')];
  const double = new KeptProcess(program, { HEZHANG_PLANT: plant });
  double.start();
  await listening(Number(port));
  const url = `esdb://127.0.0.1:${port}?tls=false`;
  const proxy = await CuttingProxy.before(url);
  return {
    ...reading(url),
    settings: { EVENTSTORE_URL: proxy.url },
    process: double,
    proxy,
    close: async () => {
      proxy.close();
      await double.stop();
    },
  };
}

async function logOnGiven(url: string): Promise<StandLog> {
  const log = await EventStoreDbEventLog.open({ connectionString: url });
  const head = await log.head();
  await log.close();
  if (head !== START) throw new Error('EVENTSTORE_TEST_URL must name a server with nothing in it');
  return { ...reading(url), settings: { EVENTSTORE_URL: url }, close: () => Promise.resolve() };
}

function reading(url: string): Pick<StandLog, 'name' | 'open' | 'events'> {
  const open = (): Promise<EventLog> => EventStoreDbEventLog.open({ connectionString: url });
  const events = async (): Promise<readonly StoredEvent[]> => {
    const log = await open();
    try {
      const found: StoredEvent[] = [];
      for await (const batch of log.readAll(START)) found.push(...batch.events);
      return found;
    } finally {
      await log.close();
    }
  };
  return { name: 'eventstoredb', open, events };
}

const LISTENS_WITHIN_MS = 30_000;

async function listening(port: number): Promise<void> {
  const signal = AbortSignal.timeout(LISTENS_WITHIN_MS);
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect', { signal });
      return;
    } catch (error) {
      if (signal.aborted) throw new Error('the log does not start', { cause: error });
      await sleep(50);
    } finally {
      socket.destroy();
    }
  }
}
