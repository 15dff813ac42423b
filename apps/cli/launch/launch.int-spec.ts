import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const LAUNCH = join(process.cwd(), 'apps', 'cli', 'launch');

describe('the launcher', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'hezhang launch '));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function write(file: string, content: unknown): Promise<void> {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
  }

  /** Runs a few lines of JavaScript with one of the launcher's files in reach, under this Node, as a process of its own. */
  function start(file: string, names: string, program: string): { child: ChildProcess; output: Promise<string> } {
    const source = `import { ${names} } from ${JSON.stringify(join(LAUNCH, file))};\nconst root = ${JSON.stringify(root)};\n${program}`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', source], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    return { child, output: once(child, 'close').then(() => text.trim()) };
  }

  const print = (file: string, name: string): Promise<string> => start(file, name, `console.log(${name}(root));`).output;

  describe('takes the packages for installed', () => {
    const isInstalled = (): Promise<string> => print('install.mjs', 'isInstalled');
    const wanted = {
      '': { name: 'shop' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/for-other-machines': { version: '1.0.0', optional: true },
    };

    it('when npm left its list and it has what package-lock.json has', async () => {
      await write('package-lock.json', { packages: wanted });
      expect(await isInstalled()).toBe('false');
      await write('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '1.0.0' } } });
      expect(await isInstalled()).toBe('true');
    });

    it('not when one is missing or has another version', async () => {
      await write('package-lock.json', { packages: wanted });
      await write('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '1.0.1' } } });
      expect(await isInstalled()).toBe('false');
      await write('node_modules/.package-lock.json', { packages: {} });
      expect(await isInstalled()).toBe('false');
    });

    it('not without the optional packages that are for this very machine', async () => {
      const ours = { [`node_modules/node-${process.platform}-${process.arch}`]: { version: '24.0.0', optional: true } };
      await write('package-lock.json', { packages: { ...wanted, ...ours } });
      await write('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '1.0.0' } } });
      expect(await isInstalled()).toBe('false');
    });
  });

  it('builds again when a source has other content, not when it only has another time', async () => {
    for (const file of ['package-lock.json', 'nest-cli.json', '.swcrc', 'tsconfig.json']) await write(file, {});
    await write('apps/server/src/main.ts', 'one');
    await write('libs/kernel/src/index.ts', 'two');
    const before = await print('build.mjs', 'sourcesDigest');
    await utimes(join(root, 'libs/kernel/src/index.ts'), new Date(0), new Date(0));
    expect(await print('build.mjs', 'sourcesDigest')).toBe(before);
    await write('libs/kernel/src/index.ts', 'three');
    expect(await print('build.mjs', 'sourcesDigest')).not.toBe(before);
  });

  describe('of several at once', () => {
    const work = `
      import { appendFileSync, existsSync } from 'node:fs';
      const done = root + '/done';
      await withLock(root + '/.cache/lock', () => existsSync(done), async () => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        appendFileSync(done, 'x');
      });`;

    it('has one do the work while the others wait', async () => {
      await Promise.all([1, 2, 3].map(() => start('lock.mjs', 'withLock', work).output));
      expect(readFileSync(join(root, 'done'), 'utf8')).toBe('x');
      expect(existsSync(join(root, '.cache/lock'))).toBe(false);
    });

    it('takes over the lock of one that was killed', async () => {
      await write('.cache/lock', '1');
      const longAgo = new Date(Date.now() - 60_000);
      await utimes(join(root, '.cache/lock'), longAgo, longAgo);
      await start('lock.mjs', 'withLock', work).output;
      expect(readFileSync(join(root, 'done'), 'utf8')).toBe('x');
    });
  });

  describe('where it can not become the program', () => {
    const run = (program: string): { child: ChildProcess; output: Promise<string> } =>
      start(
        'run.mjs',
        'run',
        `process.execve = undefined; run(process.execPath, (parent) => ['-e', ${JSON.stringify(program)}, String(parent)]);`,
      );

    it('ends as the program ends', async () => {
      const { child, output } = run('process.exit(7)');
      await output;
      expect(child.exitCode).toBe(7);
    });

    it('tells it whose end is its end', async () => {
      const { child, output } = run('console.log(process.argv[1], process.ppid)');
      expect(await output).toBe(`${String(child.pid)} ${String(child.pid)}`);
    });

    it('passes a signal on and waits', async () => {
      const { child, output } = run(
        `process.on('SIGTERM', () => setTimeout(() => { console.log('stopped'); process.exit(0); }, 100));
         setInterval(() => {}, 1000); console.log('up');`,
      );
      if (child.stdout) await once(child.stdout, 'data');
      child.kill('SIGTERM');
      expect(await output).toBe('up\nstopped');
      expect(child.exitCode).toBe(0);
    });
  });
});
