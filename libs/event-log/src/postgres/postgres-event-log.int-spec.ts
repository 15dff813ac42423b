import { testDatabase } from '#postgres/testing';
import { eventLogContract } from '../contract/event-log.contract.js';
import { PostgresEventLog } from './postgres-event-log.js';

eventLogContract('PostgresEventLog', async () => {
  const database = await testDatabase();
  const log = await PostgresEventLog.open({ connectionString: database.url });
  return {
    log,
    clear: async () => {
      await log.close();
      await database.drop();
    },
  };
});
