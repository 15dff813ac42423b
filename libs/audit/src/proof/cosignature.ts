import { sign, verify } from 'node:crypto';
import { Fault } from '#kernel';
import { SIGNATURE_BYTES, partsOf, signatureLine, typedVerifierFrom, verifierAs, type Signer, type Verifier } from './note.js';

/** A timestamped Ed25519 signature by a witness. Source: C2SP tlog-cosignature. */
const COSIGNATURE = 0x04;
const TIME_BYTES = 8;

/** The public key of a witness: `<name>+<id>+<base64 of 0x04 || public key>`. @throws Fault where the text is none */
export const witnessKeyFrom = (text: string): Verifier => typedVerifierFrom(text, COSIGNATURE);

/** What a witness with this signing key is known by. */
export const witnessKeyOf = (signer: Signer): Verifier => verifierAs(COSIGNATURE, signer);

const messageOf = (text: string, seconds: number): Buffer => Buffer.from(`cosignature/v1\ntime ${String(seconds)}\n${text}`);

/** A line that says: at that moment this was the largest tree that I saw, and it extends all that I saw before. */
export function cosignatureLine(note: string, signer: Signer, seconds: number): string {
  const parts = partsOf(note);
  if (!parts) throw new Fault('only a note is cosigned');
  const time = Buffer.alloc(TIME_BYTES);
  time.writeBigUInt64BE(BigInt(seconds));
  const signature = sign(null, messageOf(parts.text, seconds), signer.key);
  return signatureLine(witnessKeyOf(signer), Buffer.concat([time, signature]));
}

/** When a witness cosigned a note, in seconds since 1970; undefined where it did not. */
export function cosignedAt(note: string, witness: Verifier): number | undefined {
  const parts = partsOf(note);
  for (const { name, id, signature } of parts?.signatures ?? []) {
    if (name !== witness.name || id !== witness.id || signature.length !== TIME_BYTES + SIGNATURE_BYTES) continue;
    const seconds = Number(signature.readBigUInt64BE(0));
    if (!parts || !Number.isSafeInteger(seconds)) continue;
    if (verify(null, messageOf(parts.text, seconds), witness.key, signature.subarray(TIME_BYTES))) return seconds;
  }
  return undefined;
}

/** Of lines that a witness answered the one that is good below a note; empty where none is. */
export function goodLine(note: string, answered: string, witness: Verifier): string {
  const good = answered.split(/(?<=\n)/u).filter((line) => cosignedAt(`${note}${line}`, witness) !== undefined);
  return good[0] ?? '';
}

/** A note without the lines of a witness. */
export function uncosigned(note: string, signer: Signer): string {
  const parts = partsOf(note);
  if (!parts) throw new Fault('only a note is cosigned');
  const { name, id } = witnessKeyOf(signer);
  const others = parts.signatures.filter((one) => one.name !== name || one.id !== id);
  return `${parts.text}\n${others.map((one) => signatureLine(one, one.signature)).join('')}`;
}
