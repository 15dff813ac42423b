import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeConfig, type Config } from './config.js';
import { installationKeys } from './key-files.js';

describe('the keys of an installation', () => {
  let folder: string;
  let config: Config;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hezhang-keys-'));
    config = decodeConfig({ HEZHANG_DATA: folder });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are made once, whoever starts at the same time, and nothing else is left', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => installationKeys(config)));
    const [first] = all;
    expect(first?.masterKey).toHaveLength(32);
    for (const keys of all) expect(keys).toEqual(first);
    expect((await readFile(join(folder, 'admin.key'), 'utf8')).trim()).toBe(first?.adminKey);
    expect(await readdir(folder)).toEqual(['admin.key', 'master.key']);
  });

  it.each([
    ['admin.key', ''],
    ['admin.key', '\n'],
    ['admin.key', 'short'],
    ['admin.key', 'two words of a sentence'],
    ['master.key', ''],
    ['master.key', 'not hex'],
    ['master.key', 'ab'.repeat(31)],
  ])('are refused in one line that shows nothing of them: %s holding %j', async (file, text) => {
    await writeFile(join(folder, file), text);
    const refusal = await installationKeys(config).catch((error: unknown) => error as Error);
    expect(refusal).toMatchObject({ name: 'ConfigError' });
    const { message } = refusal as Error;
    expect(message).toMatch(new RegExp(`^[^\\n]*${join(folder, file)} must hold [^\\n]*$`));
    if (text.trim() !== '') expect(message).not.toContain(text);
    expect(await readFile(join(folder, file), 'utf8')).toBe(text);
  });

  it('touch no folder where the settings give both', async () => {
    const given = { HEZHANG_ADMIN_KEY: 'an-admin-key-of-my-own', HEZHANG_MASTER_KEY: 'ab'.repeat(32) };
    const keys = await installationKeys(decodeConfig({ HEZHANG_DATA: '/proc/nope', ...given }));
    expect([keys.adminKey, keys.adminKeyFile]).toEqual(['an-admin-key-of-my-own', undefined]);
  });
});
