export { axesOf, isKnown, type Cell, type Question } from './question.js';
export type * from './explanation.js';
export { explain, givenOf } from './explaining/explain.js';
export { streamOfItem } from './explaining/matches.js';
export {
  SAMPLING_METHOD,
  Sampler,
  amountOf,
  rankOf,
  type Candidate,
  type Drawn,
  type SampleAsked,
} from './sampling/sampler.js';
export { LogFinder, type FoundEvent, type NamedEvent } from './tracing/log-finder.js';
export { packed, unpacked, type ArchiveFile } from './pack/archive.js';
export { packFiles, sha256Of, type PackLeaf, type PackParts } from './pack/pack-files.js';
export { verifyPack, type PackTrust, type PackVerification } from './pack/verify-pack.js';
