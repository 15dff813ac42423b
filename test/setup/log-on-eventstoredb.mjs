// For the e2e project that runs every ledger on the protocol double of EventStoreDB.
process.env.HEZHANG_TEST_LOG = 'eventstoredb';
