import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

describe('an error that nobody caught', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), `hezhang-test-${String(process.pid)}-end-`))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it.each([
    ['thrown', 'setTimeout(() => { throw new Error("nobody expects it"); }, 10)'],
    ['rejected', 'void Promise.reject(new Error("nobody expects it"))'],
    ['thrown again while it ends', 'setInterval(() => { throw new Error("nobody expects it"); }, 10)'],
  ])('%s ends the server with 1, its stack and its PostgreSQL', async (_how, failing) => {
    const at = (path: string): string => JSON.stringify(pathToFileURL(join(process.cwd(), path)).href);
    const program = `
      await import(${at('test/setup/typescript.mjs')});
      const { endOnUncaught } = await import(${at('apps/server/src/unplanned-end.ts')});
      const { startServer } = await import(${at('apps/server/src/start.ts')});
      const { decodeConfig } = await import(${at('apps/server/src/config.ts')});
      endOnUncaught();
      await startServer(decodeConfig({ PORT: '0', HEZHANG_LOG: 'silent', HEZHANG_DATA: ${JSON.stringify(folder)} }));
      console.log('up');
      ${failing};`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'pipe'] });
    let told = '';
    child.stderr.on('data', (piece: Buffer) => (told += piece.toString()));
    const exit = once(child, 'exit');
    await once(child.stdout, 'data');
    expect(await exit).toEqual([1, null]);
    expect(told).toContain('Error: nobody expects it\n    at ');
    await expect(readFile(join(folder, 'postgres', 'data', 'postmaster.pid'))).rejects.toThrow('ENOENT');
  });
});
