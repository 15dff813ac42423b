import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { eventually } from './eventually.js';

/** A process of the ledger that answers over HTTP. */
export interface ChildLedger {
  readonly url: string;
  readonly process: ChildProcess;
  /** Answers when it is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

const READY_WITHIN_MS = 100_000;

const SERVER = ['apps/cli/src/main.ts', 'start'];
const PROJECTOR = ['apps/projector/src/main.ts'];

/** As `npm start` starts it. Answers when it is ready. `onSpawned` sees the process before it has written anything. */
export const startChild = (settings: Settings, onSpawned = showErrors): Promise<ChildLedger> =>
  startProcess({ program: SERVER, port: settings['PORT'] ?? '3000', settings }, onSpawned);

/** A projector beside servers. Answers when it is ready. */
export const startProjector = (settings: Settings): Promise<ChildLedger> =>
  startProcess({ program: PROJECTOR, port: settings['HEZHANG_PROJECTOR_PORT'] ?? '3001', settings }, showErrors);

type Settings = Readonly<Record<string, string>>;

function showErrors({ stdout, stderr }: ChildProcess): void {
  stdout?.resume();
  stderr?.pipe(process.stderr);
}

interface Start {
  readonly program: readonly string[];
  readonly port: string;
  readonly settings: Settings;
}

async function startProcess(
  { program, port, settings }: Start,
  onSpawned: (child: ChildProcess) => void,
): Promise<ChildLedger> {
  const child = spawn(process.execPath, ['--import=./test/setup/typescript.mjs', ...program], {
    env: { ...process.env, NODE_OPTIONS: '', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onSpawned(child);
  const url = `http://127.0.0.1:${port}`;
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
