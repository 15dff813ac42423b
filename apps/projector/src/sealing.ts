import { CheckpointFolder, Notary, PostgresTreeStore, Sealer, signerOf } from '#audit';
import { AdvisoryOwnership } from '#projections';
import type { Core } from './core.js';

/** What it takes to seal the log. */
export interface Sealing {
  /** Signing keys, the newest first. */
  readonly keys: readonly string[];
  /** Where checkpoints are filed. */
  readonly folder: string;
  /** Shortest time between two checkpoints. */
  readonly everyMs: number;
}

const OWNER = 'audit:sealer';

export function sealerOf({ log, workPool }: Core, sealing: Sealing, onFailure: (of: string, error: unknown) => void): Sealer {
  const { keys, folder, everyMs } = sealing;
  const store = new PostgresTreeStore(workPool);
  const notary = new Notary(store, new CheckpointFolder(folder), keys.map(signerOf), everyMs);
  return new Sealer({ log, store, notary, ownership: new AdvisoryOwnership(workPool, OWNER), onFailure });
}
