import { subjectKeysContract } from './subject-keys.contract.js';
import { MemorySubjectKeys } from './subject-keys.js';

subjectKeysContract('memory', () => Promise.resolve({ keys: new MemorySubjectKeys(), clear: () => Promise.resolve() }));
