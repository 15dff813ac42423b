import { HASH_BYTES } from './hashing.js';
import { openNote, signedNote, type Signer, type Verifier } from './note.js';
import type { Tree } from './proofs.js';

/** What a checkpoint says: the first `size` events of the log `origin` have this root. */
export interface Checkpoint extends Tree {
  readonly origin: string;
  readonly root: Buffer;
}

/** Three lines: origin, size, root in base64. Source: C2SP tlog-checkpoint. */
const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${String(size)}\n${root.toString('base64')}\n`;

const TEXT = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/u;

/** A checkpoint with a signature by each signer. */
export const signedCheckpoint = (checkpoint: Checkpoint, signers: readonly Signer[]): string =>
  signedNote(checkpointText(checkpoint), signers);

/** What a note's text says; undefined where it is no checkpoint. The signatures are not looked at. */
export function checkpointIn(text: string): Checkpoint | undefined {
  const [, origin, size = '', encoded = ''] = TEXT.exec(text) ?? [];
  const root = Buffer.from(encoded, 'base64');
  if (origin === undefined || root.length !== HASH_BYTES || !Number.isSafeInteger(Number(size))) return undefined;
  return { origin, size: Number(size), root };
}

/** A checkpoint that one of the verifiers signed, whose name is the log's; undefined where it is none. */
export function openCheckpoint(note: string, verifiers: readonly Verifier[]): Checkpoint | undefined {
  const opened = openNote(note, verifiers);
  const checkpoint = opened && checkpointIn(opened.text);
  return checkpoint && opened.by.some(({ name }) => name === checkpoint.origin) ? checkpoint : undefined;
}
