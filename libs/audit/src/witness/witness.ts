import { Lanes } from '#event-log';
import { openCheckpoint, checkpointIn, type Checkpoint } from '../proof/checkpoint.js';
import { cosignatureLine, uncosigned } from '../proof/cosignature.js';
import type { AddCheckpoint } from '../proof/add-checkpoint.js';
import { isSameHash } from '../proof/hashing.js';
import { partsOf, type Signer, type Verifier } from '../proof/note.js';
import { isConsistent } from '../proof/proofs.js';
import type { WitnessState } from './witness-state.js';

/** What a witness answers. */
export type WitnessAnswer =
  | { readonly type: 'cosigned'; readonly line: string }
  /** The old size is not that of the checkpoint cosigned last. */
  | { readonly type: 'other-size'; readonly size: number }
  /** Two roots of one size, both signed: proof of two histories. */
  | { readonly type: 'forked'; readonly size: number }
  /** Nobody has proved that it extends what was cosigned. */
  | { readonly type: 'unproven'; readonly size: number }
  | { readonly type: 'malformed' | 'unknown-log' | 'unsigned' };

export interface WitnessParts {
  readonly state: WitnessState;
  /** Public keys of the logs that are watched, by which alone their checkpoints are believed. */
  readonly logs: readonly Verifier[];
  readonly signer: Signer;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Hears what was refused, in words for a person. */
  readonly onRefusal: (says: string) => void;
}

/** Who vouches that a log shows everybody one history: cosigns only what extends all that it cosigned before. */
export class Witness {
  /** Looking at the last checkpoint and replacing it is one step, log by log. */
  private readonly lanes = new Lanes();

  constructor(private readonly parts: WitnessParts) {}

  /** The last checkpoint cosigned; undefined where there is none. */
  last(origin: string): Promise<string | undefined> {
    return this.parts.state.last(origin);
  }

  async add(asked: AddCheckpoint): Promise<WitnessAnswer> {
    const { logs } = this.parts;
    const parts = partsOf(asked.note);
    const said = parts && checkpointIn(parts.text);
    if (!said) return { type: 'malformed' };
    const keys = logs.filter(({ name }) => name === said.origin);
    if (keys.length === 0) return { type: 'unknown-log' };
    const checkpoint = openCheckpoint(asked.note, keys);
    if (!checkpoint) return { type: 'unsigned' };
    if (asked.old > checkpoint.size) return { type: 'malformed' };
    return this.lanes.run(checkpoint.origin, () => this.decide(asked, checkpoint));
  }

  /** Says, keeps and shows that a log offered something that can not stand beside what was cosigned. */
  async refuse(origin: string, says: string, offered: string): Promise<void> {
    const { state, onRefusal } = this.parts;
    onRefusal(says);
    await state.refuse(origin, { says, cosigned: (await state.last(origin)) ?? '', offered });
  }

  private async decide({ old, proof, note }: AddCheckpoint, checkpoint: Checkpoint): Promise<WitnessAnswer> {
    const { state, signer, now } = this.parts;
    const last = await this.lastOf(checkpoint.origin);
    const { size, root, origin } = checkpoint;
    if (last?.size === size && !isSameHash(last.root, root)) {
      await this.refuse(origin, `${origin} signed two roots of size ${String(size)}: it has two histories`, note);
      return { type: 'forked', size };
    }
    if (old !== (last?.size ?? 0)) return { type: 'other-size', size: last?.size ?? 0 };
    if (!(last ? isConsistent(last, checkpoint, proof) : proof.length === 0)) return { type: 'unproven', size: old };
    const line = cosignatureLine(note, signer, Math.floor(now() / 1_000));
    await state.keep(origin, `${uncosigned(note, signer)}${line}`);
    return { type: 'cosigned', line };
  }

  private async lastOf(origin: string): Promise<Checkpoint | undefined> {
    const note = await this.parts.state.last(origin);
    const parts = note === undefined ? undefined : partsOf(note);
    if (note === undefined) return undefined;
    const checkpoint = parts && checkpointIn(parts.text);
    // What can not be read may hold anything: nothing is cosigned on top of it.
    if (!checkpoint) throw new Error(`the last checkpoint of ${origin} can not be read`);
    return checkpoint;
  }
}
