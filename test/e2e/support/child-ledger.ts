import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { eventually } from './eventually.js';

/** The ledger as a process of its own, as `npm start` starts it. */
export interface ChildLedger {
  readonly url: string;
  readonly process: ChildProcess;
  /** Answers when it is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

const READY_WITHIN_MS = 30_000;

/** Answers when it is ready. `onSpawned` sees the process before it has written anything. */
export async function startChild(
  settings: Readonly<Record<string, string>>,
  onSpawned: (child: ChildProcess) => void = ({ stdout, stderr }) => {
    stdout?.resume();
    stderr?.pipe(process.stderr);
  },
): Promise<ChildLedger> {
  const child = spawn(process.execPath, ['--import=./test/setup/typescript.mjs', 'apps/cli/src/main.ts', 'start'], {
    env: { ...process.env, NODE_OPTIONS: '', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onSpawned(child);
  const url = `http://127.0.0.1:${settings['PORT'] ?? '3000'}`;
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`the ledger ended with ${String(child.exitCode)}`);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  }, READY_WITHIN_MS);
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  return { url, process: child, end };
}

/** One that nobody listens on just now. */
export async function freePort(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return String(address.port);
}
