import { inboxContract } from './inbox.contract.js';
import { MemoryInbox } from './memory-inbox.js';

inboxContract('memory', () => {
  const inbox = new MemoryInbox();
  return Promise.resolve({ inbox, clear: () => inbox.close() });
});
