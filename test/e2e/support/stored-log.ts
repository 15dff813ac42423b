import type { Client } from 'pg';
import { EventStoreDouble } from '#event-log/testing';

/** Where the log of a ledger under test is, and what is in it behind the ledger's back. */
export interface StoredLog {
  /** What the ledger is told of it. */
  readonly settings: Readonly<Record<string, string>>;
  readonly positions: 'dense' | 'growing';
  /** Events that somebody asked for or told: a reaction may still be answering an earlier one. `database`: the ledger's PostgreSQL. */
  countTold(database: Client): Promise<number>;
  holds(database: Client, bytes: Buffer): Promise<boolean>;
  end(): void;
}

/** In the ledger's PostgreSQL, or, in the project that says so, on the protocol double of EventStoreDB. */
export const storedLog = (): Promise<StoredLog> =>
  process.env['HEZHANG_TEST_LOG'] === 'eventstoredb' ? onDouble() : Promise.resolve(IN_POSTGRES);

/** How the metadata of an event names a reaction as its actor. */
const BY_REACTION = Buffer.from('"actor":"reaction:');

const IN_POSTGRES: StoredLog = {
  settings: {},
  positions: 'dense',
  countTold: async (database) => {
    const told = 'select count(*) as events from log.events where position($1::bytea in metadata) = 0';
    const { rows } = await database.query<{ events: string }>(told, [BY_REACTION]);
    return Number(rows[0]?.events);
  },
  holds: async (database, bytes) => {
    const holding = 'select 1 from log.events where position($1::bytea in data) > 0 or position($1::bytea in metadata) > 0';
    const { rows } = await database.query(holding, [bytes]);
    return rows.length > 0;
  },
  end: () => undefined,
};

async function onDouble(): Promise<StoredLog> {
  const double = await EventStoreDouble.start();
  const { records } = double.store;
  return {
    settings: { EVENTSTORE_URL: double.url },
    positions: 'growing',
    countTold: () =>
      Promise.resolve(
        records.filter(({ type, metadata }) => !type.startsWith('$') && !Buffer.from(metadata).includes(BY_REACTION)).length,
      ),
    holds: (_, bytes) =>
      Promise.resolve(records.some(({ data, metadata }) => [data, metadata].some((part) => Buffer.from(part).includes(bytes)))),
    end: () => double.goDown(),
  };
}
