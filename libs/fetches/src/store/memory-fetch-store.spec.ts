import { fetchStoreContract } from './fetch-store.contract.js';
import { MemoryFetchStore } from './memory-fetch-store.js';

fetchStoreContract('memory', () => Promise.resolve(new MemoryFetchStore()));
