import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addCheckpointIn, addCheckpointText } from '../proof/add-checkpoint.js';
import { signedCheckpoint } from '../proof/checkpoint.js';
import { cosignatureLine, cosignedAt, goodLine, witnessKeyFrom, witnessKeyOf } from '../proof/cosignature.js';
import { Frontier } from '../proof/frontier.js';
import { leafHash } from '../proof/hashing.js';
import { openNote, signerOf, signerText, verifierFrom } from '../proof/note.js';
import { consistencyProof, type Node } from '../proof/proofs.js';
import { Witness } from './witness.js';
import { WitnessState } from './witness-state.js';

const signer = (name: string, byte: number) => signerOf(signerText(name, Buffer.alloc(32, byte)));
const LOG = signer('hezhang/test', 1);
const STRANGER = signer('hezhang/other', 2);
const WITNESS = signer('witness/test', 3);
const NOW_MS = 1_790_000_000_000;
const NOW_S = 1_790_000_000;

/** A log of leaves; what comes after a prefix is another history. */
class Leaves {
  private readonly hashes: Buffer[];

  constructor(size: number, turn = Infinity) {
    this.hashes = Array.from({ length: size }, (_, at) =>
      leafHash(Buffer.from(at < turn ? `leaf ${String(at)}` : `other ${String(at)}`)),
    );
  }

  root(size: number): Buffer {
    const frontier = Frontier.empty();
    for (const hash of this.hashes.slice(0, size)) frontier.add(hash);
    return frontier.root();
  }

  note(size: number, by = LOG): string {
    return signedCheckpoint({ origin: by.verifier.name, size, root: this.root(size) }, [by]);
  }

  proof(from: number, to: number): Promise<Buffer[]> {
    const of = ({ height, index }: Node): Buffer => {
      const frontier = Frontier.empty();
      for (const hash of this.hashes.slice(index * 2 ** height, (index + 1) * 2 ** height)) frontier.add(hash);
      return frontier.root();
    };
    return consistencyProof(from, to, (nodes) => Promise.resolve(nodes.map(of)));
  }
}

describe('a cosignature', () => {
  const note = new Leaves(5).note(5);
  const line = cosignatureLine(note, WITNESS, NOW_S);

  it('is laid out as tlog-cosignature has it, below the signatures of the log', () => {
    const [, name, encoded = ''] = /^— (\S+) (\S+)\n$/u.exec(line) ?? [];
    const bytes = Buffer.from(encoded, 'base64');
    expect([name, bytes.length, bytes.readUInt32BE(0), Number(bytes.readBigUInt64BE(4))]).toEqual([
      'witness/test',
      4 + 8 + 64,
      witnessKeyOf(WITNESS).id,
      NOW_S,
    ]);
    expect(witnessKeyOf(WITNESS).text).toMatch(/^witness\/test\+[0-9a-f]{8}\+B/);
    expect(witnessKeyFrom(witnessKeyOf(WITNESS).text).id).not.toBe(WITNESS.verifier.id);
    expect(() => verifierFrom(witnessKeyOf(WITNESS).text)).toThrow('not an Ed25519 key');
    expect(openNote(`${note}${line}`, [LOG.verifier])?.by).toEqual([LOG.verifier]);
  });

  it('is good for that text and that moment only', () => {
    const key = witnessKeyOf(WITNESS);
    expect(cosignedAt(`${note}${line}`, key)).toBe(NOW_S);
    expect(cosignedAt(note, key)).toBeUndefined();
    expect(cosignedAt(`${new Leaves(6).note(6)}${line}`, key)).toBeUndefined();
    expect(cosignedAt(`${note}${line}`, witnessKeyOf(STRANGER))).toBeUndefined();
    const later = Buffer.from(line.split(' ')[2] ?? '', 'base64');
    later.writeBigUInt64BE(BigInt(NOW_S + 1), 4);
    expect(cosignedAt(`${note}— witness/test ${later.toString('base64')}\n`, key)).toBeUndefined();
    const answered = `${cosignatureLine(note, STRANGER, NOW_S)}nonsense\n${line}`;
    expect(goodLine(note, answered, key)).toBe(line);
    expect(goodLine(note, cosignatureLine(note, STRANGER, NOW_S), key)).toBe('');
  });
});

describe('what a witness is asked', () => {
  it('is read as it is written, and nothing else is', async () => {
    const leaves = new Leaves(300);
    for (const [old, size] of [
      [0, 5],
      [5, 300],
    ] as const) {
      const asked = { old, proof: old === 0 ? [] : await leaves.proof(old, size), note: leaves.note(size) };
      expect(addCheckpointIn(addCheckpointText(asked))).toEqual(asked);
    }
    for (const text of [
      '',
      'old 1\n',
      'old 01\n\nnote',
      'old x\n\nnote',
      'old 1\nshort\n\nnote',
      `old 1\n${`${'A'.repeat(43)}=\n`.repeat(64)}\nnote`,
    ])
      expect(addCheckpointIn(text)).toBeUndefined();
  });
});

