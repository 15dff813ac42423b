import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const PARENT_POLL_MS = 200;

/**
 * Becomes the program where Node can do that (from 22.15); else starts it, passes signals on and ends as it ends.
 * `argumentsFor` is told the process whose end must be the program's end: npm when npm started us, else the launcher.
 */
export function run(node, argumentsFor) {
  const underNpm = process.env.npm_lifecycle_event !== undefined;
  if (process.execve) process.execve(node, [node, ...argumentsFor(underNpm ? process.ppid : undefined)], process.env);
  const child = spawn(node, argumentsFor(process.pid), { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT']) process.on(signal, () => passOn(child, signal));
  if (underNpm) followParent(child);
  child.once('error', (error) => {
    process.stderr.write(`${node} could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** At a terminal Ctrl-C reaches the whole group, so the program has had it already. */
function passOn(child, signal) {
  if (signal === 'SIGINT' && process.stdin.isTTY) return;
  child.kill(signal);
}

/** Whoever kills npm with SIGKILL means us too. */
function followParent(child) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, PARENT_POLL_MS).unref();
}
