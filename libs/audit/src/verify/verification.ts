import { positionAt } from '#event-log';
import type { CheckpointFolder } from '../checkpoint-folder.js';
import { openCheckpoint } from '../proof/checkpoint.js';
import type { Verifier } from '../proof/note.js';
import type { TreeStore } from '../tree-store.js';
import type { Defect, OnDefect } from './defect.js';
import { overStretches, type DenseSource } from './dense-log.js';
import { Naming } from './naming.js';
import { OrderedReading, type OrderedSource } from './ordered-log.js';
import { SealedLog } from './sealed-log.js';
import { SignedPast, compareFolder, type GivenNote } from './signed-past.js';
import { StoredTiles } from './stored-tree.js';

export interface VerificationParts {
  readonly log: DenseSource | OrderedSource;
  readonly store: TreeStore;
  /** Whose signatures are believed. */
  readonly verifiers: readonly Verifier[];
  /** Checkpoints that were kept elsewhere. */
  readonly given: readonly GivenNote[];
  /** Where checkpoints were filed; undefined: not looked at. */
  readonly folder?: CheckpointFolder | undefined;
  readonly onDefect: OnDefect;
  readonly onProgress?: (events: number) => void;
}

export interface Verified {
  /** Read and hashed. */
  readonly events: number;
  /** Held against the tree. */
  readonly sealed: number;
}

/** Recomputes the whole log and tells everything that is wrong with it. Reads only. */
export async function verifyLog(parts: VerificationParts): Promise<Verified> {
  const { log, store, verifiers, given, onDefect, onProgress, folder } = parts;
  const state = await store.state();
  const latest = await store.latest();
  const past = new SignedPast(store, { verifiers, given, last: latest?.size ?? 0 }, onDefect);
  const signed = latest && openCheckpoint(latest.note, verifiers);
  const size = Math.max(state.size, signed ? latest.size : 0, past.greatestGiven);
  const tiles = await StoredTiles.of(store);
  const sealed = new SealedLog({ tiles, past, state, size, onDefect });
  const isDense = 'readers' in log;
  const events = isDense
    ? await overStretches({ source: log, sealed, onDefect, onProgress })
    : await new OrderedReading({ source: log, sealed, tiles, onDefect, onProgress }).all();
  sealed.finish();
  for (const defect of defectsOf(sealed, isDense)) onDefect(defect);
  if (folder) await compareFolder(folder, store, verifiers, onDefect);
  return { events, sealed: size };
}

function defectsOf(sealed: SealedLog, isDense: boolean): Defect[] {
  const { suspects, missing, uncounted } = sealed;
  const { defects, gone } = new Naming(suspects, missing, isDense).named();
  const { first, last } = uncounted;
  if (first && last)
    defects.push({ kind: 'edited', position: first.position, through: last.position, says: 'these, and others between, too' });
  return [...defects, ...stretches(gone).map((stretch) => goneDefect(stretch, sealed, isDense))];
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

function stretches(indexes: readonly number[]): Stretch[] {
  const found: Stretch[] = [];
  for (const index of indexes) {
    const last = found.at(-1);
    if (last?.to === index - 1) found[found.length - 1] = { ...last, to: index };
    else found.push({ from: index, to: index });
  }
  return found;
}

function goneDefect({ from, to }: Stretch, sealed: SealedLog, isDense: boolean): Defect {
  const isEnd = to === sealed.size - 1;
  const says = `${String(to - from + 1)} sealed ${from === to ? 'event is' : 'events are'} gone, leaf ${String(from)} and on`;
  const where = isDense ? { position: positionAt(from + 1), through: positionAt(to + 1) } : {};
  return { kind: isEnd ? 'truncated' : 'removed', ...where, says };
}
