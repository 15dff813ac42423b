import { bytesOf, fromBase64, hex, joined, sha256, type Bytes } from './bytes';

const ED25519 = 0x01;
const ID_BYTES = 4;
const KEY_BYTES = 32;
const SIGNATURE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;
const KEY = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u;
const CHECKPOINT = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/u;

/** What was found of the signatures of a note. `unsupported`: this browser knows no Ed25519. */
export type Signed = 'good' | 'bad' | 'nobody' | 'unsupported';

interface Verifier {
  readonly name: string;
  readonly id: string;
  readonly key: Bytes;
}

/** `<name>+<id>+<base64>`; undefined where it is no key, or its id is not that of its bytes. */
async function verifierOf(text: string): Promise<Verifier | undefined> {
  const [, name = '', id = '', encoded = ''] = KEY.exec(text.trim()) ?? [];
  if (name === '') return undefined;
  const typed = fromBase64(encoded);
  if (typed.length !== 1 + KEY_BYTES || typed[0] !== ED25519) return undefined;
  const own = hex((await sha256(joined(bytesOf(`${name}\n`), typed))).slice(0, ID_BYTES));
  return own === id ? { name, id, key: typed.slice(1) } : undefined;
}

interface Parts {
  /** Without the signatures; ends in a line feed. */
  readonly text: string;
  readonly signatures: readonly { readonly name: string; readonly id: string; readonly signature: Bytes }[];
}

/** Takes a note apart (C2SP signed-note); undefined where it is none. */
export function partsOf(note: string): Parts | undefined {
  const at = note.lastIndexOf('\n\n');
  if (at < 0 || !note.endsWith('\n')) return undefined;
  const signatures = [];
  for (const line of note.slice(at + 2, -1).split('\n')) {
    const [, name, encoded = ''] = SIGNATURE.exec(line) ?? [];
    if (name === undefined) return undefined;
    const bytes = fromBase64(encoded);
    signatures.push({ name, id: hex(bytes.slice(0, ID_BYTES)), signature: bytes.slice(ID_BYTES) });
  }
  return { text: note.slice(0, at + 1), signatures };
}

/** Whether somebody of these keys signed a note. Signatures by others are passed over; a wrong one by one of them spoils it. */
export async function signedBy(note: string, keys: readonly string[]): Promise<Signed> {
  const parts = partsOf(note);
  if (!parts) return 'nobody';
  const verifiers = await Promise.all(keys.map(verifierOf));
  let found: Signed = 'nobody';
  for (const { name, id, signature } of parts.signatures) {
    const verifier = verifiers.find((one) => one?.name === name && one.id === id);
    if (!verifier) continue;
    const isGood = await isSignature(signature, parts.text, verifier.key);
    if (isGood === undefined) return 'unsupported';
    if (!isGood) return 'bad';
    found = 'good';
  }
  return found;
}

async function isSignature(signature: Bytes, text: string, raw: Bytes): Promise<boolean | undefined> {
  try {
    const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, signature, bytesOf(text));
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return undefined;
    return false;
  }
}

/** What a checkpoint says: the first `size` events of the log `origin` have this root. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
}

/** Undefined where a note is no checkpoint. The signatures are not looked at. */
export function checkpointIn(note: string): Checkpoint | undefined {
  const [, origin, size = '', root = ''] = CHECKPOINT.exec(partsOf(note)?.text ?? '') ?? [];
  return origin === undefined ? undefined : { origin, size: Number(size), root: fromBase64(root) };
}
