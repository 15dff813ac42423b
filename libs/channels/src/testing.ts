export { MemoryInbox } from './inbox/memory-inbox.js';
