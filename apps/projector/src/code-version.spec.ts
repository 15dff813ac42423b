import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeVersion } from './code-version.js';

const COMMIT = '1'.repeat(40);

describe('the version of the code', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'hezhang-code-'));
    await mkdir(join(root, 'dist', 'apps'), { recursive: true });
    await writeFile(join(root, 'package.json'), '{"version":"1.2.3"}');
  });
  afterEach(() => rm(root, { recursive: true }));

  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), `${text}\n`);
  };
  const version = (): string => codeVersion(join(root, 'dist', 'apps'));

  it('is that of the package where there is no checkout', () => {
    expect(version()).toBe('hezhang 1.2.3');
  });

  it('names the commit of a branch, packed or not, and of none', async () => {
    await write('.git/HEAD', 'ref: refs/heads/main');
    expect(version()).toBe('hezhang 1.2.3');
    await write('.git/packed-refs', `# pack-refs\n${COMMIT} refs/heads/main`);
    expect(version()).toBe(`hezhang 1.2.3, commit ${COMMIT}`);
    await write('.git/refs/heads/main', '2'.repeat(40));
    expect(version()).toBe(`hezhang 1.2.3, commit ${'2'.repeat(40)}`);
    await write('.git/HEAD', '3'.repeat(40));
    expect(version()).toBe(`hezhang 1.2.3, commit ${'3'.repeat(40)}`);
  });

  it('names the commit of a linked worktree', async () => {
    await write('.git', `gitdir: ${join(root, 'main', 'worktrees', 'one')}`);
    await write('main/worktrees/one/HEAD', 'ref: refs/heads/one');
    await write('main/worktrees/one/commondir', '../..');
    await write('main/refs/heads/one', COMMIT);
    expect(version()).toBe(`hezhang 1.2.3, commit ${COMMIT}`);
  });
});
