import { parseInstant, type Instant } from '#kernel';
import { DER, der, derInside, derInteger, derValues, type DerValue } from './der.js';
import { isSameHash } from './hashing.js';

/** Bodies of object identifiers. Source: RFC 5754 (SHA-256), RFC 5652 (signed data), RFC 3161 (id-ct-TSTInfo). */
const SHA256 = Buffer.from('608648016503040201', 'hex');
const SIGNED_DATA = Buffer.from('2a864886f70d010702', 'hex');
const TST_INFO = Buffer.from('2a864886f70d0109100104', 'hex');

const VERSION = 1n;
/** `granted` and `grantedWithMods`. Source: RFC 3161, 2.4.2. */
const GRANTED = [0, 1];
const TRUE = 0xff;
const GENERALIZED_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/;

/** What an authority was asked to stamp. */
export interface StampAsked {
  /** SHA-256 of it. */
  readonly digest: Uint8Array;
  /** That the answer must repeat; undefined where an answer was kept, and nobody knows any more. */
  readonly nonce?: bigint | undefined;
}

/** That something existed by then, as the authority says: who signed that is not looked at here. */
export interface Timestamp {
  readonly at: Instant;
}

/** Why an answer is no time-stamp of what was asked. */
export interface NoTimestamp {
  readonly refused: string;
}

/** A TimeStampReq that asks for the certificate too. Source: RFC 3161, 2.4.1. */
export function timestampRequest({ digest, nonce }: StampAsked & { readonly nonce: bigint }): Buffer<ArrayBuffer> {
  const algorithm = der(DER.sequence, der(DER.oid, SHA256), der(DER.null));
  const imprint = der(DER.sequence, algorithm, der(DER.octets, digest));
  const parts = [derInteger(VERSION), imprint, derInteger(nonce), der(DER.boolean, Uint8Array.of(TRUE))];
  return der(DER.sequence, ...parts);
}

/** Whether a TimeStampResp holds a token of what was asked; never throws, whatever the bytes. Source: RFC 3161, 2.4.2. */
export function timestampIn(reply: Uint8Array, { digest, nonce }: StampAsked): Timestamp | NoTimestamp {
  const [response, ...more] = derValues(reply) ?? [];
  const [status, token, ...others] = derInside(response, DER.sequence);
  const said = statusOf(status);
  if (said === undefined || more.length > 0 || others.length > 0) return { refused: 'this is no answer of RFC 3161' };
  if (!GRANTED.includes(said.code)) return { refused: `status ${String(said.code)}${said.text && `: ${said.text}`}` };
  const stamped = stampedIn(token);
  if (!stamped) return { refused: 'it holds no token' };
  if (!isSameHash(stamped.digest, digest)) return { refused: 'its token is of something else' };
  if (nonce !== undefined && !stamped.nonces.some((one) => isSameHash(one, numberOf(nonce))))
    return { refused: 'its token answers another request' };
  return { at: stamped.at };
}

/** PKIStatusInfo: a number, and what it says to people. */
function statusOf(value: DerValue | undefined): { readonly code: number; readonly text: string } | undefined {
  const [code, text] = derInside(value, DER.sequence);
  if (code?.tag !== DER.integer || code.body.length !== 1) return undefined;
  const lines = derInside(text, DER.sequence).filter(({ tag }) => tag === DER.utf8);
  return { code: code.body.readInt8(0), text: lines.map(({ body }) => body.toString()).join(' ') };
}

/** TSTInfo within the signed data of a token. */
function stampedIn(token: DerValue | undefined) {
  const [type, wrapped] = derInside(token, DER.sequence);
  const [signed] = isOid(type, SIGNED_DATA) ? derInside(wrapped, DER.first) : [];
  const [, , content] = derInside(signed, DER.sequence);
  const [kind, octets] = derInside(content, DER.sequence);
  const [info] = isOid(kind, TST_INFO) ? derInside(octets, DER.first) : [];
  const [inner, ...more] = (info?.tag === DER.octets && derValues(info.body)) || [];
  const [version, , imprint, , time, ...rest] = derInside(inner, DER.sequence);
  const digest = sha256In(imprint);
  const at = instantOf(time);
  if (version?.tag !== DER.integer || !isSameHash(version.body, numberOf(VERSION)) || more.length > 0) return undefined;
  return digest && at && { digest, at, nonces: rest.filter(({ tag }) => tag === DER.integer).map(({ body }) => body) };
}

/** The hash in a MessageImprint; undefined where it is no SHA-256. */
function sha256In(imprint: DerValue | undefined): Buffer | undefined {
  const [algorithm, hash] = derInside(imprint, DER.sequence);
  const [name] = derInside(algorithm, DER.sequence);
  return isOid(name, SHA256) && hash?.tag === DER.octets ? hash.body : undefined;
}

function instantOf(time: DerValue | undefined): Instant | undefined {
  if (time?.tag !== DER.time) return undefined;
  const [, year, month, day, hour, minute, second, part = ''] = GENERALIZED_TIME.exec(time.body.toString('latin1')) ?? [];
  if (year === undefined) return undefined;
  return parseInstant(`${[year, month, day].join('-')}T${[hour, minute, second].join(':')}${part}Z`);
}

const isOid = (value: DerValue | undefined, oid: Buffer): boolean => value?.tag === DER.oid && isSameHash(value.body, oid);

/** The body of a number. */
const numberOf = (value: bigint): Buffer => derValues(derInteger(value))?.[0]?.body ?? Buffer.alloc(0);
