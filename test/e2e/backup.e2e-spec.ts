import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { execute, testDatabase } from '#postgres/testing';
import { exporting } from '../../apps/cli/src/commands/export.js';
import { importStatements } from '../../apps/cli/src/commands/import.js';
import { verify } from '../../apps/cli/src/commands/verify.js';
import type { CliCommand } from '../../apps/cli/src/command.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import { startServer } from '../../apps/server/src/start.js';
import { Caller } from './support/caller.js';
import { eventually } from './support/eventually.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';

/** A drill as an operator does it: back up, lose, restore, be told, go on. */
describe('a backup', () => {
  let ledger: RunningLedger;
  let admin: Caller;
  let databaseUrl: string;
  const ends: (() => Promise<unknown>)[] = [];
  let stop: () => Promise<void>;
  let made = 0;

  beforeAll(async () => {
    ledger = await runLedger({ HEZHANG_CHECKPOINT_S: '1' });
    ({ admin, databaseUrl } = ledger);
    stop = () => ledger.stop();
  });
  afterAll(async () => {
    await stop();
    await ledger.end().catch(() => undefined);
    for (const end of ends) await end();
  });

  const settings = (url: string, own: Readonly<Record<string, string>> = {}) => ({
    PORT: '0',
    DATABASE_URL: url,
    HEZHANG_DATA: ledger.dataFolder,
    HEZHANG_LOG: 'silent',
    HEZHANG_CHECKPOINT_S: '1',
    ...own,
  });

  async function start(url: string, own: Readonly<Record<string, string>> = {}): Promise<void> {
    const server = await startServer(decodeConfig(settings(url, own)));
    admin = new Caller(server.url, server.adminKey);
    databaseUrl = url;
    stop = () => server.stop();
  }

  async function run(command: CliCommand, url: string, own: Readonly<Record<string, string>>, ...args: string[]) {
    const printed: string[] = [];
    const config = decodeConfig(settings(url, own));
    const context = { config, args, print: (line: string) => printed.push(line), asked: new Promise<void>(() => undefined) };
    return { code: await command.run(context), printed };
  }

  async function query<T extends object>(url: string, sql: string): Promise<T[]> {
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<T>(sql);
    await client.end();
    return rows;
  }

  async function merchants(count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      made += 1;
      const { status } = await admin.post('/v1/merchants', { id: `m${String(made)}`, name: 'm', cutOff: '24:00' });
      expect(status).toBeLessThan(300);
    }
  }

  const known = async (): Promise<number> => (await admin.data<unknown[]>('/v1/merchants')).length;
  const signed = async (): Promise<number> => {
    const [row] = await query<{ size: string }>(databaseUrl, 'select max(size) as size from audit.checkpoints');
    return Number(row?.size ?? 0);
  };
  const sealedAll = (): Promise<void> =>
    eventually(async () => {
      const [row] = await query<{ size: string }>(databaseUrl, 'select size from audit.tree');
      expect(await signed()).toBe(Number(row?.size));
      expect(await signed()).toBeGreaterThanOrEqual(made);
    });

  const file = (name: string): string => join(ledger.dataFolder, name);

  it('is an export, verified without any server', async () => {
    await merchants(5);
    await sealedAll();
    await writeFile(file('kept.checkpoint'), (await admin.get('/v1/audit/checkpoint')).text);
    await writeFile(file('kept.key'), `${(await admin.data<string[]>('/v1/audit/keys')).join('\n')}\n`);
    const { code } = await run(
      exporting,
      databaseUrl,
      ledger.log.settings,
      'log',
      '--out',
      file('log.ndjson.gz'),
      '--with-database',
    );
    expect(code).toBe(0);
    const proof = ['--export', file('log.ndjson.gz'), '--key', file('kept.key'), '--checkpoint', file('kept.checkpoint')];
    const { code: verified, printed } = await run(verify, databaseUrl, {}, ...proof);
    expect([verified, printed.at(-1)]).toEqual([0, 'verified: nothing is wrong']);
    await run(exporting, databaseUrl, ledger.log.settings, 'log', '--out', file('log.ndjson'));
    await writeFile(
      file('log.ndjson'),
      (await readFile(file('log.ndjson'), 'utf8')).replace('\\"name\\":\\"m\\"', '\\"name\\":\\"x\\"'),
    );
    const tampered = await run(verify, databaseUrl, {}, ...proof.with(1, file('log.ndjson')));
    expect(tampered.code).toBe(1);
    expect(tampered.printed.some((line) => line.startsWith('edited '))).toBe(true);
  });

  it('restored into a new database is the same ledger, and goes on being signed', async () => {
    const before = await signed();
    const auditor = await ledger.as('auditor');
    const { code } = await run(
      exporting,
      databaseUrl,
      ledger.log.settings,
      'log',
      '--out',
      file('all.ndjson'),
      '--with-database',
    );
    expect(code).toBe(0);
    await stop();
    const fresh = await testDatabase();
    ends.unshift(() => fresh.drop());
    const { code: imported, printed } = await run(
      importStatements,
      fresh.url,
      {},
      'log',
      file('all.ndjson'),
      '--key',
      file('kept.key'),
    );
    expect([imported, printed.at(-1)]).toEqual([0, expect.stringContaining('read back, as in the file')]);
    await start(fresh.url);
    await eventually(async () => expect(await known()).toBe(made));
    const again = new Caller(admin.url, auditor.key);
    expect((await again.get('/v1/audit/checkpoint')).status).toBe(200);
    await merchants(2);
    await sealedAll();
    expect(await signed()).toBeGreaterThan(before);
    expect(await query(databaseUrl, 'select error from audit.tree')).toEqual([{ error: null }]);
    expect(await query(databaseUrl, 'select name from projections.reactions where error is not null')).toEqual([]);
    const proof = ['--key', file('kept.key'), '--checkpoint', file('kept.checkpoint')];
    expect((await run(verify, databaseUrl, {}, ...proof)).printed.at(-1)).toBe('verified: nothing is wrong');
  });

  it('that is older is recognised as behind the last checkpoint; a newer export is the way on', async () => {
    const { admin: superuser } = JSON.parse(process.env['HEZHANG_TEST_SERVER'] ?? '{}') as { admin: string };
    const current = databaseUrl;
    await stop();
    const { username } = new URL(current);
    const source = new URL(current).pathname.slice(1);
    const older = new URL(current);
    older.pathname = `/${source}_older`;
    await execute(superuser, `create database ${source}_older template ${source} owner ${username}`);
    ends.unshift(() => execute(superuser, `drop database ${source}_older with (force)`));
    await start(current);
    await merchants(3);
    await sealedAll();
    const last = await signed();
    expect((await run(exporting, current, {}, 'log', '--out', file('newer.ndjson.zst'), '--with-database')).code).toBe(0);
    await stop();

    await start(older.href);
    await eventually(async () => {
      const [row] = await query<{ error: string | null }>(databaseUrl, 'select error from audit.tree');
      expect(row?.error).toContain(`the newest checkpoint in the folder is of ${String(last)} events`);
    });
    expect(await signed()).toBeLessThan(last);
    const { code, printed } = await run(verify, databaseUrl, {}, '--key', file('kept.key'));
    expect(code).toBe(1);
    expect(printed.some((line) => line.includes('is gone from the database'))).toBe(true);
    await stop();

    const fresh = await testDatabase();
    ends.unshift(() => fresh.drop());
    expect((await run(importStatements, fresh.url, {}, 'log', file('newer.ndjson.zst'))).code).toBe(0);
    await start(fresh.url);
    await merchants(1);
    await sealedAll();
    expect(await signed()).toBeGreaterThan(last);
    expect((await run(verify, databaseUrl, {}, '--key', file('kept.key'))).code).toBe(0);
  });
});
