import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const RESTART_AFTER_MS = 50;
const PRELOADED = ['--import=./test/faults/with-parent.mjs', '--import=./test/setup/typescript.mjs'];

/** A process that is started again whenever it ends, as a process manager does. */
export class KeptProcess {
  private child: ChildProcess | undefined;
  private keeping: Promise<void> | undefined;
  private stopped = false;
  /** The end of what it last wrote to stderr. */
  private words = '';

  constructor(
    private readonly program: readonly string[],
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  start(): void {
    this.keeping ??= this.keep();
  }

  kill(): void {
    this.child?.kill('SIGKILL');
  }

  /** Stands still for so long. Woken up by somebody else, because nobody frozen sees that the harness has ended. */
  async freeze(ms: number): Promise<void> {
    const pid = String(this.child?.pid);
    await once(spawn('sh', ['-c', `kill -STOP ${pid}; sleep ${String(ms / 1000)}; kill -CONT ${pid}`]), 'exit');
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.kill();
    await this.keeping;
  }

  get lastWords(): string {
    return this.words;
  }

  private async keep(): Promise<void> {
    while (!this.stopped) {
      const child = spawn(process.execPath, [...PRELOADED, ...this.program], {
        env: { ...process.env, NODE_OPTIONS: '', ...this.settings },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      this.child = child;
      child.stderr.on('data', (piece: Buffer) => (this.words = (this.words + piece.toString()).slice(-2_000)));
      await once(child, 'exit');
      await sleep(RESTART_AFTER_MS);
    }
  }
}
