import { Fault } from '#kernel';
import { EMPTY_ROOT, HASH_BYTES, nodeHash } from './hashing.js';

/** Hears of every perfect subtree when it is complete: its height (0: a leaf) and hash, lower ones first. */
export type OnNode = (height: number, hash: Buffer) => void;

/**
 * The right edge of a tree: the hashes of the perfect subtrees that its size is the sum of, the largest first. All that it
 * takes to add leaves and to tell the root.
 */
export class Frontier {
  private constructor(
    private count: number,
    private readonly hashes: Buffer[],
  ) {}

  static empty(): Frontier {
    return new Frontier(0, []);
  }

  /** @throws Fault where the bytes are not as many hashes as the size has subtrees */
  static from(size: number, bytes: Uint8Array): Frontier {
    if (!Number.isSafeInteger(size) || size < 0) throw new Fault(`not a size of a tree: ${String(size)}`);
    if (bytes.length !== HASH_BYTES * heightsOf(size).length)
      throw new Fault(`a frontier of ${String(bytes.length)} bytes is not one of ${String(size)} leaves`);
    const all = Buffer.from(bytes);
    const hashes = heightsOf(size).map((_, at) => all.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
    return new Frontier(size, hashes);
  }

  get size(): number {
    return this.count;
  }

  toBytes(): Buffer {
    return Buffer.concat(this.hashes);
  }

  add(leaf: Buffer, onNode?: OnNode): void {
    let hash = leaf;
    let height = 0;
    onNode?.(0, hash);
    for (let rest = this.count; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = this.hashes.pop();
      if (!left) throw new Fault('a frontier lacks a hash');
      hash = nodeHash(left, hash);
      height += 1;
      onNode?.(height, hash);
    }
    this.hashes.push(hash);
    this.count += 1;
  }

  root(): Buffer {
    return joined(this.hashes);
  }
}

/** Heights of the perfect subtrees of a tree, the largest first. */
export function heightsOf(size: number): number[] {
  const heights: number[] = [];
  let height = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) heights.unshift(height);
    height += 1;
  }
  return heights;
}

/** The hash over neighbouring perfect subtrees, the largest first. */
export function joined(hashes: readonly Buffer[]): Buffer {
  const [last, ...others] = [...hashes].reverse();
  if (!last) return EMPTY_ROOT;
  return others.reduce((right, left) => nodeHash(left, right), last);
}
