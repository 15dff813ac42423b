import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { withLock } from './lock.mjs';

const CONSOLE = join('apps', 'console');

/** What is built, out of what: each only when its own sources changed. */
const PARTS = [
  {
    stamp: join('dist', '.sources'),
    sources: ['apps', 'libs'],
    settings: ['package-lock.json', 'nest-cli.json', '.swcrc', 'tsconfig.json'],
    isSource: (file) => /\.(ts|json)$/.test(file) && !file.startsWith(CONSOLE),
    tool: ['node_modules/@nestjs/cli/bin/nest.js', 'build'],
  },
  {
    stamp: join('dist', '.console-sources'),
    sources: [CONSOLE],
    settings: ['package-lock.json'],
    // Types are gone before anything is bundled.
    isSource: (file) => !file.includes('generated') && !file.endsWith('.d.ts') && !file.endsWith('.md'),
    tool: ['node_modules/vite/bin/vite.js', 'build', CONSOLE, '--config', join(CONSOLE, 'vite.config.mjs'), '--logLevel=error'],
  },
];

/** Builds `dist/` unless it was built from these very sources. */
export async function build(root, node) {
  const parts = PARTS.map((part) => ({ ...part, digest: digestOf(root, part) }));
  const missing = () => parts.filter(({ stamp, digest }) => builtFrom(join(root, stamp)) !== digest);
  if (missing().length === 0) return;
  await withLock(
    join(root, '.cache', 'launch.lock'),
    () => missing().length === 0,
    async () => {
      process.stderr.write('Building…\n');
      await Promise.all(missing().map((part) => make(root, node, part)));
    },
  );
}

async function make(root, node, { stamp, digest, tool }) {
  rmSync(join(root, stamp), { force: true });
  try {
    await promisify(execFile)(node, tool, { cwd: root });
  } catch (error) {
    throw new Error(`The build failed.\n${error.stdout}${error.stderr}`, { cause: error });
  }
  writeFileSync(join(root, stamp), digest);
}

function builtFrom(stamp) {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return undefined;
  }
}

/** What the program itself is built from. */
export const sourcesDigest = (root) => digestOf(root, PARTS[0]);

/** Contents, not times: a checkout gives files any time it likes. */
function digestOf(root, { sources, settings, isSource }) {
  const hash = createHash('sha256');
  const files = sources.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .filter((file) => isSource(file) && !file.endsWith('spec.ts')),
  );
  for (const file of [...settings, ...files.sort()]) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}
