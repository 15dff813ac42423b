import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { KurrentDBClient, excludeSystemEvents } from '@kurrent/kurrentdb-client';
import { eventLogContract } from '../contract/event-log.contract.js';
import { EVENTSTOREDB } from '../contract/log-traits.js';
import { EventStoreDbEventLog } from './eventstoredb-event-log.js';
import { GrpcStoreClient, type FilterOptions } from './grpc-store-client.js';
import { guardAppends } from './guarded-appends.js';
import type { StoreClient } from './store-client.js';

/** The maintained client of the same protocol, behind the same seam. */
function openKurrentDbClient(connectionString: string): StoreClient {
  const client = KurrentDBClient.connectionString(connectionString.replace('esdb', 'kurrentdb'));
  guardAppends(client);
  return new GrpcStoreClient(client, {
    expectation: 'streamState',
    excludeSystemEvents: (options: FilterOptions) => excludeSystemEvents(options),
  });
}

/** In a process of its own: the messages of both clients have the same names and spoil each other within one. */
async function startDouble(): Promise<{ readonly url: string; readonly stop: () => void }> {
  const double = spawn(
    process.execPath,
    ['--import=./test/setup/typescript.mjs', 'libs/event-log/src/eventstoredb/testing/main.ts'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(double.stdout, 'data')) as [Buffer];
  return { url: /esdb:\S+/.exec(line.toString())?.[0] ?? '', stop: () => double.kill() };
}

eventLogContract(
  'EventStoreDbEventLog with the client of KurrentDB',
  async () => {
    const double = await startDouble();
    const log = await EventStoreDbEventLog.open({ connectionString: double.url }, { openClient: openKurrentDbClient });
    return {
      log,
      clear: async () => {
        await log.close();
        double.stop();
      },
    };
  },
  // It reads streams through another library than the rest, which cuts times off at the second.
  { ...EVENTSTOREDB, streamTimes: 'whole seconds' },
);
