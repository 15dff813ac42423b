import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { Fault } from '#kernel';
import { sha256 } from './hashing.js';

/** Ed25519 in a signed note. Source: C2SP signed-note. */
const ED25519 = 0x01;
const KEY_BYTES = 32;
export const ID_BYTES = 4;
export const SIGNATURE_BYTES = 64;
/** What stands before a raw key in PKCS #8 and SPKI. Source: RFC 8410. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const NAME = /^[^\s+]+$/u;

/** Who may have signed: a name and an Ed25519 public key. */
export interface Verifier {
  readonly name: string;
  /** The first four bytes of SHA-256(name || LF || 0x01 || public key), as a number. */
  readonly id: number;
  /** `<name>+<id as hex>+<base64 of 0x01 || public key>`: the form that is handed out. */
  readonly text: string;
  readonly key: KeyObject;
}

export interface Signer {
  readonly verifier: Verifier;
  readonly key: KeyObject;
}

const PRIVATE = 'PRIVATE+KEY+';
/** What a signing key looks like. */
export const SIGNING_KEY = /^PRIVATE\+KEY\+[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/u;

/** `PRIVATE+KEY+<name>+<id>+<base64 of 0x01 || seed>`: how a signing key is kept. `seed`: 32 random bytes. */
export function signerText(name: string, seed: Uint8Array): string {
  const { text } = verifierOf(name, rawPublic(privateKey(seed)));
  const [, id = ''] = text.split('+');
  return `${PRIVATE}${name}+${id}+${Buffer.concat([Uint8Array.of(ED25519), seed]).toString('base64')}`;
}

/** @throws Fault where the text is no signing key */
export function signerOf(text: string): Signer {
  if (!text.startsWith(PRIVATE)) throw new Fault('not a signing key');
  const { name, id, key: seed } = keyParts(text.slice(PRIVATE.length));
  const key = privateKey(seed);
  const verifier = verifierOf(name, rawPublic(key));
  if (verifier.id !== id) throw new Fault('a signing key whose id is not its own');
  return { verifier, key };
}

/** @throws Fault where the text is no public key */
export const verifierFrom = (text: string): Verifier => typedVerifierFrom(text, ED25519);

/** `type`: what the key signs. @throws Fault where the text is no public key of that type */
export function typedVerifierFrom(text: string, type: number): Verifier {
  const { name, id, key } = keyParts(text, type);
  const verifier = verifierOf(name, key, type);
  if (verifier.id !== id) throw new Fault('a public key whose id is not its own');
  return verifier;
}

/** The same key as one that signs something else: its id and its text are others. */
export const verifierAs = (type: number, { verifier: { name }, key }: Signer): Verifier =>
  verifierOf(name, rawPublic(key), type);

function keyParts(text: string, type = ED25519): { name: string; id: number; key: Buffer } {
  const [, name = '', id = '', encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(text) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length !== 1 + KEY_BYTES || bytes[0] !== type) throw new Fault('not an Ed25519 key of a signed note');
  return { name, id: Number.parseInt(id, 16), key: bytes.subarray(1) };
}

function verifierOf(name: string, raw: Buffer, type = ED25519): Verifier {
  if (!NAME.test(name)) throw new Fault(`not a name of a key: ${name}`);
  const typed = Buffer.concat([Uint8Array.of(type), raw]);
  const id = sha256(Buffer.concat([Buffer.from(`${name}\n`), typed])).readUInt32BE(0);
  const key = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });
  const hex = id.toString(16).padStart(2 * ID_BYTES, '0');
  return { name, id, text: `${name}+${hex}+${typed.toString('base64')}`, key };
}

const privateKey = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });

const rawPublic = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI.length);

/** A text, which ends in a line feed, with a signature by each signer. */
export function signedNote(text: string, signers: readonly Signer[]): string {
  if (!text.endsWith('\n')) throw new Fault('a note ends in a line feed');
  const lines = signers.map(({ verifier, key }) => signatureLine(verifier, sign(null, Buffer.from(text), key)));
  return `${text}\n${lines.join('')}`;
}

/** `— <name> <base64 of id || signature>`, with its line feed. */
export function signatureLine({ name, id }: Pick<Verifier, 'name' | 'id'>, signature: Uint8Array): string {
  const bytes = Buffer.alloc(ID_BYTES);
  bytes.writeUInt32BE(id);
  return `— ${name} ${Buffer.concat([bytes, signature]).toString('base64')}\n`;
}

export interface OpenedNote {
  /** Without the signatures; ends in a line feed. */
  readonly text: string;
  /** Whose signatures are good, of those that were asked for. */
  readonly by: readonly Verifier[];
}

const SIGNATURE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;

/**
 * Takes a note apart. Signatures by others are passed over. Undefined where it is no note, where nobody of the verifiers
 * signed it, or where a signature of one of them is wrong.
 */
export function openNote(note: string, verifiers: readonly Verifier[]): OpenedNote | undefined {
  const parts = partsOf(note);
  if (!parts) return undefined;
  const { text, signatures } = parts;
  const by: Verifier[] = [];
  for (const { name, id, signature } of signatures) {
    const verifier = verifiers.find((one) => one.name === name && one.id === id);
    if (!verifier || by.includes(verifier)) continue;
    if (!isSignature(signature, text, verifier)) return undefined;
    by.push(verifier);
  }
  return by.length === 0 ? undefined : { text, by };
}

export interface SignatureOf {
  readonly name: string;
  readonly id: number;
  readonly signature: Buffer;
}

/** The text of a note, and who claims to have signed it; undefined where it is no note. Nothing is verified. */
export function partsOf(note: string): { readonly text: string; readonly signatures: readonly SignatureOf[] } | undefined {
  const at = note.lastIndexOf('\n\n');
  if (at < 0 || !note.endsWith('\n')) return undefined;
  const signatures: SignatureOf[] = [];
  for (const line of note.slice(at + 2, -1).split('\n')) {
    const [, name, encoded = ''] = SIGNATURE.exec(line) ?? [];
    const bytes = Buffer.from(encoded, 'base64');
    if (name === undefined || bytes.length <= ID_BYTES) return undefined;
    signatures.push({ name, id: bytes.readUInt32BE(0), signature: bytes.subarray(ID_BYTES) });
  }
  return { text: note.slice(0, at + 1), signatures };
}

const isSignature = (signature: Buffer, text: string, { key }: Verifier): boolean =>
  signature.length === SIGNATURE_BYTES && verify(null, Buffer.from(text), key, signature);
