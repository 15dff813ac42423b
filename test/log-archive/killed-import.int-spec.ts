import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { everything, newEvents, newStream } from '#event-log/testing';
import { PostgresBesideTables, exportLog, verifyExport } from '#log-archive';
import { seal, stand, SIGNER, type Stand } from './stands.js';

const STREAMS = 60;
const EVENTS_EACH = 500;
const EVENTS = STREAMS * EVENTS_EACH;
const PROGRAM = [
  '--import=./test/faults/with-parent.mjs',
  '--import=./test/setup/typescript.mjs',
  'apps/cli/src/main.ts',
  'import',
  'log',
];

/** `npm run import -- log`, as a process of its own that can be killed. */
describe('an import of a log', () => {
  let folder: string;
  let source: Stand;
  let target: Stand;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hezhang-killed-import-'));
    [source, target] = [await stand('postgresql'), await stand('postgresql')];
    for (let stream = 0; stream < STREAMS; stream += 1)
      await source.log.append(newStream(), 'no_stream', newEvents(EVENTS_EACH));
    await seal(source, EVENTS);
    file = join(folder, 'log.ndjson.gz');
    await exportLog(file, { ...source, now: Date.now, beside: new PostgresBesideTables(source.pool) });
    await writeFile(join(folder, 'key'), `${SIGNER.verifier.text}\n`);
  });
  afterAll(async () => {
    await Promise.all([source.remove(), target.remove()]);
    await rm(folder, { recursive: true });
  });

  const stored = async (): Promise<number> => {
    const { rows } = await target.pool.query<{ count: string }>('select coalesce(max(position), 0) as count from log.events');
    return Number(rows[0]?.count);
  };
  const importing = (): { readonly ended: Promise<string>; kill(): void; isOver: boolean } => {
    const child = spawn(process.execPath, [...PROGRAM, file, '--key', join(folder, 'key'), '--database', target.url], {
      env: { ...process.env, NODE_OPTIONS: '', HEZHANG_DATA: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const out of [child.stdout, child.stderr]) out.on('data', (piece: Buffer) => (said += piece.toString()));
    const run = {
      ended: once(child, 'close').then(([code, signal]) => `${said}${String(signal ?? code)}`),
      kill: () => void child.kill('SIGKILL'),
      isOver: false,
    };
    void run.ended.then(() => (run.isOver = true));
    return run;
  };

  it('that is killed, and killed again, goes on where it was, and ends as the ledger that was exported', async () => {
    const reached: number[] = [];
    for (const atLeast of [1, EVENTS / 2]) {
      const run = importing();
      while (!run.isOver && (await stored()) < atLeast) await sleep(2);
      run.kill();
      expect(await run.ended).toMatch(/SIGKILL$/);
      reached.push(await stored());
    }
    const [first = 0, second = 0] = reached;
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first);
    expect(second).toBeLessThan(EVENTS);
    // What is there is a beginning of it: whole events, in order, none twice.
    const [all, begun] = [await everything(source.log), await everything(target.log)];
    expect(begun).toEqual(all.slice(0, begun.length));

    const said = await importing().ended;
    expect(said).toContain(`${String(EVENTS)} events, ${String(EVENTS - begun.length)} of them new`);
    expect(said).toMatch(/ events are signed\n0$/);
    expect(await everything(target.log)).toEqual(all);

    const again = join(folder, 'again.ndjson');
    await exportLog(again, { ...target, now: Date.now, beside: new PostgresBesideTables(target.pool) });
    const onDefect = jest.fn();
    await verifyExport(again, { verifiersOf: () => [SIGNER.verifier], given: [], entriesOf: () => [], onDefect });
    expect(onDefect.mock.calls).toEqual([]);
  });
});
