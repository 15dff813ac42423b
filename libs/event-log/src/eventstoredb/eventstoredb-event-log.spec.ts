import { eventLogContract } from '../contract/event-log.contract.js';
import { EVENTSTOREDB } from '../contract/log-traits.js';
import { EventStoreDbEventLog } from './eventstoredb-event-log.js';
import { EventStoreDouble } from './testing/event-store-double.js';

eventLogContract(
  'EventStoreDbEventLog on the protocol double',
  async () => {
    const double = await EventStoreDouble.start();
    const log = await EventStoreDbEventLog.open({ connectionString: double.url });
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
