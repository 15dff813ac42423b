import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { checkpointIn, cosignedAt, partsOf, witnessKeyFrom } from '#audit';
import { verify } from '../../apps/cli/src/commands/verify.js';
import { witness } from '../../apps/cli/src/commands/witness.js';
import type { CliCommand } from '../../apps/cli/src/command.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import { startServer } from '../../apps/server/src/start.js';
import { eventually } from './support/eventually.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';

async function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address() as { port: number };
    server.close(() => resolve(port));
  });
  return promise;
}

const until = (isSo: () => Promise<boolean>): Promise<void> =>
  eventually(async () => {
    if (!(await isSo())) throw new Error('it never came to be');
  });

const sizeIn = (note: string): number => checkpointIn(partsOf(note)?.text ?? '')?.size ?? 0;

describe('a witness beside a ledger', () => {
  let folder: string;
  let ledger: RunningLedger | undefined;
  const stops: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hezhang-witnessed-'));
  });
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
    await ledger?.end();
    await rm(folder, { recursive: true, force: true });
  });

  const fileOf = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };

  /** What a command prints and answers; `stop` asks it to end. */
  function run(command: CliCommand, args: readonly string[], settings: Record<string, string> = {}) {
    const printed: string[] = [];
    const { promise: asked, resolve: stop } = Promise.withResolvers<undefined>();
    const config = decodeConfig({ HEZHANG_DATA: folder, ...settings });
    const code = command.run({ config, args, print: (line) => printed.push(line), asked });
    return { printed, code, stop: () => (stop(undefined), code) };
  }

  async function watchOptions(of: RunningLedger): Promise<string[]> {
    const { admin, url } = of;
    const [auditor, keys] = await Promise.all([of.as('auditor'), admin.data<string[]>('/v1/audit/keys')]);
    const key = await fileOf('api.key', `${auditor.key ?? ''}\n`);
    const logKey = await fileOf('log.key', `${keys.join('\n')}\n`);
    return ['--url', url, '--key-file', key, '--log-key', logKey, '--state', join(folder, 'witness')];
  }

  let made = 0;
  const merchant = async ({ admin }: Pick<RunningLedger, 'admin'>): Promise<void> => {
    made += 1;
    await admin.post('/v1/merchants', { id: `m${String(made)}`, name: 'm', cutOff: '24:00' });
  };
  const newest = async ({ admin }: Pick<RunningLedger, 'admin'>): Promise<string> =>
    (await admin.get('/v1/audit/checkpoint')).text;

  it('cosigns what the ledger offers; the cosignature is served, filed, and demanded by verify', async () => {
    const port = await freePort();
    // The witness has its key before the ledger knows it.
    const first = await runLedger({ HEZHANG_CHECKPOINT_S: '1' });
    ledger = first;
    await merchant(first);
    await until(async () => (await first.admin.get('/v1/audit/checkpoint')).status === 200);
    const options = await watchOptions(first);
    const watching = run(witness, [...options, '--port', String(port), '--every', '1']);
    stops.push(watching.stop);
    await until(() => Promise.resolve(watching.printed.some((line) => line.startsWith('listens'))));
    const key = watching.printed[0]?.replace('witness ', '') ?? '';
    await first.stop();
    const settings = { ...first.log.settings, DATABASE_URL: first.databaseUrl, HEZHANG_DATA: first.dataFolder };
    const server = await startServer(
      decodeConfig({
        ...settings,
        PORT: new URL(first.url).port,
        HEZHANG_LOG: 'silent',
        HEZHANG_CHECKPOINT_S: '1',
        HEZHANG_WITNESS: `http://127.0.0.1:${String(port)} ${key}`,
      }),
    );
    stops.push(() => server.stop());
    await merchant(first);
    await until(async () => cosignedAt(await newest(first), witnessKeyFrom(key)) !== undefined);
    const note = await newest(first);
    const day = (await readdir(join(first.dataFolder, 'checkpoints')))[0] ?? '';
    const filed = await readdir(join(first.dataFolder, 'checkpoints', day));
    expect(filed.some((name) => name.endsWith('.cosigned'))).toBe(true);
    const answer = await fetch(`http://127.0.0.1:${String(port)}/health`);
    expect([answer.status, await answer.text()]).toEqual([200, 'ok\n']);

    const kept = await fileOf('kept.checkpoint', note);
    const bare = await fileOf('bare.checkpoint', note.replace(/^— witness.*\n/mu, ''));
    const witnessKey = await fileOf('witness.pub', `${key}\n`);
    const logKey = join(folder, 'log.key');
    const verified = async (checkpoint: string) => {
      const ran = run(verify, ['--checkpoint', checkpoint, '--key', logKey, '--witness', witnessKey], settings);
      return [await ran.code, ran.printed.at(-1), ran.printed.some((line) => line.startsWith('unwitnessed'))];
    };
    expect(await verified(kept)).toEqual([0, 'verified: nothing is wrong', false]);
    expect(await verified(bare)).toEqual([1, 'NOT VERIFIED: 1 defects', true]);
    await expect(run(verify, ['--witness', witnessKey], settings).code).rejects.toThrow('goes with --checkpoint');
  });

  it('refuses a log that was rewritten and signed anew with its own key, which verify alone would take', async () => {
    const before = await runLedger({ HEZHANG_CHECKPOINT_S: '1' });
    ledger = before;
    // Only in PostgreSQL can the test play somebody who rewrites the past.
    if (before.log.positions !== 'dense') return;
    await merchant(before);
    await merchant(before);
    await until(async () => sizeIn(await newest(before)) >= 2);
    const options = await watchOptions(before);
    const cosigned = run(witness, [...options, '--once']);
    expect([await cosigned.code, cosigned.printed.at(-1)]).toEqual([0, 'cosigned']);
    const key = await fileOf('witness.pub', `${cosigned.printed[0]?.replace('witness ', '') ?? ''}\n`);
    const [state = ''] = (await readdir(join(folder, 'witness'))).filter((name) => name !== 'witness.key');
    const kept = join(folder, 'witness', state, 'last.checkpoint');
    await before.stop();

    await rewrite(before.databaseUrl);
    await rm(join(before.dataFolder, 'checkpoints'), { recursive: true });
    const settings = { DATABASE_URL: before.databaseUrl, HEZHANG_DATA: before.dataFolder };
    const server = await startServer(
      decodeConfig({ ...settings, PORT: new URL(before.url).port, HEZHANG_LOG: 'silent', HEZHANG_CHECKPOINT_S: '1' }),
    );
    stops.push(() => server.stop());
    await merchant(before);
    await until(async () => sizeIn(await newest(before)) > sizeIn(await readFile(kept, 'utf8')));

    const logKey = join(folder, 'log.key');
    const alone = run(verify, ['--key', logKey], settings);
    expect([await alone.code, alone.printed.at(-1)]).toEqual([0, 'verified: nothing is wrong']);

    const again = run(witness, [...options, '--once']);
    expect(await again.code).toBe(1);
    expect(again.printed.join('\n')).toMatch(/REFUSED: .* can not prove that its \d+ events begin with the \d+ cosigned/);
    const [refused = ''] = again.printed.filter((line) => line.startsWith('refused: /'));
    const evidence = await readFile(refused.replace('refused: ', ''), 'utf8');
    expect(evidence).toContain(await readFile(kept, 'utf8'));
    expect(evidence).toContain(await newest(before));

    const witnessed = run(verify, ['--key', logKey, '--checkpoint', kept, '--witness', key], settings);
    expect(await witnessed.code).toBe(1);
    expect(witnessed.printed.join('\n')).toMatch(/^(?:forked|rewritten)/m);

    const running = run(witness, [...options, '--every', '1']);
    await until(() => Promise.resolve(running.printed.some((line) => line.startsWith('listens'))));
    const port = /:(\d+):/.exec(running.printed.find((line) => line.startsWith('listens')) ?? '')?.[1] ?? '';
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(503);
    expect(await running.stop()).toBe(1);
  });

  /** An owner of everything: an event says something else, and tree and checkpoints are made anew. */
  async function rewrite(databaseUrl: string): Promise<void> {
    const database = new Client({ connectionString: databaseUrl });
    await database.connect();
    try {
      await database.query('alter table log.events disable trigger append_only; grant update on log.events to current_user');
      const text = `update log.events set data = convert_to(replace(convert_from(data, 'UTF8'), '"m"', '"n"'), 'UTF8')
        where position = (select min(position) from log.events)`;
      expect((await database.query(text)).rowCount).toBe(1);
      await database.query(
        'alter table log.events enable always trigger append_only; revoke update on log.events from current_user',
      );
      await database.query('truncate audit.tiles, audit.checkpoints cascade');
      await database.query(`update audit.tree set size = 0, position = '', frontier = ''`);
    } finally {
      await database.end();
    }
  }
});
