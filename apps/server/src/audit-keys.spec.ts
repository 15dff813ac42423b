import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signerOf } from '#audit';
import { auditKey } from '../../cli/src/commands/audit-key.js';
import { decodeConfig, type Environment } from './config.js';
import { auditKeys } from './key-files.js';

describe('audit-key', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hezhang-audit-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function run(args: readonly string[] = [], more: Environment = {}): Promise<string[]> {
    const printed: string[] = [];
    const config = decodeConfig({ HEZHANG_DATA: folder, ...more });
    const code = await auditKey.run({ config, args, print: (line) => printed.push(line), asked: Promise.resolve() });
    expect(code).toBe(0);
    return printed;
  }
  const privateKeys = (): Promise<readonly string[]> => auditKeys(decodeConfig({ HEZHANG_DATA: folder }));

  it('prints the public key that it makes once, and never the private one', async () => {
    const first = await run();
    expect(first).toEqual([expect.stringMatching(/^hezhang\/[0-9a-f]{12}\+[0-9a-f]{8}\+A[A-Za-z0-9+/]{43}$/)]);
    expect(await run(['show'])).toEqual(first);
    expect(await readdir(folder)).toEqual(['audit.key']);
    const [secret = ''] = await privateKeys();
    expect(signerOf(secret).verifier.text).toBe(first[0]);
    // The text in base64 may hold a plus itself.
    const text = secret.split('+').slice(4).join('+');
    expect(text).toHaveLength(44);
    expect(first[0]).not.toContain(text);
  });

  it('rotates: a new key of the same name, the old one beside it, until that is retired', async () => {
    const [old = ''] = await run();
    const both = await run(['rotate']);
    expect(both).toHaveLength(2);
    expect(both[1]).toBe(old);
    expect(both[0]?.split('+')[0]).toBe(old.split('+')[0]);
    expect(both[0]).not.toBe(old);
    await expect(run(['rotate'])).rejects.toThrow('a key is being replaced already');
    expect(await run()).toEqual(both);
    expect(await run(['retire'])).toEqual([both[0]]);
    expect(await run(['retire'])).toEqual([both[0]]);
    expect(await readdir(folder)).toEqual(['audit.key']);
    expect(await run(['rotate'])).toHaveLength(2);
  });

  it('leaves keys of the settings to whoever keeps them', async () => {
    await run(['rotate']);
    const [key = '', old = ''] = await privateKeys();
    const kept = { HEZHANG_AUDIT_KEY: key };
    expect(await run([], kept)).toEqual([signerOf(key).verifier.text]);
    expect(await run([], { ...kept, HEZHANG_AUDIT_OLD_KEY: old })).toEqual(
      [key, old].map((text) => signerOf(text).verifier.text),
    );
    await expect(run(['rotate'], kept)).rejects.toThrow('make it HEZHANG_AUDIT_OLD_KEY');
  });

  it('tells what it does not take, and a file that is no key, without showing it', async () => {
    for (const args of [['forget'], ['rotate', 'now']])
      await expect(run(args)).rejects.toThrow('takes nothing, rotate or retire');
    await run();
    await writeFile(join(folder, 'audit.old.key'), 'PRIVATE but no key');
    const refusal = await run().catch((error: unknown) => error as Error);
    expect(String(refusal)).toMatch(/audit\.old\.key must hold one key/);
    expect(String(refusal)).not.toContain('PRIVATE but');
    expect(await readFile(join(folder, 'audit.key'), 'utf8')).toMatch(/^PRIVATE\+KEY\+/);
  });
});
