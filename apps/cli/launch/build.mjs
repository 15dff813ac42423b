import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withLock } from './lock.mjs';

const SOURCES = ['apps', 'libs'];
const SETTINGS = ['package-lock.json', 'nest-cli.json', '.swcrc', 'tsconfig.json'];

/** Builds `dist/` unless it was built from these very sources. */
export async function build(root, node) {
  const digest = sourcesDigest(root);
  const isDone = () => builtFrom(root) === digest;
  if (isDone()) return;
  await withLock(join(root, '.cache', 'launch.lock'), isDone, async () => {
    process.stderr.write('Building…\n');
    rmSync(stamp(root), { force: true });
    await nestBuild(root, node);
    writeFileSync(stamp(root), digest);
  });
}

const stamp = (root) => join(root, 'dist', '.sources');

function builtFrom(root) {
  try {
    return readFileSync(stamp(root), 'utf8');
  } catch {
    return undefined;
  }
}

/** Contents, not times: a checkout gives files any time it likes. */
export function sourcesDigest(root) {
  const hash = createHash('sha256');
  const sources = SOURCES.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|json)$/.test(file) && !file.endsWith('spec.ts'))
      .map((file) => join(folder, file)),
  );
  for (const file of [...SETTINGS, ...sources.sort()]) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

async function nestBuild(root, node) {
  try {
    await promisify(execFile)(node, ['node_modules/@nestjs/cli/bin/nest.js', 'build'], { cwd: root });
  } catch (error) {
    throw new Error(`The build failed.\n${error.stdout}${error.stderr}`, { cause: error });
  }
}
