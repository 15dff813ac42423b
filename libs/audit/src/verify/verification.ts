import { counterOf, positionAt, type RecordedEvent } from '#event-log';
import type { CheckpointFolder } from '../checkpoint-folder.js';
import { HASH_BYTES } from '../proof/hashing.js';
import { LeafEncoder } from '../proof/leaf.js';
import { openCheckpoint } from '../proof/checkpoint.js';
import type { Verifier } from '../proof/note.js';
import { TILE_WIDTH, hashesOf } from '../proof/tiles.js';
import type { TreeStore } from '../tree-store.js';
import { matched, type Hashed } from './bucket.js';
import type { Defect, OnDefect } from './defect.js';
import { LogRules, type EntriesOf } from './log-rules.js';
import { Naming } from './naming.js';
import { SealedLog } from './sealed-log.js';
import { SignedPast, compareFolder, type GivenNote } from './signed-past.js';
import { StoredTiles } from './stored-tree.js';

export interface VerificationParts {
  /** Every event in order, tolerating holes. */
  readonly events: AsyncIterable<readonly RecordedEvent[]>;
  /** Positions count 1, 2, 3 …, and time does not go back: PostgreSQL. */
  readonly isDense: boolean;
  readonly store: TreeStore;
  /** Whose signatures are believed. */
  readonly verifiers: readonly Verifier[];
  /** Checkpoints that were kept elsewhere. */
  readonly given: readonly GivenNote[];
  /** Where checkpoints were filed; undefined: not looked at. */
  readonly folder?: CheckpointFolder | undefined;
  readonly entriesOf: EntriesOf;
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
  const { store, verifiers, given, onDefect, folder } = parts;
  const state = await store.state();
  const latest = await store.latest();
  const past = new SignedPast(store, { verifiers, given, last: latest?.size ?? 0 }, onDefect);
  const signed = latest && openCheckpoint(latest.note, verifiers);
  const size = Math.max(state.size, signed ? latest.size : 0, past.greatestGiven);
  const tiles = await StoredTiles.of(store);
  const sealed = new SealedLog({ tiles, past, state, size, onDefect });
  const events = await new Reading(parts, sealed, tiles).all();
  sealed.finish();
  for (const defect of defectsOf(sealed, parts.isDense)) onDefect(defect);
  if (folder) await compareFolder(folder, store, verifiers, onDefect);
  return { events, sealed: size };
}

/** Goes over the events and hands them on by tiles. */
class Reading {
  private readonly encoder = new LeafEncoder();
  private readonly rules: LogRules;
  private slots: (Hashed | undefined)[] = [];
  private current = 0;
  /** Where positions tell no place: of the first event of the next tile. */
  private nextFirst: string | undefined;

  constructor(
    private readonly parts: VerificationParts,
    private readonly sealed: SealedLog,
    private readonly tiles: StoredTiles,
  ) {
    this.rules = new LogRules(parts.entriesOf, parts.onDefect, parts.isDense);
  }

  async all(): Promise<number> {
    let count = 0;
    if (!this.parts.isDense) await this.lookAhead();
    for await (const events of this.parts.events) {
      for (const event of events) {
        this.rules.note(event);
        const tile = this.parts.isDense ? Math.floor((counterOf(event.position) - 1) / TILE_WIDTH) : this.tileOf(event);
        while (this.current < tile) await this.next();
        if (this.sealed.widthOf(this.current) > 0) this.put(event);
      }
      count += events.length;
      this.parts.onProgress?.(count);
    }
    while (this.sealed.widthOf(this.current) > 0) await this.next();
    return count;
  }

  private put(event: RecordedEvent): void {
    const hashed = { event, hash: this.encoder.hashOf(event) };
    if (this.parts.isDense) this.slots[(counterOf(event.position) - 1) % TILE_WIDTH] = hashed;
    else this.slots.push(hashed);
  }

  private tileOf({ position }: RecordedEvent): number {
    return this.nextFirst !== undefined && position >= this.nextFirst ? this.current + 1 : this.current;
  }

  private async next(): Promise<void> {
    const { slots, current: index } = this;
    this.slots = [];
    this.current += 1;
    if (this.parts.isDense) await this.sealed.take({ index, slots, extra: [] });
    else {
      const stored = (await this.tiles.leaves(index))?.hashes ?? Buffer.alloc(0);
      const sealed = hashesOf(stored.subarray(0, this.sealed.widthOf(index) * HASH_BYTES));
      await this.sealed.take(matched(index, slots as Hashed[], sealed));
      await this.lookAhead();
    }
  }

  /** Behind the last event of the last tile nothing was sealed yet. */
  private async lookAhead(): Promise<void> {
    const next = await this.tiles.leaves(this.current + 1);
    const last = next ? undefined : (await this.tiles.leaves(this.current))?.last;
    this.nextFirst = next?.first ?? (last ? `${last}\u0000` : undefined);
  }
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
