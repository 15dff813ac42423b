import { HASH_BYTES } from './hashing.js';

/** What a witness is asked: that a checkpoint extends the one of size `old` that it cosigned last. Source: C2SP tlog-witness. */
export interface AddCheckpoint {
  readonly old: number;
  readonly proof: readonly Buffer[];
  readonly note: string;
}

const MOST_HASHES = 63;
const OLD = /^old (0|[1-9]\d{0,15})$/;
const HASH = /^[A-Za-z0-9+/]{43}=$/;

export const addCheckpointText = ({ old, proof, note }: AddCheckpoint): string =>
  [`old ${String(old)}`, ...proof.map((hash) => hash.toString('base64')), '', note].join('\n');

/** Undefined where the text is no such question. */
export function addCheckpointIn(text: string): AddCheckpoint | undefined {
  const end = text.indexOf('\n\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = text.slice(0, end).split('\n');
  const [, old = ''] = OLD.exec(first) ?? [];
  if (old === '' || !Number.isSafeInteger(Number(old))) return undefined;
  if (lines.length > MOST_HASHES || !lines.every((line) => HASH.test(line))) return undefined;
  const proof = lines.map((line) => Buffer.from(line, 'base64'));
  if (!proof.every(({ length }) => length === HASH_BYTES)) return undefined;
  return { old: Number(old), proof, note: text.slice(end + 2) };
}
