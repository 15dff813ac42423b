export { openCheckpoint, signedCheckpoint, type Checkpoint } from './proof/checkpoint.js';
export { leafHash } from './proof/hashing.js';
export { signerOf, signerText, verifierFrom, type Verifier } from './proof/note.js';
export { LeafEncoder } from './proof/leaf.js';
export type { StoredCheckpoint, TreeStore } from './tree-store.js';
export { isConsistent, isIncluded } from './proof/proofs.js';
export { hashesOf, rootOfHashes, tilePath } from './proof/tiles.js';
export { Frontier } from './proof/frontier.js';
export { grow } from './proof/growing.js';
