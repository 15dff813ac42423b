import { MemoryPullStore } from './memory-pull-store.js';
import { pullStoreContract } from './pull-store.contract.js';

pullStoreContract('memory', () => Promise.resolve(new MemoryPullStore()));
