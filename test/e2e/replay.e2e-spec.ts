import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPool } from '#postgres';
import type { CliCommand } from '../../apps/cli/src/command.js';
import { exporting } from '../../apps/cli/src/commands/export.js';
import { rebuild } from '../../apps/cli/src/commands/rebuild.js';
import { replay } from '../../apps/cli/src/commands/replay.js';
import { verify } from '../../apps/cli/src/commands/verify.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import type { Caller } from './support/caller.js';
import { eventually } from './support/eventually.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, openShop, message, push, SHOP } from './support/shop.js';

const ORDER = '6900000000000000001';
const NEVER = new Promise<void>(() => undefined);

describe('replays, rebuilds and their certificates', () => {
  let ledger: RunningLedger;
  let auditor: Caller;
  let folder: string;
  let printed: string[];

  beforeAll(async () => {
    ledger = await runLedger({ HEZHANG_CHECKPOINT_S: '1' });
    auditor = await ledger.as('auditor');
    folder = await mkdtemp(join(tmpdir(), 'hezhang-replay-'));
    await openShop(ledger.admin);
    const paid = { p_id: 0, s_ids: [0], shop_id: Number(SHOP), order_status: 2, order_type: 0, pay_type: 1, biz: 2 };
    const data = JSON.stringify({ ...paid, pay_time: 1_790_000_000, pay_amount: 12_990 }).replace(
      '"p_id":0',
      `"p_id":${ORDER}`,
    );
    const whole = data.replace('[0]', `[${ORDER}]`);
    const sent = message(101, {}).replace(JSON.stringify('{}'), JSON.stringify(whole));
    expect((await push(ledger.nobody, sent)).status).toBe(200);
    await eventually(async () => expect((await ledger.admin.get(`/v1/orders/${ORDER}`)).status).toBe(200));
    await eventually(async () => expect((await auditor.get('/v1/audit/checkpoint')).status).toBe(200));
    const keys = await auditor.data<string[]>('/v1/audit/keys');
    await writeFile(join(folder, 'key'), `${keys.join('\n')}\n`);
  });
  beforeEach(() => {
    printed = [];
  });
  afterAll(async () => {
    await ledger.end();
    await rm(folder, { recursive: true });
  });

  const run = (command: CliCommand, args: readonly string[], dataFolder = ledger.dataFolder): Promise<number> => {
    const config = decodeConfig({ DATABASE_URL: ledger.databaseUrl, HEZHANG_DATA: dataFolder, ...ledger.log.settings });
    return command.run({ config, args, print: (line) => printed.push(line), asked: NEVER });
  };
  const edit = async (sql: string): Promise<void> => {
    const pool = openPool(ledger.databaseUrl, { max: 1 });
    await pool.query(sql);
    await pool.end();
  };
  const rebuilt = async (name: string): Promise<object> => {
    let view: { status: string } | undefined;
    await eventually(async () => {
      const all = await ledger.admin.data<{ name: string; rebuild: { status: string } }[]>('/v1/projections');
      view = all.find((each) => each.name === name)?.rebuild;
      expect(view?.status).not.toBe('running');
    });
    return view ?? {};
  };

  it('finds nothing where all is well, as a whole and in parts, while the server runs', async () => {
    for (const part of [[], ['--order', ORDER], ['--merchant', MERCHANT], ['--to', '2026-01-01T00:00:00+08:00']])
      expect({ part, code: await run(replay, part), printed }).toMatchObject({ part, code: 0 });
    printed = [];
    expect(await run(replay, ['--models', 'orders,balances', '--json'])).toBe(0);
    const { models } = JSON.parse(printed[0] ?? '') as { models: object[] };
    expect(models).toMatchObject([
      { name: 'orders', compared: 'rows', rows: { orders: 1 } },
      { name: 'balances', compared: 'rows', violations: [] },
    ]);
    expect(await run(verify, ['--projections'])).toBe(0);
  });

  it('takes events from an export as well as from the log, and from none that is not whole', async () => {
    const [file, cut] = [join(folder, 'log.ndjson'), join(folder, 'cut.ndjson')];
    const add = (fen: number) =>
      edit(`update read_orders_1.orders set paid = paid + ${String(fen)} where order_id = '${ORDER}'`);
    expect(await run(exporting, ['log', '--out', file])).toBe(0);
    for (const part of [[], ['--order', ORDER], ['--models', 'orders', '--to', '2026-01-01T00:00:00+08:00']])
      expect({ part, code: await run(replay, [...part, '--from-export', file]), printed }).toMatchObject({ part, code: 0 });
    await add(100);
    printed = [];
    expect(await run(replay, ['--models', 'orders', '--from-export', file])).toBe(1);
    expect(printed.slice(1, 2)).toEqual([`  orders order_id=${ORDER}: paid 13090, replayed 12990`]);
    await add(-100);
    printed = [];
    expect(await run(replay, ['--models', 'orders', '--from-export', file])).toBe(0);
    expect(printed[0]).toMatch(/^orders +equal to what serves: /);
    const text = await readFile(file, 'utf8');
    await writeFile(cut, text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1));
    await expect(run(replay, ['--from-export', cut])).rejects.toThrow(/cut\.ndjson can not be replayed: .* it is not whole/);
    await writeFile(
      cut,
      text.replace(/"log":"\w+"/, (kind) => (kind.includes('post') ? '"log":"eventstoredb"' : '"log":"postgresql"')),
    );
    await expect(run(replay, ['--from-export', cut])).rejects.toThrow('their positions differ');
    await expect(run(replay, ['--from-export', join(folder, 'none')])).rejects.toMatchObject({ name: 'UsageError' });
  });

  it('refuses what makes no sense', async () => {
    for (const args of [
      ['--to', 'yesterday'],
      ['--models', 'none'],
      ['--order', '1', '--merchant', 'm'],
      ['--max', 'all'],
      ['x'],
    ])
      await expect(run(replay, args)).rejects.toMatchObject({ name: 'UsageError' });
    for (const args of [['--roll-back'], ['orders', '--dry-run', '--roll-back'], ['orders', '--dry-run', '--certificate', 'x']])
      await expect(run(rebuild, args)).rejects.toMatchObject({ name: 'UsageError' });
  });

  it('says of a part of which there is nothing that there is nothing, and not that nothing differs', async () => {
    for (const part of [
      ['--order', ORDER.slice(0, -1)],
      ['--order', '1'],
      ['--merchant', 'nobody'],
      ['--account', 'assets:nobody'],
    ])
      await expect(run(replay, part)).rejects.toMatchObject({
        name: 'UsageError',
        message: expect.stringContaining('nothing') as string,
      });
  });

  it('names the row that was edited behind our back, in each part that it belongs to, and mends it with a certificate', async () => {
    await edit(`update read_orders_1.orders set paid = paid + 100 where order_id = '${ORDER}'`);
    for (const part of [[], ['--order', ORDER], ['--merchant', MERCHANT]]) {
      printed = [];
      expect(await run(replay, part)).toBe(1);
      expect(printed.filter((line) => line.startsWith('  '))).toEqual([
        `  orders order_id=${ORDER}: paid 13090, replayed 12990`,
      ]);
    }
    printed = [];
    expect(await run(verify, ['--projections'])).toBe(1);
    expect(printed.join('\n')).toContain('paid 13090, replayed 12990');

    expect((await ledger.admin.send('POST', '/v1/projections/orders/rebuild')).status).toBe(202);
    expect(await rebuilt('orders')).toMatchObject({ status: 'refused', code: 'REBUILD_DIFFERS' });
    const before = await auditor.data<object[]>('/v1/audit/certificates');
    const file = join(folder, 'certificate');
    expect(await run(rebuild, ['orders', '--accept-difference', '--certificate', file])).toBe(0);
    const note = await readFile(file, 'utf8');
    expect(note).toMatch(/^hezhang-rebuild-certificate\/v1\nread model: orders\nact: rebuild\ncode: hezhang /);
    expect(note).toContain('differences: 1 changed, 0 missing, 0 extra\nverdict: accepted\nasked by: shell:');
    expect(note).toMatch(/\nlog: \d+ events up to \d+, root [A-Za-z0-9+/]{43}=\n/);

    const kept = await auditor.data<{ id: number; unsignedBecause: string | null }[]>('/v1/audit/certificates');
    expect(kept.length).toBe(before.length + 1);
    const last = kept.at(-1);
    expect(last).toMatchObject({ projection: 'orders', kind: 'rebuild', unsignedBecause: null });
    expect((await auditor.get(`/v1/audit/certificates/${String(last?.id)}`)).text).toBe(note);
    expect((await auditor.get('/v1/audit/certificates/99999')).status).toBe(404);
    expect((await auditor.get('/v1/audit/certificates/x')).status).toBe(400);

    const key = ['--key', join(folder, 'key')];
    expect(await run(verify, ['--certificate', file, ...key])).toBe(0);
    for (const [from, to] of [
      ['1 changed', '0 changed'],
      ['— ', '-- '],
      ['verdict', 'verdic1'],
    ] as const) {
      await writeFile(join(folder, 'other'), note.replace(from, to));
      expect(await run(verify, ['--certificate', join(folder, 'other'), ...key])).toBe(1);
    }
    await expect(run(verify, ['--certificate', file])).rejects.toMatchObject({ name: 'UsageError' });
    expect(await run(replay, [])).toBe(0);
  });

  it('goes back to the generation before over HTTP, certified, and forward again without a key', async () => {
    expect((await ledger.admin.send('POST', '/v1/projections/settlements/rebuild')).status).toBe(202);
    expect(await rebuilt('settlements')).toMatchObject({ status: 'done', generation: 2 });
    expect((await ledger.admin.send('POST', '/v1/projections/settlements/roll-back')).status).toBe(202);
    expect(await rebuilt('settlements')).toMatchObject({ status: 'done', generation: 1, differences: { changed: 0 } });
    expect((await ledger.admin.send('POST', '/v1/projections/none/roll-back')).status).toBe(404);
    const elsewhere = await mkdtemp(join(tmpdir(), 'hezhang-keyless-'));
    expect(await run(rebuild, ['settlements', '--roll-back'], elsewhere)).toBe(0);
    await rm(elsewhere, { recursive: true });
    const kept =
      await auditor.data<{ id: number; kind: string; projection: string; unsignedBecause: string | null }[]>(
        '/v1/audit/certificates',
      );
    const ofSettlements = kept.filter(({ projection }) => projection === 'settlements');
    expect(ofSettlements).toMatchObject([
      { kind: 'rebuild', unsignedBecause: null },
      { kind: 'roll-back', unsignedBecause: null },
      { kind: 'roll-back', unsignedBecause: 'the keys of this installation are not at hand' },
    ]);
    const { text } = await auditor.get(`/v1/audit/certificates/${String(ofSettlements[1]?.id)}`);
    expect(text).toContain('from: generation 2, version');
    expect(text).toContain('verdict: equal\nasked by: key:admin\n');
    expect(await run(rebuild, ['settlements', '--dry-run'])).toBe(0);
    expect(printed.at(-1)).toContain('equal to what serves');
  });
});
