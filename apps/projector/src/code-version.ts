import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const readText = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
};

/** What runs: `hezhang 0.1.0`, with the commit where it runs out of a checkout. */
export function codeVersion(from = import.meta.dirname): string {
  const root = rootAbove(from);
  const { version = 'unknown' } = JSON.parse(readText(join(root, 'package.json')) ?? '{}') as { version?: string };
  const commit = commitOf(join(root, '.git'));
  return commit === undefined ? `hezhang ${version}` : `hezhang ${version}, commit ${commit}`;
}

function rootAbove(folder: string): string {
  const isRoot = existsSync(join(folder, 'package.json')) || dirname(folder) === folder;
  return isRoot ? folder : rootAbove(dirname(folder));
}

/** A linked worktree has a file there, which names its folder; its branches are in the common one. */
function commitOf(git: string): string | undefined {
  const linked = /^gitdir: (.+)$/m.exec(readText(git) ?? '')?.[1];
  const folder = linked ?? git;
  const head = readText(join(folder, 'HEAD')) ?? '';
  const ref = /^ref: (.+)$/.exec(head)?.[1];
  if (ref === undefined) return /^[0-9a-f]{40,64}$/.test(head) ? head : undefined;
  const common = join(folder, readText(join(folder, 'commondir')) ?? '.');
  const packed = readText(join(common, 'packed-refs')) ?? '';
  return (
    readText(join(common, ref)) ??
    packed
      .split('\n')
      .find((line) => line.endsWith(` ${ref}`))
      ?.split(' ')[0]
  );
}
