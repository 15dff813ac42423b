import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeConfig } from '../config.js';
import { clientSecretOf } from './sign-in.js';

describe('the secret of the client', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hezhang-secret-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const secretIn = (file: string): Promise<string | undefined> =>
    clientSecretOf(
      decodeConfig({
        HEZHANG_OIDC_ISSUER: 'https://sign-in.example',
        HEZHANG_OIDC_CLIENT_ID: 'hezhang',
        HEZHANG_OIDC_BASE_URL: 'https://ledger.example',
        HEZHANG_OIDC_ROLES: 'reader=shop',
        HEZHANG_OIDC_SECRET_FILE: file,
      }).oidc,
    );

  it('is what its file holds, without the end of the line', async () => {
    await writeFile(join(folder, 'good'), 'a secret\n');
    expect(await secretIn(join(folder, 'good'))).toBe('a secret');
    expect(await secretIn('')).toBeUndefined();
    expect(await clientSecretOf(undefined)).toBeUndefined();
  });

  it('that is not there, or is empty, is said in words', async () => {
    await writeFile(join(folder, 'empty'), ' \n');
    await expect(secretIn(join(folder, 'none'))).rejects.toThrow('HEZHANG_OIDC_SECRET_FILE: ENOENT');
    await expect(secretIn(join(folder, 'empty'))).rejects.toThrow('HEZHANG_OIDC_SECRET_FILE holds nothing');
  });
});
