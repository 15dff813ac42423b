#!/usr/bin/env node
// What every npm script calls: installs and builds what is missing, then runs the command under the pinned Node.
// Plain JavaScript without dependencies, because it runs before there are any and under any Node from 20.19 on.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const [command = 'help', ...rest] = process.argv.slice(2);

/** Requests under way outlive a young generation of the usual size and are copied with each collection: a tenth of the CPU. */
const ROOMY = '--max-semi-space-size=32';

/** For what imports the sources as they are; threads inherit it. */
const SOURCES = '--import=./test/setup/typescript.mjs';

/** Tools of the trade, started as they are; everything else is a command of the built program. */
const TOOLS = {
  install: null,
  build: null,
  test: [SOURCES, '--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'],
  check: ['apps/cli/launch/check.mjs'],
  'test-console': [
    SOURCES,
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--config=test/console/jest.config.mjs',
  ],
  bench: [ROOMY, SOURCES, 'test/bench/bench.ts'],
  faults: [SOURCES, 'test/faults/faults.ts'],
};
const PROGRAM = [ROOMY, 'dist/apps/cli/src/main.js'];
/** Tools that run what was built. */
const OF_BUILT = ['build', 'bench', 'test-console'];
const FIRST_NODE = [20, 19];

await launch().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

async function launch() {
  checkNode();
  process.chdir(root);
  const { install } = await import('./launch/install.mjs');
  const { build } = await import('./launch/build.mjs');
  const { pinnedNode } = await import('./launch/pinned-node.mjs');
  const { run } = await import('./launch/run.mjs');
  await install(root);
  const node = pinnedNode(root);
  const tool = TOOLS[command];
  if (tool === undefined || OF_BUILT.includes(command)) await build(root, node);
  if (tool === null) return;
  run(node, (parent) =>
    tool ? [...tool, ...rest] : [...PROGRAM, ...(parent ? [`--parent=${parent}`] : []), command, ...rest],
  );
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > FIRST_NODE[0] || (major === FIRST_NODE[0] && minor >= FIRST_NODE[1])) return;
  throw new Error(`Hezhang needs Node ${FIRST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
}
