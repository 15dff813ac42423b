export { AUDIT_MIGRATIONS } from './audit.schema.js';
export * from './audit.feature.js';
export { accessDecider } from './domain/access.js';
export type { AccessEvent, DeliveryData, FeedData, FeedEnd, NoteAccess, ReadData } from './domain/access.messages.js';
export { AccessLogQueries, accessLog, type AccessAsked, type AccessRow } from './read/access-log.js';
export { CheckpointFolder } from './checkpoint-folder.js';
export { Cosigning, type WitnessPlace } from './cosigning.js';
export { addCheckpointIn, type AddCheckpoint } from './proof/add-checkpoint.js';
export { checkpointIn, openCheckpoint, type Checkpoint } from './proof/checkpoint.js';
export { cosignedAt, witnessKeyFrom, witnessKeyOf } from './proof/cosignature.js';
export { Frontier } from './proof/frontier.js';
export { grow } from './proof/growing.js';
export { certifierOf, type CertifierParts } from './certificates/certifier.js';
export { Certificates, type CertificateView } from './certificates/postgres-certificates.js';
export { openCertificate } from './proof/certificate.js';
export { Notary } from './notary.js';
export { PostgresTreeStore } from './postgres-tree-store.js';
export { SIGNING_KEY, partsOf, signerOf, signerText, verifierFrom, type Signer, type Verifier } from './proof/note.js';
export { EventPlaces } from './read/event-places.js';
export { HASH_BYTES, isSameHash, leafHash } from './proof/hashing.js';
export { LeafEncoder, eventOfLeaf } from './proof/leaf.js';
export { isConsistent, isIncluded } from './proof/proofs.js';
export { Sealer, type SealerParts } from './sealer.js';
export { Timestamping, type TimestampAuthority } from './timestamping.js';
export type { StoredCheckpoint, TreeState, TreeStore } from './tree-store.js';
export {
  AuditQueries,
  type CheckpointView,
  type ConsistencyView,
  type EventAsked,
  type InclusionView,
  type NoProof,
} from './read/audit-queries.js';
export { matched, type Hashed } from './verify/bucket.js';
export { DEFECTS, type Defect, type DefectClass, type OnDefect } from './verify/defect.js';
export { LogRules, type EntriesOf } from './verify/log-rules.js';
export { denseSource, type DenseSource } from './verify/dense-log.js';
export { Revisions } from './verify/stream-ends.js';
export { stretchesOf } from './verify/stretch.js';
export { StretchThreads, answerStretches } from './verify/stretch-threads.js';
export { Naming } from './verify/naming.js';
export type { GivenNote } from './verify/signed-past.js';
export { verifyTimestamps, type StampedParts } from './verify/stamped.js';
export { verifyWitnessed } from './verify/witnessed.js';
export { WitnessState } from './witness/witness-state.js';
export { Witness, type WitnessAnswer, type WitnessParts } from './witness/witness.js';
export { verifyLogTables } from './verify/postgres-log-tables.js';
export { verifyLog, type VerificationParts, type Verified } from './verify/verification.js';
