import { createHash } from 'node:crypto';
import { canonicalJson } from '#kernel';
import type { Explanation } from '../explanation.js';
import type { ArchiveFile } from './archive.js';
import { indexPage } from './index-page.js';
import { verifyPage } from './verify-page.js';

/** A leaf and the proof that the checkpoint covers it. */
export interface PackLeaf {
  readonly index: number;
  /** Exact bytes. */
  readonly leaf: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** All that an evidence pack is made of. */
export interface PackParts {
  readonly explanation: Explanation;
  /** Of every event of the explanation, in the order of the log. */
  readonly leaves: readonly PackLeaf[];
  /** A signed note. */
  readonly checkpoint: string;
  /** Public keys that signed it. */
  readonly keys: readonly string[];
  /** Content of raw notices by id, where the caller may see them. */
  readonly notices: ReadonlyMap<string, Uint8Array>;
}

/** What is said of a leaf beside its bytes. */
export interface ProofFile {
  readonly index: number;
  readonly size: number;
  /** Hashes in base64, from the leaf up. */
  readonly proof: readonly string[];
}

export const PACK_VERSION = 'hezhang-evidence-v1';
export const MANIFEST = 'manifest.json';
export const EXPLANATION = 'explanation.json';
export const CHECKPOINT = 'checkpoint';
export const KEYS = 'keys';
const INDEX_DIGITS = 12;

const named = (index: number): string => String(index).padStart(INDEX_DIGITS, '0');
export const leafPath = (index: number): string => `events/${named(index)}.leaf`;
export const proofPath = (index: number): string => `proofs/${named(index)}.json`;
export const noticePath = (id: string): string => `notices/${id}.raw`;

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The files of a pack in their order: a function of its parts alone. `size`: of the tree that the checkpoint signed. */
export function packFiles(parts: PackParts, size: number): ArchiveFile[] {
  const { checkpoint, explanation, keys, leaves, notices } = parts;
  const files = [
    file('INDEX.md', indexPage(explanation, size)),
    file('VERIFY.md', verifyPage(leaves[0]?.index, { leafPath, proofPath })),
    file(EXPLANATION, `${JSON.stringify(explanation, null, 1)}\n`),
    file(CHECKPOINT, checkpoint),
    file(KEYS, keys.map((key) => `${key}\n`).join('')),
    ...leaves.map(({ index, leaf }) => ({ path: leafPath(index), bytes: leaf })),
    ...leaves.map(({ index, proof }) => file(proofPath(index), proofText({ index, size, proof: proof.map(base64) }))),
    ...[...notices].sort(byId).map(([id, bytes]) => ({ path: noticePath(id), bytes })),
  ];
  return [...files, file(MANIFEST, manifestOf(explanation, files))];
}

function manifestOf({ question, known, position }: Explanation, files: readonly ArchiveFile[]): string {
  const digests = files.map(({ path, bytes }) => ({ path, bytes: bytes.length, sha256: sha256Of(bytes) }));
  return `${JSON.stringify({ version: PACK_VERSION, question, known, position, files: digests }, null, 1)}\n`;
}

const proofText = (proof: ProofFile): string => `${canonicalJson(proof)}\n`;
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const file = (path: string, text: string): ArchiveFile => ({ path, bytes: Buffer.from(text) });
const byId = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
