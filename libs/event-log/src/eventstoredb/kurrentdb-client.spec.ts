import { KurrentDBClient, excludeSystemEvents } from '@kurrent/kurrentdb-client';
import { eventLogContract } from '../contract/event-log.contract.js';
import { EVENTSTOREDB } from '../contract/log-traits.js';
import { EventStoreDbEventLog } from './eventstoredb-event-log.js';
import { GrpcStoreClient, type FilterOptions } from './grpc-store-client.js';
import { guardAppends } from './guarded-appends.js';
import type { StoreClient } from './store-client.js';
import { EventStoreDouble } from './testing/event-store-double.js';

/** The maintained client of the same protocol, behind the same seam. */
function openKurrentDbClient(connectionString: string): StoreClient {
  const client = KurrentDBClient.connectionString(connectionString.replace('esdb', 'kurrentdb'));
  guardAppends(client);
  return new GrpcStoreClient(client, {
    expectation: 'streamState',
    excludeSystemEvents: (options: FilterOptions) => excludeSystemEvents(options),
  });
}

eventLogContract(
  'EventStoreDbEventLog with the client of KurrentDB',
  async () => {
    const double = await EventStoreDouble.start();
    const log = await EventStoreDbEventLog.open(
      { connectionString: double.url },
      { openClient: openKurrentDbClient, outageAfterMs: 5_000 },
    );
    return {
      log,
      clear: async () => {
        await log.close();
        double.goDown();
      },
    };
  },
  EVENTSTOREDB,
);