describe('a witness', () => {
  let folder: string;
  let refused: string[];
  let witness: Witness;

  const fresh = (): Witness =>
    new Witness({
      state: new WitnessState(folder),
      logs: [LOG.verifier],
      signer: WITNESS,
      now: () => NOW_MS,
      onRefusal: (says) => refused.push(says),
    });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hezhang-witness-'));
    refused = [];
    witness = fresh();
  });
  afterEach(() => rm(folder, { recursive: true }));

  const leaves = new Leaves(40);

  it('cosigns what extends what it cosigned, and remembers it over a restart', async () => {
    expect(await witness.add({ old: 0, proof: [], note: leaves.note(7) })).toMatchObject({ type: 'cosigned' });
    expect(await fresh().add({ old: 0, proof: [], note: leaves.note(9) })).toEqual({ type: 'other-size', size: 7 });
    const note = leaves.note(33);
    const answer = await fresh().add({ old: 7, proof: await leaves.proof(7, 33), note });
    if (answer.type !== 'cosigned') throw new Error(answer.type);
    expect(cosignedAt(`${note}${answer.line}`, witnessKeyOf(WITNESS))).toBe(NOW_S);
    expect(await fresh().last('hezhang/test')).toBe(`${note}${answer.line}`);
    expect(await fresh().add({ old: 33, proof: [], note: `${note}${answer.line}` })).toMatchObject({ type: 'cosigned' });
    expect(await fresh().last('hezhang/test')).toBe(`${note}${answer.line}`);
    expect(refused).toEqual([]);
  });

  it('never goes back, also where two ask at once', async () => {
    await witness.add({ old: 0, proof: [], note: leaves.note(7) });
    const answers = await Promise.all(
      [20, 12, 30].map(async (size) => witness.add({ old: 7, proof: await leaves.proof(7, size), note: leaves.note(size) })),
    );
    expect(answers.map(({ type }) => type).sort()).toEqual(['cosigned', 'other-size', 'other-size']);
  });

  it('takes no other log, no other signer, nothing that is none', async () => {
    expect(await witness.add({ old: 0, proof: [], note: leaves.note(7, STRANGER) })).toEqual({ type: 'unknown-log' });
    const forged = leaves.note(7).replace('\n7\n', '\n8\n');
    expect(await witness.add({ old: 0, proof: [], note: forged })).toEqual({ type: 'unsigned' });
    expect(await witness.add({ old: 9, proof: [], note: leaves.note(7) })).toEqual({ type: 'malformed' });
    expect(await witness.add({ old: 0, proof: [], note: 'nonsense' })).toEqual({ type: 'malformed' });
    expect(await witness.last('hezhang/test')).toBeUndefined();
  });

  it('refuses another history, whoever signed it, and keeps both notes where they are proof', async () => {
    const forked = new Leaves(40, 3);
    await witness.add({ old: 0, proof: [], note: leaves.note(7) });
    const longer = { old: 7, proof: await forked.proof(7, 20), note: forked.note(20) };
    expect(await witness.add(longer)).toEqual({ type: 'unproven', size: 7 });
    expect(await witness.add({ ...longer, proof: [] })).toEqual({ type: 'unproven', size: 7 });
    expect(await witness.add({ old: 7, proof: [], note: forked.note(7) })).toEqual({ type: 'forked', size: 7 });
    expect(refused).toEqual(['hezhang/test signed two roots of size 7: it has two histories']);
    const [file = ''] = await new WitnessState(folder).refusals('hezhang/test');
    const kept = await readFile(file, 'utf8');
    for (const note of [leaves.note(7), forked.note(7)]) expect(kept).toContain(note);
    expect(await witness.add({ old: 7, proof: await leaves.proof(7, 20), note: leaves.note(20) })).toMatchObject({
      type: 'cosigned',
    });
  });

  it('cosigns nothing on top of a memory that it can not read', async () => {
    await witness.add({ old: 0, proof: [], note: leaves.note(7) });
    const [of = ''] = await readdir(folder);
    await new WitnessState(folder).keep('hezhang/test', 'half a no');
    await expect(fresh().add({ old: 0, proof: [], note: leaves.note(9) })).rejects.toThrow('can not be read');
    expect(await readdir(join(folder, of))).toEqual(['last.checkpoint']);
  });
});
