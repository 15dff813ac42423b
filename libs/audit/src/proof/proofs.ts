import { Fault } from '#kernel';
import { heightsOf, joined } from './frontier.js';
import { isSameHash, nodeHash } from './hashing.js';

/** A perfect subtree: the leaves from index × 2^height on, 2^height of them. */
export interface Node {
  readonly height: number;
  readonly index: number;
}

/** Leaves from `from` to before `to`. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Looks up the hashes of perfect subtrees. */
export type NodeHashes = (nodes: readonly Node[]) => Promise<readonly Buffer[]>;

/** The root of the first so many leaves. */
export const rootOf = async (size: number, hashes: NodeHashes): Promise<Buffer> =>
  joined(await hashes(nodesOf({ from: 0, to: size })));

/** That a leaf is in the tree of a size. Source: RFC 6962, 2.1.1. @throws Fault where it can not be */
export async function inclusionProof(index: number, size: number, hashes: NodeHashes): Promise<Buffer[]> {
  if (!(isCount(index) && isCount(size) && index < size)) throw new Fault(`no leaf ${String(index)} of ${String(size)}`);
  return hashed(pathOf(index, { from: 0, to: size }), hashes);
}

/** That the tree of one size begins the tree of another. Source: RFC 6962, 2.1.2. @throws Fault where there is no proof */
export async function consistencyProof(from: number, to: number, hashes: NodeHashes): Promise<Buffer[]> {
  if (!(isCount(from) && isCount(to) && from > 0 && from <= to))
    throw new Fault(`no proof from ${String(from)} to ${String(to)}`);
  return from === to ? [] : hashed(subProof(from, { from: 0, to }, true), hashes);
}

async function hashed(ranges: readonly Range[], hashes: NodeHashes): Promise<Buffer[]> {
  const parts = ranges.map((range) => nodesOf(range));
  const found = await hashes(parts.flat());
  let at = 0;
  return parts.map((part) => joined(found.slice(at, (at += part.length))));
}

function pathOf(index: number, { from, to }: Range): Range[] {
  if (to - from === 1) return [];
  const middle = from + split(to - from);
  return index < middle
    ? [...pathOf(index, { from, to: middle }), { from: middle, to }]
    : [...pathOf(index, { from: middle, to }), { from, to: middle }];
}

/** `isWhole`: the old tree is known as it stands, so its root is not part of the proof. */
function subProof(end: number, { from, to }: Range, isWhole: boolean): Range[] {
  if (end === to) return isWhole ? [] : [{ from, to }];
  const middle = from + split(to - from);
  return end <= middle
    ? [...subProof(end, { from, to: middle }, isWhole), { from: middle, to }]
    : [...subProof(end, { from: middle, to }, false), { from, to: middle }];
}

/** The greatest power of two below a number of at least 2. */
function split(leaves: number): number {
  let power = 1;
  while (power * 2 < leaves) power *= 2;
  return power;
}

/** The perfect subtrees of a range that begins at a multiple of its largest one. */
function nodesOf({ from, to }: Range): Node[] {
  let at = from;
  return heightsOf(to - from).map((height) => {
    const index = at / 2 ** height;
    at += 2 ** height;
    return { height, index };
  });
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

export interface Tree {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether a proof shows that a leaf with this hash stands at an index of a tree. Source: RFC 9162, 2.1.3.2. */
export function isIncluded(leaf: Buffer, index: number, { size, root }: Tree, proof: readonly Buffer[]): boolean {
  if (!(isCount(index) && isCount(size) && index < size)) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const beside of proof) {
    if (last === 0) return false;
    const isRight = at % 2 === 1;
    if (isRight || at === last) {
      hash = nodeHash(beside, hash);
      if (!isRight) [at, last] = upToRight(at, last);
    } else hash = nodeHash(hash, beside);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && isSameHash(hash, root);
}

/** Whether a proof shows that one tree begins another. Source: RFC 9162, 2.1.4.2. */
export function isConsistent(older: Tree, newer: Tree, proof: readonly Buffer[]): boolean {
  if (!(isCount(older.size) && isCount(newer.size) && older.size > 0 && older.size <= newer.size)) return false;
  if (older.size === newer.size) return proof.length === 0 && isSameHash(older.root, newer.root);
  const path = isPowerOfTwo(older.size) ? [Buffer.from(older.root), ...proof] : proof;
  const [first, ...others] = path;
  if (!first) return false;
  let [at, last] = [older.size - 1, newer.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [old, now] = [first, first];
  for (const beside of others) {
    if (last === 0) return false;
    const isRight = at % 2 === 1;
    if (isRight || at === last) {
      [old, now] = [nodeHash(beside, old), nodeHash(beside, now)];
      if (!isRight) [at, last] = upToRight(at, last);
    } else now = nodeHash(now, beside);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && isSameHash(old, older.root) && isSameHash(now, newer.root);
}

/** At the right edge a hash goes up unpaired until it is somebody's right one. */
const upToRight = (at: number, last: number): [number, number] =>
  at % 2 === 1 || at === 0 ? [at, last] : upToRight(half(at), half(last));

const half = (value: number): number => Math.floor(value / 2);
const isPowerOfTwo = (value: number): boolean => heightsOf(value).length === 1;
