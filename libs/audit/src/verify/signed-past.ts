import type { CheckpointFolder } from '../checkpoint-folder.js';
import { openCheckpoint, type Checkpoint } from '../proof/checkpoint.js';
import { isSameHash } from '../proof/hashing.js';
import type { Verifier } from '../proof/note.js';
import type { StoredCheckpoint, TreeStore } from '../tree-store.js';
import type { OnDefect } from './defect.js';

/** A note and where it comes from. */
export interface GivenNote {
  readonly from: string;
  readonly note: string;
}

/** A checkpoint whose signature is good. */
export interface OpenedCheckpoint extends Checkpoint {
  readonly from: string;
}

const PAGE = 1_000;

/** Every checkpoint there is, in the order of sizes: those of the database, and those given from outside. */
export class SignedPast {
  private after = 0;
  private isDone = false;
  private readonly waiting: OpenedCheckpoint[];

  /** Size of the largest one that was given. */
  readonly greatestGiven: number;

  /** `last`: those of the database above this size are not looked at: they were signed meanwhile. */
  constructor(
    private readonly store: TreeStore,
    private readonly notes: {
      readonly verifiers: readonly Verifier[];
      readonly given: readonly GivenNote[];
      readonly last: number;
    },
    private readonly onDefect: OnDefect,
  ) {
    this.waiting = notes.given.flatMap((one) => this.opened(one)).sort((a, b) => a.size - b.size);
    this.greatestGiven = this.waiting.at(-1)?.size ?? 0;
  }

  /** Those of at most a size that were not answered yet. */
  async upTo(size: number): Promise<readonly OpenedCheckpoint[]> {
    while (!this.isDone && this.after < size) await this.fill();
    const end = this.waiting.findIndex((checkpoint) => checkpoint.size > size);
    return this.waiting.splice(0, end < 0 ? this.waiting.length : end);
  }

  private async fill(): Promise<void> {
    const stored = await this.store.checkpointsAfter(this.after, PAGE);
    this.after = stored.at(-1)?.size ?? this.after;
    this.isDone = stored.length < PAGE || this.after >= this.notes.last;
    const opened = stored.filter(({ size }) => size <= this.notes.last).flatMap((one) => this.openedStored(one));
    if (opened.length === 0) return;
    this.waiting.push(...opened);
    this.waiting.sort((a, b) => a.size - b.size);
  }

  private openedStored({ size, note }: StoredCheckpoint): OpenedCheckpoint[] {
    const from = `checkpoint ${String(size)} of the database`;
    const opened = this.opened({ from, note });
    if (opened.every((checkpoint) => checkpoint.size === size)) return opened;
    this.onDefect({ kind: 'checkpoint', says: `${from} is of another size` });
    return [];
  }

  private opened({ from, note }: GivenNote): OpenedCheckpoint[] {
    const checkpoint = openCheckpoint(note, this.notes.verifiers);
    if (checkpoint) return [{ ...checkpoint, from }];
    this.onDefect({ kind: 'checkpoint', says: `${from} is not signed by the log’s key` });
    return [];
  }
}

/** Holds the files against the database: each was signed, and stands there as it does here. */
export async function compareFolder(
  folder: CheckpointFolder,
  store: TreeStore,
  verifiers: readonly Verifier[],
  onDefect: OnDefect,
): Promise<void> {
  for await (const { file, note } of folder.all()) {
    const checkpoint = openCheckpoint(note, verifiers);
    if (!checkpoint) {
      onDefect({ kind: 'checkpoint', says: `${file} is not signed by the log’s key` });
      continue;
    }
    const stored = await store.latest(checkpoint.size);
    const inDatabase = stored?.size === checkpoint.size ? openCheckpoint(stored.note, verifiers) : undefined;
    if (stored?.size !== checkpoint.size) onDefect({ kind: 'checkpoint', says: `${file} is gone from the database` });
    else if (inDatabase && !isSameHash(inDatabase.root, checkpoint.root))
      onDefect({ kind: 'forked', says: `${file} and the checkpoint of its size in the database have two roots` });
  }
}
