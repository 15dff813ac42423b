import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';

/** jest loads ES modules from CommonJS tests from this version on. */
const FIRST_SYSTEM_NODE = [24, 9];

/** The Node that npm installed, so that every machine runs the same one; where there is none, a system Node new enough. */
export function pinnedNode(root) {
  const pinned = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(pinned) && runs(pinned)) return pinned;
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [firstMajor, firstMinor] = FIRST_SYSTEM_NODE;
  if (major > firstMajor || (major === firstMajor && minor >= firstMinor)) return process.execPath;
  throw new Error(
    `There is no Node from npm for ${process.platform}-${process.arch} here, so Node ${FIRST_SYSTEM_NODE.join('.')} or newer ` +
      `must be installed; this is ${process.versions.node}.`,
  );
}

/** Not on a machine without glibc. Without install scripts or links npm may leave the mode as it was packed. */
function runs(node) {
  try {
    execFileSync(node, ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    if (error.code !== 'EACCES') return false;
    chmodSync(node, 0o755);
    return runs(node);
  }
}
