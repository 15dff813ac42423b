import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '#postgres/testing';
import { exporting } from '../../apps/cli/src/commands/export.js';
import { importStatements } from '../../apps/cli/src/commands/import.js';
import type { CliCommand } from '../../apps/cli/src/command.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import { startServer } from '../../apps/server/src/start.js';
import { Caller } from './support/caller.js';
import { eventually } from './support/eventually.js';
import { reactedTo } from './support/reacted.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { openShop, paymentIdOf, tell, transaction } from './support/shop.js';

const CARD = '622202******4711';
const FORGOTTEN_CARD = '622202******0815';

interface Card {
  readonly subject: string;
  readonly text?: string;
  readonly forgotten?: true;
}

/** As an operator moves to a new machine: an export with its database, and the keys that were kept apart. */
describe('persons of an export', () => {
  let ledger: RunningLedger;
  let folder: string;
  let fresh: Awaited<ReturnType<typeof testDatabase>>;
  const sale = transaction({ amount: 7_000, card: CARD });
  const other = transaction({ amount: 300, card: FORGOTTEN_CARD });

  beforeAll(async () => {
    [ledger, fresh, folder] = await Promise.all([runLedger(), testDatabase(), mkdtemp(join(tmpdir(), 'hezhang-persons-'))]);
    await openShop(ledger.admin);
    for (const each of [sale, other]) expect((await tell(ledger.nobody, each)).status).toBe(200);
    await reactedTo(ledger);
  });
  afterAll(async () => {
    await ledger.end();
    await fresh.drop();
    await rm(folder, { recursive: true });
  });

  const settings = (): Record<string, string> => ({
    DATABASE_URL: fresh.url,
    HEZHANG_DATA: folder,
    PORT: '0',
    HEZHANG_LOG: 'silent',
  });
  const run = (command: CliCommand, own: Readonly<Record<string, string>>, ...args: string[]): Promise<number> =>
    command.run({ config: decodeConfig(own), args, print: () => undefined, asked: new Promise(() => undefined) });
  const cardOf = async (caller: Caller, of: typeof sale): Promise<Card | undefined> =>
    (await caller.data<{ readonly card: Card } | undefined>(`/v1/payments/${paymentIdOf(of)}`))?.card;

  it('are read where it is restored, and who was forgotten is not', async () => {
    const forgotten = await eventually(async () => {
      const card = await cardOf(ledger.admin, other);
      expect(card).toMatchObject({ text: FORGOTTEN_CARD });
      return card;
    });
    const path = `/v1/subjects/${forgotten?.subject ?? ''}/forget`;
    expect((await ledger.admin.post(path, { reason: 'asked for' })).status).toBeLessThan(300);
    await reactedTo(ledger);
    const [there, file] = [
      { ...settings(), DATABASE_URL: ledger.databaseUrl, HEZHANG_DATA: ledger.dataFolder, ...ledger.log.settings },
      join(folder, 'all.ndjson.gz'),
    ];
    expect(await run(exporting, there, 'log', '--out', file, '--with-database')).toBe(0);
    for (const key of ['master.key', 'admin.key', 'audit.key']) await copyFile(join(ledger.dataFolder, key), join(folder, key));
    expect(await run(importStatements, settings(), 'log', file)).toBe(0);
    const restored = await startServer(decodeConfig(settings()));
    try {
      const caller = new Caller(restored.url, restored.adminKey);
      await eventually(async () => expect(await cardOf(caller, sale)).toMatchObject({ text: CARD }));
      await eventually(async () =>
        expect(await cardOf(caller, other)).toEqual({ subject: forgotten?.subject, forgotten: true }),
      );
    } finally {
      await restored.stop();
    }
  });
});
