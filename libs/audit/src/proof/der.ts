/** Tags that are read and written here. Source: X.690. */
export const DER = {
  boolean: 0x01,
  integer: 0x02,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** [0] EXPLICIT. */
  first: 0xa0,
} as const;

/** One value: its tag and what it holds. */
export interface DerValue {
  readonly tag: number;
  readonly body: Buffer;
}

const LONG_TAG = 0x1f;
const LONG_LENGTH = 0x80;
/** A length of more bytes than these is of nothing that is read here: 16 MiB. */
const LENGTH_BYTES = 3;
const HEX = 16;

/** Writes a value around others, or around plain bytes. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer<ArrayBuffer> {
  const body = Buffer.concat(parts);
  if (body.length < LONG_LENGTH) return Buffer.concat([Uint8Array.of(tag, body.length), body]);
  const length = bytesOf(BigInt(body.length));
  return Buffer.concat([Uint8Array.of(tag, LONG_LENGTH | length.length), length, body]);
}

/** `value`: not below 0. */
export function derInteger(value: bigint): Buffer {
  const bytes = bytesOf(value);
  const isNegative = ((bytes[0] ?? 0) & LONG_LENGTH) !== 0;
  return der(DER.integer, ...(isNegative ? [Uint8Array.of(0)] : []), bytes);
}

/**
 * The values that stand side by side and fill all bytes; undefined where they do not. Lengths as DER has them: the shortest form,
 * never an open end.
 */
export function derValues(bytes: Uint8Array): readonly DerValue[] | undefined {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: DerValue[] = [];
  for (let at = 0; at < all.length;) {
    const length = lengthAt(all, at + 1);
    const tag = all[at] ?? 0;
    if (!length || (tag & LONG_TAG) === LONG_TAG || length.to > all.length) return undefined;
    found.push({ tag, body: all.subarray(length.from, length.to) });
    at = length.to;
  }
  return found;
}

/** The values within one of a tag; none where it is another, or holds no values. */
export function derInside(value: DerValue | undefined, tag: number): readonly DerValue[] {
  return (value?.tag === tag && derValues(value.body)) || [];
}

/** Where a body begins and ends, whose length is written at a place. */
function lengthAt(all: Buffer, at: number): { readonly from: number; readonly to: number } | undefined {
  const first = all[at];
  if (first === undefined) return undefined;
  if (first < LONG_LENGTH) return { from: at + 1, to: at + 1 + first };
  const count = first & ~LONG_LENGTH;
  const from = at + 1 + count;
  if (count === 0 || count > LENGTH_BYTES || from > all.length) return undefined;
  const length = all.readUIntBE(at + 1, count);
  const isShortest = length >= LONG_LENGTH && all[at + 1] !== 0;
  return isShortest ? { from, to: from + length } : undefined;
}

/** Big-endian, at least one byte. */
function bytesOf(value: bigint): Buffer {
  const digits = value.toString(HEX);
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
}
