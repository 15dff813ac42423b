import { nodeHash, type Bytes } from './bytes';

const half = (value: number): number => Math.floor(value / 2);

function isPowerOfTwo(value: number): boolean {
  let power = 1;
  while (power < value) power *= 2;
  return power === value;
}

/** At the right edge a hash goes up unpaired until it is somebody's right one. */
function upToRight(at: number, last: number): [number, number] {
  let [index, end] = [at, last];
  while (index % 2 === 0 && index !== 0) [index, end] = [half(index), half(end)];
  return [index, end];
}

/** The root that a leaf and the hashes beside its path come to; undefined where they are too few or too many. RFC 9162, 2.1.3.2. */
export async function rootOver(leaf: Bytes, index: number, size: number, proof: readonly Bytes[]): Promise<Bytes | undefined> {
  if (index < 0 || index >= size) return undefined;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const beside of proof) {
    if (last === 0) return undefined;
    const isRight = at % 2 === 1;
    if (isRight || at === last) {
      hash = await nodeHash(beside, hash);
      if (!isRight) [at, last] = upToRight(at, last);
    } else hash = await nodeHash(hash, beside);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? hash : undefined;
}

export interface Roots {
  readonly older: Bytes;
  readonly newer: Bytes;
}

/** Sizes of two trees, and the root that the older one is said to have. */
export interface Grown {
  readonly from: number;
  readonly to: number;
  readonly root: Bytes;
}

/** The roots of both trees as a proof has them; undefined where its length is not that of a proof between them. RFC 9162, 2.1.4.2. */
export async function rootsBetween({ from, to, root }: Grown, proof: readonly Bytes[]): Promise<Roots | undefined> {
  if (from < 1 || from > to) return undefined;
  if (from === to) return proof.length === 0 ? { older: root, newer: root } : undefined;
  const [first, ...others] = isPowerOfTwo(from) ? [root, ...proof] : proof;
  if (!first) return undefined;
  let [at, last] = [from - 1, to - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [older, newer] = [first, first];
  for (const beside of others) {
    if (last === 0) return undefined;
    const isRight = at % 2 === 1;
    if (isRight || at === last) {
      [older, newer] = [await nodeHash(beside, older), await nodeHash(beside, newer)];
      if (!isRight) [at, last] = upToRight(at, last);
    } else newer = await nodeHash(newer, beside);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? { older, newer } : undefined;
}
