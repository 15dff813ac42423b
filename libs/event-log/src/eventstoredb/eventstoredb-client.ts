import { EventStoreDBClient, excludeSystemEvents } from '@eventstore/db-client';
import { GrpcStoreClient, type FilterOptions } from './grpc-store-client.js';
import { guardAppends } from './guarded-appends.js';
import type { StoreClient } from './store-client.js';

/** A client of EventStoreDB, from a connection string `esdb://…` or `esdb+discover://…`. Nothing is connected yet. */
export function openEventStoreDbClient(connectionString: string): StoreClient {
  const client = EventStoreDBClient.connectionString(connectionString);
  guardAppends(client);
  return new GrpcStoreClient(client, {
    expectation: 'expectedRevision',
    excludeSystemEvents: (options: FilterOptions) => excludeSystemEvents(options),
  });
}
