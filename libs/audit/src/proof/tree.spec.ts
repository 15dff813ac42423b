import fc from 'fast-check';
import { Frontier } from './frontier.js';
import { EMPTY_ROOT, leafHash } from './hashing.js';
import { consistencyProof, inclusionProof, isConsistent, isIncluded, rootOf, type Node, type NodeHashes } from './proofs.js';
import { nodeIn, placeOf, rootOfHashes, tileOfPath, tilePath } from './tiles.js';

/** Leaves and roots of 1 to 8 of them, as the reference implementation of RFC 6962 has them. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) =>
  Buffer.from(hex, 'hex'),
);
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
/** Source: RFC 6962 reference implementation, 6th leaf in the tree of 8 and the tree of 6 in that of 8. */
const PATH_6_OF_8 = [
  'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
];
const FROM_6_TO_8 = [
  '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
  'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
];

/** A tree with all that was ever complete in it. */
class WholeTree {
  readonly frontier = Frontier.empty();
  readonly roots: Buffer[] = [EMPTY_ROOT];
  private readonly levels: Buffer[][] = [];

  constructor(readonly leaves: readonly Buffer[]) {
    for (const leaf of leaves) {
      this.frontier.add(leaf, (height, hash) => (this.levels[height] ??= []).push(hash));
      this.roots.push(this.frontier.root());
    }
  }

  readonly hashes: NodeHashes = (nodes) => Promise.resolve(nodes.map((node) => this.fromTiles(node)));

  private fromTiles(node: Node): Buffer {
    const place = placeOf(node);
    const tile = Buffer.concat((this.levels[8 * place.level] ?? []).slice(256 * place.index, 256 * (place.index + 1)));
    const hash = nodeIn(tile, place);
    if (!hash) throw new Error('not in its tile');
    return hash;
  }
}

const leavesUpTo = (most: number) =>
  fc.integer({ min: 1, max: most }).map((size) => Array.from({ length: size }, (_, at) => leafHash(Buffer.from(String(at)))));
const hex = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString('hex'));

describe('the tree', () => {
  const known = new WholeTree(LEAVES.map(leafHash));

  it('has the roots and proofs of RFC 6962', async () => {
    expect(EMPTY_ROOT.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hex(known.roots.slice(1))).toEqual(ROOTS);
    expect(hex(await inclusionProof(5, 8, known.hashes))).toEqual(PATH_6_OF_8);
    expect(hex(await consistencyProof(6, 8, known.hashes))).toEqual(FROM_6_TO_8);
    await expect(inclusionProof(8, 8, known.hashes)).rejects.toThrow('no leaf');
    await expect(consistencyProof(0, 8, known.hashes)).rejects.toThrow('no proof');
  });

  it('is the same however it was broken off', () => {
    fc.assert(
      fc.property(leavesUpTo(600), fc.nat(), (leaves, at) => {
        const begun = Frontier.empty();
        const cut = at % leaves.length;
        for (const leaf of leaves.slice(0, cut)) begun.add(leaf);
        const resumed = Frontier.from(begun.size, begun.toBytes());
        for (const leaf of leaves.slice(cut)) resumed.add(leaf);
        expect(resumed.root()).toEqual(rootOfHashes(leaves));
      }),
      { numRuns: 30 },
    );
    expect(() => Frontier.from(3, Buffer.alloc(32))).toThrow('is not one of 3');
  });

  it('proves every leaf in every size, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(leavesUpTo(1_200), fc.nat(), fc.nat(), fc.nat(), async (leaves, a, b, flip) => {
        const tree = new WholeTree(leaves);
        const size = 1 + (a % leaves.length);
        const index = b % size;
        const root = tree.roots[size] ?? EMPTY_ROOT;
        expect(await rootOf(size, tree.hashes)).toEqual(root);
        const proof = await inclusionProof(index, size, tree.hashes);
        const leaf = leaves[index] ?? EMPTY_ROOT;
        expect(isIncluded(leaf, index, { size, root }, proof)).toBe(true);
        expect(isIncluded(leafHash(Buffer.from('other')), index, { size, root }, proof)).toBe(false);
        expect(isIncluded(leaf, index, { size, root }, [...proof, leaf])).toBe(false);
        expect(isIncluded(leaf, size, { size, root }, proof)).toBe(false);
        if (proof.length > 0) expect(isIncluded(leaf, index, { size, root }, flipped(proof, flip))).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('proves that every size begins every larger one, and no other does', async () => {
    await fc.assert(
      fc.asyncProperty(leavesUpTo(1_200), fc.nat(), fc.nat(), fc.nat(), async (leaves, a, b, flip) => {
        const tree = new WholeTree(leaves);
        const to = 1 + (a % leaves.length);
        const from = 1 + (b % to);
        const [older, newer] = [from, to].map((size) => ({ size, root: tree.roots[size] ?? EMPTY_ROOT }));
        if (!older || !newer) throw new Error('no sizes');
        const proof = await consistencyProof(from, to, tree.hashes);
        expect(isConsistent(older, newer, proof)).toBe(true);
        expect(isConsistent({ ...older, root: EMPTY_ROOT }, newer, proof)).toBe(false);
        expect(isConsistent(older, { ...newer, root: EMPTY_ROOT }, proof)).toBe(false);
        expect(isConsistent(older, newer, [...proof, EMPTY_ROOT])).toBe(false);
        if (proof.length > 0) expect(isConsistent(older, newer, flipped(proof, flip))).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

/** One bit of a proof is another. */
function flipped(proof: readonly Buffer[], at: number): Buffer[] {
  const which = at % proof.length;
  return proof.map((hash, index) => {
    const copy = Buffer.from(hash);
    if (index === which) copy[at % 32] = (copy[at % 32] ?? 0) ^ 1;
    return copy;
  });
}

describe('paths of tiles', () => {
  it.each([
    [{ level: 0, index: 0, width: 256 }, '0/000'],
    [{ level: 1, index: 1_234_067, width: 256 }, '1/x001/x234/067'],
    [{ level: 0, index: 1_000, width: 5 }, '0/x001/000.p/5'],
  ])('%j is %s', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(tileOfPath(path)).toEqual(tile);
  });

  it.each(['0/0', '0/x000/001', '0/001/002', '64/000', '0/000.p/0', '0/000.p/256', '00/000', 'x/000', '0/x999'])(
    '%s is none',
    (path) => {
      expect(tileOfPath(path)).toBeUndefined();
    },
  );
});
