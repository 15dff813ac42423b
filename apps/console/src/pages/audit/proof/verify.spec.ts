import { bytesOf, hex, joined, leafHash, nodeHash, sha256, type Bytes } from './bytes';
import { verifyConsistency, verifyInclusion, type Finding } from './verify';

const ORIGIN = 'ledger/1';
const SIZES = [1, 2, 3, 4, 5, 7, 8, 11];

const base64 = (bytes: Bytes): string => btoa(String.fromCharCode(...bytes));
const flipped = (text: string): string => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
const bad = (findings: readonly Finding[]): string[] => findings.filter(({ isGood }) => !isGood).map(({ step }) => step);

function field(text: string): Bytes {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, text.length);
  return joined(length, bytesOf(text));
}
const leafAt = (index: number): Bytes =>
  joined(
    ...['hezhang-event-v1', String(index), 's', '0', 'id', 'T', 'application/json', '2026-01-01T00:00:00.000Z', '{}', '{}'].map(
      field,
    ),
  );

/** The greatest power of two below a number. */
function split(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/** As RFC 6962 defines them, 2.1 and 2.1.1, 2.1.2. */
async function rootOf(from: number, to: number): Promise<Bytes> {
  if (to - from === 1) return leafHash(leafAt(from));
  const middle = from + split(to - from);
  return nodeHash(await rootOf(from, middle), await rootOf(middle, to));
}
async function pathOf(index: number, from: number, to: number): Promise<Bytes[]> {
  if (to - from === 1) return [];
  const middle = from + split(to - from);
  return index < middle
    ? [...(await pathOf(index, from, middle)), await rootOf(middle, to)]
    : [...(await pathOf(index, middle, to)), await rootOf(from, middle)];
}
async function subProof(end: number, from: number, to: number, isWhole: boolean): Promise<Bytes[]> {
  if (end === to) return isWhole ? [] : [await rootOf(from, to)];
  const middle = from + split(to - from);
  return end <= middle
    ? [...(await subProof(end, from, middle, isWhole)), await rootOf(middle, to)]
    : [...(await subProof(end, middle, to, false)), await rootOf(from, middle)];
}

interface Signer {
  readonly key: string;
  readonly checkpoint: (size: number) => Promise<string>;
}

async function signer(): Promise<Signer> {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const typed = joined(Uint8Array.of(1), new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
  const id = (await sha256(joined(bytesOf(`${ORIGIN}\n`), typed))).slice(0, 4);
  return {
    key: `${ORIGIN}+${hex(id)}+${base64(typed)}`,
    checkpoint: async (size) => {
      const text = `${ORIGIN}\n${String(size)}\n${base64(await rootOf(0, size))}\n`;
      const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, bytesOf(text)));
      return `${text}\n— ${ORIGIN} ${base64(joined(id, signature))}\n`;
    },
  };
}

describe('what the browser verifies', () => {
  it('finds each event of trees of any shape in what was signed, and no changed one', async () => {
    const { key, checkpoint } = await signer();
    for (const size of SIZES) {
      const note = await checkpoint(size);
      for (let index = 0; index < size; index++) {
        const proof = (await pathOf(index, 0, size)).map(base64);
        const position = String(index);
        const answer = { index, size, position, leaf: base64(leafAt(index)), proof, checkpoint: note };
        expect(bad(await verifyInclusion(position, answer, [key]))).toEqual([]);
        expect(bad(await verifyInclusion(String(index + 1), answer, [key]))).toEqual(['leaf']);
        if (proof.length === 0) continue;
        const changed = { ...answer, proof: proof.with(0, flipped(proof[0] ?? '')) };
        expect(bad(await verifyInclusion(position, changed, [key]))).toEqual(['root']);
        const short = { ...answer, proof: proof.slice(1) };
        expect(bad(await verifyInclusion(position, short, [key]))).toContain('root');
      }
    }
  });

  it('finds that a tree begins with another, and where it does not', async () => {
    const { key, checkpoint } = await signer();
    for (const to of SIZES) {
      for (let from = 1; from <= to; from++) {
        const notes = { older: await checkpoint(from), newer: await checkpoint(to) };
        const proof = from === to ? [] : (await subProof(from, 0, to, true)).map(base64);
        expect(bad(await verifyConsistency(notes, { from, to, proof }, [key]))).toEqual([]);
        if (proof.length === 0) continue;
        const last = proof.length - 1;
        const changed = { from, to, proof: proof.with(last, flipped(proof[last] ?? '')) };
        expect(bad(await verifyConsistency(notes, changed, [key]))).toContain('newerRoot');
        expect(bad(await verifyConsistency(notes, { from, to, proof: [...proof, ...proof] }, [key]))).toContain('length');
      }
    }
  });

  it('takes no signature but that of the key, over these very bytes', async () => {
    const { key, checkpoint } = await signer();
    const other = await signer();
    const note = await checkpoint(3);
    const proof = (await pathOf(0, 0, 3)).map(base64);
    const answer = { index: 0, size: 3, position: '0', leaf: base64(leafAt(0)), proof, checkpoint: note };
    expect(bad(await verifyInclusion('0', answer, [other.key]))).toEqual(['signature']);
    expect(bad(await verifyInclusion('0', answer, []))).toEqual(['signature']);
    const forged = { ...answer, checkpoint: note.replace(`${ORIGIN}\n3\n`, `${ORIGIN}\n4\n`) };
    expect(bad(await verifyInclusion('0', forged, [key]))).toContain('signature');
    expect(bad(await verifyInclusion('0', { ...answer, leaf: '%' }, [key]))).toEqual(['readable']);
    expect(bad(await verifyInclusion('0', { ...answer, checkpoint: 'no note' }, [key]))).toEqual(['readable']);
  });
});
