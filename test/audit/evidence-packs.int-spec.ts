import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Explanation } from '#provenance';
import { packFiles, packed, sha256Of, unpacked, verifyPack, type ArchiveFile } from '#provenance';
import { randomHistory, CODEC } from '../read-models/random-history.js';
import { explainBook, type ExplainedBook } from './explained-book.js';
import { HAS_GO, WITHOUT_GO, goVerifier } from './go-verifier.js';
import { SIGNER, STRANGER } from './sealed-book.js';

const KEY = SIGNER.verifier.text;
const TRUST = { codec: CODEC, keys: [KEY], checkpoints: [] };

describe('an evidence pack', () => {
  let book: ExplainedBook;
  let folder: string;
  let files: readonly ArchiveFile[];
  beforeAll(async () => {
    const { log, events } = await randomHistory(5, { things: 80 });
    book = await explainBook(log);
    folder = await mkdtemp(join(tmpdir(), 'hezhang-packs-'));
    const position = events.at(-40)?.position ?? '';
    const question = { of: 'account', account: 'assets:clearing:unionpay:898100012340001', currency: 'CNY' } as const;
    const asked = { question, known: position, limit: 30, seesNotices: false };
    ({ files } = await book.desk.evidence(asked));
    expect(files.filter(({ path }) => path.endsWith('.leaf')).length).toBeGreaterThan(10);
  });
  afterAll(async () => {
    await book.end();
    await rm(folder, { recursive: true });
  });

  const bytesOf = (some: readonly ArchiveFile[]): Buffer => Buffer.concat([...packed(some)]);
  const edited = (path: string, edit: (bytes: Buffer) => Buffer): ArchiveFile[] =>
    files.map((file) => (file.path === path ? { path, bytes: edit(Buffer.from(file.bytes)) } : file));
  const flipped = (bytes: Buffer): Buffer => {
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    return bytes;
  };
  const paths = (): string[] => files.map(({ path }) => path);

  it('is read as it was packed, and is verified', () => {
    expect(unpacked(bytesOf(files)).map(({ path, bytes }) => [path, Buffer.from(bytes)])).toEqual(
      files.map(({ path, bytes }) => [path, Buffer.from(bytes)]),
    );
    const { defects, explanation } = verifyPack(bytesOf(files), TRUST);
    expect([defects, explanation?.numbers]).toMatchObject([[], [{ name: 'balance' }]]);
    expect(verifyPack(bytesOf(files), { ...TRUST, keys: undefined }).notes).toHaveLength(2);
  });

  it('is refused whichever of its files is changed, is missing, or is one too many', () => {
    for (const path of paths()) {
      expect([path, verifyPack(bytesOf(edited(path, flipped)), TRUST).defects.length]).not.toEqual([path, 0]);
      const without = files.filter((file) => file.path !== path);
      expect([path, verifyPack(bytesOf(without), TRUST).defects.length]).not.toEqual([path, 0]);
    }
    const more = [...files, { path: 'more.txt', bytes: Buffer.from('x') }];
    expect(verifyPack(bytesOf(more), TRUST).defects).toEqual(['more.txt does not belong to the pack']);
    expect(verifyPack(Buffer.concat([bytesOf(files), Buffer.from('x')]), TRUST).defects).toHaveLength(1);
    expect(verifyPack(Buffer.from('no zip'), TRUST).defects).not.toEqual([]);
  });

  /** Packs what somebody made up as carefully as we pack what is so: index, manifest and all. */
  const madeUp = (edit: (explanation: Explanation) => Explanation): string[] => {
    const content = new Map(files.map(({ path, bytes }) => [path, Buffer.from(bytes)]));
    const explanation = edit(JSON.parse(content.get('explanation.json')?.toString() ?? '') as Explanation);
    const leaves = [...explanation.events].reverse().map(({ index }) => {
      const name = String(index).padStart(12, '0');
      const { proof } = JSON.parse(content.get(`proofs/${name}.json`)?.toString() ?? '') as { proof: string[] };
      const leaf = content.get(`events/${name}.leaf`) ?? Buffer.alloc(0);
      return { index: index ?? -1, leaf, proof: proof.map((hash) => Buffer.from(hash, 'base64')) };
    });
    const { size } = JSON.parse([...content].find(([path]) => path.startsWith('proofs/'))?.[1].toString() ?? '') as {
      size: number;
    };
    const parts = {
      explanation,
      leaves,
      checkpoint: content.get('checkpoint')?.toString() ?? '',
      keys: [KEY],
      notices: new Map(),
    };
    return [...verifyPack(bytesOf(packFiles(parts, size)), TRUST).defects];
  };

  it('is refused when its numbers are not those of its leaves, however well it is packed', () => {
    expect(madeUp((explanation) => explanation)).toEqual([]);
    const [first] = madeUp((said) => ({ ...said, numbers: said.numbers.map((one) => ({ ...one, amount: one.amount + 1 })) }));
    expect(first).toMatch(/^explanation.json is not what its events come to: numbers.0.amount is -?\d+, not/);
    expect(madeUp((said) => ({ ...said, events: said.events.slice(1) })).join()).toContain('the read model said');
    expect(madeUp((said) => ({ ...said, events: said.events.map((one) => ({ ...one, actor: 'nobody' })) })).join()).toContain(
      'actor',
    );
    expect(madeUp((said) => ({ ...said, carried: said.carried + 1 })).join()).toContain('numbers.0.amount');
    const swapped = (said: Explanation): Explanation => {
      const [one, other, ...rest] = said.events;
      if (!one || !other) throw new Error('too few');
      return { ...said, events: [{ ...one, index: other.index }, { ...other, index: one.index }, ...rest] };
    };
    expect(madeUp(swapped).join()).toContain('is the event at');
  });

  (HAS_GO ? it : it.skip)(
    HAS_GO ? 'is accepted by a verifier of others, and refused after one changed byte' : WITHOUT_GO,
    async () => {
      const verifier = goVerifier(folder);
      const judge = async (some: readonly ArchiveFile[], key = KEY): Promise<string> => {
        const file = join(folder, 'pack.zip');
        await writeFile(file, bytesOf(some));
        return verifier('pack', file, key);
      };
      expect(await judge(files)).toBe('verified');
      for (const path of paths()) expect([path, await judge(edited(path, flipped))]).not.toEqual([path, 'verified']);
      const leaf = paths().find((path) => path.startsWith('events/')) ?? '';
      expect(await judge(edited(leaf, flipped))).toContain('has another digest');
      // Also where the manifest was made to fit.
      const other = edited(leaf, flipped);
      const digest = sha256Of(other.find(({ path }) => path === leaf)?.bytes ?? Buffer.alloc(0));
      const manifest = (bytes: Buffer): Buffer =>
        Buffer.from(
          bytes.toString().replace(new RegExp(`("path": "${leaf}",\\s+"bytes": \\d+,\\s+"sha256": ")[0-9a-f]+`), `$1${digest}`),
        );
      const fitted = other.map((file) =>
        file.path === 'manifest.json' ? { ...file, bytes: manifest(Buffer.from(file.bytes)) } : file,
      );
      expect(await judge(fitted)).toMatch(/^leaf \d+: /);
      expect(await judge(files, STRANGER.verifier.text)).toMatch(/^checkpoint: /);
    },
  );

  it('is verified by hand as its own page says', async () => {
    for (const { path, bytes } of files.filter(({ path }) => !path.includes('/'))) await writeFile(join(folder, path), bytes);
    const page = Buffer.from(files.find(({ path }) => path === 'VERIFY.md')?.bytes ?? []).toString();
    const script = page.slice(page.indexOf("    sed '/^$/,$d'")).split('\n\n')[0]?.replace(/^ {4}/gm, '');
    const said = execFileSync('bash', ['-ec', script ?? 'false'], { cwd: folder, stdio: 'pipe' }).toString();
    expect(said).toContain('Signature Verified Successfully');
  });
});
