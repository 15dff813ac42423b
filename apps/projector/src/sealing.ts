import {
  CheckpointFolder,
  Cosigning,
  Notary,
  PostgresTreeStore,
  Sealer,
  Timestamping,
  certifierOf,
  signerOf,
  type TimestampAuthority,
  type WitnessPlace,
} from '#audit';
import { AdvisoryOwnership, type Certify } from '#projections';
import { codeVersion } from './code-version.js';
import type { Core } from './core.js';

/** What it takes to seal the log. */
export interface Sealing {
  /** Signing keys, the newest first. */
  readonly keys: readonly string[];
  /** Where checkpoints are filed. */
  readonly folder: string;
  /** Shortest time between two checkpoints. */
  readonly everyMs: number;
  /** Who is asked to cosign checkpoints. */
  readonly witnesses: readonly WitnessPlace[];
  /** Who is asked for time-stamps of them; undefined: nobody is. */
  readonly authority: TimestampAuthority | undefined;
}

/** Whoever seals holds this. */
export const SEALER = 'audit:sealer';

export function sealerOf({ log, workPool }: Core, sealing: Sealing, onFailure: (of: string, error: unknown) => void): Sealer {
  const { keys, everyMs, witnesses, authority } = sealing;
  const folder = new CheckpointFolder(sealing.folder);
  const store = new PostgresTreeStore(workPool);
  const notary = new Notary(store, folder, keys.map(signerOf), everyMs);
  const cosigning = witnesses.length > 0 ? new Cosigning(store, folder, witnesses) : undefined;
  const timestamping = authority && new Timestamping(store, folder, authority);
  const ownership = new AdvisoryOwnership(workPool, SEALER);
  return new Sealer({ log, store, notary, cosigning, timestamping, ownership, onFailure });
}

/** Signs swaps of read models by the keys that seal the log; without them certificates say so. */
export const certifying = (sealing: Pick<Sealing, 'keys'> | undefined): Certify =>
  certifierOf({ signers: (sealing?.keys ?? []).map(signerOf), code: codeVersion() });
