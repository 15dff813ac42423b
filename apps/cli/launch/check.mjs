// `npm run check`: every tool that judges the sources, two at a time, each with its verdict.
import { spawn } from 'node:child_process';

// Kept per file: after a change of a type elsewhere a cached verdict may be stale. A clean checkout has none.
const eslintCache = ['--cache', '--cache-location=.cache/eslint', '--cache-strategy=content'];
const CHECKS = [
  [
    'console types',
    [
      'node_modules/typescript/bin/tsc',
      '--noEmit',
      '-p',
      'apps/console',
      '--incremental',
      '--tsBuildInfoFile',
      '.cache/console-types.tsbuildinfo',
    ],
  ],
  ['types', ['node_modules/typescript/bin/tsc', '--noEmit', '--incremental', '--tsBuildInfoFile', '.cache/types.tsbuildinfo']],
  ['eslint', ['node_modules/eslint/bin/eslint.js', ...eslintCache, '--max-warnings=0', '.']],
  ['prettier', ['node_modules/prettier/bin/prettier.cjs', '--cache', '--cache-location=.cache/prettier', '--check', '.']],
  [
    'dependencies',
    ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config=.dependency-cruiser.mjs', 'apps', 'libs', 'test'],
  ],
  ['unused', ['node_modules/knip/bin/knip.js', '--no-progress']],
];
const AT_ONCE = 2;

// What the console knows of the API, out of the server's own sources; then it is one of the sources that are judged.
const typesOfApi = ['--import=./test/setup/typescript.mjs', 'apps/console/build/openapi-types.mjs'];

const waiting = [...CHECKS];
const verdicts = [await check('types of the API', typesOfApi)];
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) verdicts.push(await check(...next));
  }),
);
const failed = verdicts.filter(({ passed }) => !passed).map(({ name }) => name);
process.stdout.write(failed.length === 0 ? `check: all ${verdicts.length} passed\n` : `check: ${failed.join(', ')} failed\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function check(name, args) {
  const from = Date.now();
  const output = [];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  const code = await new Promise((done) => child.once('close', done));
  const seconds = ((Date.now() - from) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
  if (code !== 0) process.stdout.write(`${Buffer.concat(output)}\n`);
  return { name, passed: code === 0 };
}
