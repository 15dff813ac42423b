import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { ledgerAccount } from '#exports';
import { readBeancount, readHledger, type ReadJournal } from '#exports/testing';
import { exporting } from '../../apps/cli/src/commands/export.js';
import { report } from '../../apps/cli/src/commands/report.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import { reactedTo } from './support/reacted.js';
import type { Reply } from './support/reply.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, SHOP, message, naming, openShop, push, tell, transaction } from './support/shop.js';

const ORDER = '6900000000000000001';
const at = (day: number): number => Math.floor(Date.parse(`2026-09-${String(day)}T10:00:00+08:00`) / 1_000);
const codeOf = ({ body }: Reply): unknown => (body as { code?: unknown }).code;

interface Exported {
  readonly export: string;
  readonly position: string;
  readonly asOf: string;
  readonly digest: string;
  readonly query: Readonly<Record<string, string>>;
  readonly data: readonly Readonly<Record<string, unknown>>[];
}

const EXPORTS = [
  'trial-balance?',
  'general-ledger?from=2026-09-21&to=2026-09-30&',
  `statement?account=assets:receivable:douyin:${SHOP}&`,
  'journal?',
  'journal?from=2026-09-22&',
  'report?from=2026-09-01&to=2026-09-30&per=week&',
  'orders?',
  'payments?',
  'settlements?',
];

describe('exports', () => {
  let ledger: RunningLedger;
  let last = '';

  beforeAll(async () => {
    ledger = await runLedger();
    await openShop(ledger.admin);
    const ofOrder = { p_id: ORDER, s_ids: [ORDER], shop_id: Number(SHOP), order_type: 0, biz: 2 };
    await push(
      ledger.nobody,
      message(101, { ...ofOrder, order_status: 2, pay_type: 1, pay_time: at(21), pay_amount: 12_990 }),
      message(103, { ...ofOrder, complete_time: at(22), order_status: 5 }),
    );
    const sale = transaction({ amount: 7_000 });
    // Of now: one whose hold is over would be written to by the clock.
    const occurred_at = new Date().toISOString();
    const authorization = transaction({ kind: 'authorization', amount: 20_000, auth_code: '012345', occurred_at });
    for (const told of [sale, authorization]) await tell(ledger.nobody, told);
    const original = naming(sale);
    await tell(ledger.nobody, transaction({ kind: 'refund', amount: 512, occurred_at: '2026-09-28T10:00:00+08:00', original }));
    last = await reactedTo(ledger);
    await ledger.admin.get(`/v1/trial-balance?minPosition=${last}`);
  });
  afterAll(() => ledger.end());

  const bytesOf = async (path: string): Promise<{ bytes: Buffer; headers: Headers }> => {
    const authorization = `Bearer ${ledger.admin.key ?? ''}`;
    const response = await fetch(`${ledger.url}/v1/exports/${path}minPosition=${last}`, { headers: { authorization } });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (response.status !== 200) throw new Error(`${path}: ${String(response.status)} ${bytes.toString()}`);
    return { bytes, headers: response.headers };
  };
  const textOf = async (path: string): Promise<string> => (await bytesOf(path)).bytes.toString();
  const exported = async (path: string): Promise<Exported> => {
    const { status, body, text } = await ledger.admin.get(`/v1/exports/${path}minPosition=${last}`);
    if (status !== 200) throw new Error(text);
    return body as Exported;
  };

  it.each(EXPORTS)('%s says what it was made from, alike in every format, and gives the same bytes again', async (named) => {
    // That an export was taken is an event too: what is asked for now stands behind it the next time.
    const path = (await exported(named)).asOf === 'position' ? `${named}known=${last}&` : named;
    const { digest, position, asOf, data } = await exported(path);
    const lines = data.map((row) => `${JSON.stringify(row)}\n`).join('');
    expect(digest).toBe(`sha256:${createHash('sha256').update(lines).digest('hex')}`);
    expect(position >= last).toBe(true);
    const formats = path.startsWith('journal') ? ['json', 'csv', 'xlsx', 'hledger', 'beancount'] : ['json', 'csv', 'xlsx'];
    for (const format of formats) {
      const { bytes, headers } = await bytesOf(`${path}format=${format}&`);
      const told = ['as-of', 'digest'].map((name) => headers.get(`x-ledger-${name}`));
      expect([format, ...told]).toEqual([format, asOf, digest]);
      if (asOf === 'now') continue;
      expect(headers.get('x-ledger-position')).toBe(position);
      expect((await bytesOf(`${path}format=${format}&`)).bytes.equals(bytes)).toBe(true);
    }
  });

  it('of the book at a position stay as they are when more is booked', async () => {
    const paths = ['trial-balance?', 'general-ledger?', 'journal?'].flatMap((path) =>
      ['json', 'csv', 'xlsx'].map((format) => `${path}format=${format}&known=${last}&`),
    );
    const before = await Promise.all(
      ['journal?format=hledger&known=', 'journal?format=beancount&known='].map((path) => textOf(`${path}${last}&`)),
    );
    const tables: Buffer[] = [];
    for (const path of paths) tables.push((await bytesOf(path)).bytes);
    const { body } = await tell(ledger.nobody, transaction({ amount: 111, occurred_at: '2026-09-21T11:00:00+08:00' }));
    const { position } = body as { position: string };
    await ledger.admin.get(`/v1/trial-balance?minPosition=${position}`);
    expect(await textOf(`journal?format=hledger&known=${last}&`)).toBe(before[0]);
    expect(await textOf(`journal?format=beancount&known=${last}&`)).toBe(before[1]);
    for (const [index, path] of paths.entries())
      expect((await bytesOf(path)).bytes.equals(tables[index] ?? Buffer.of())).toBe(true);
    expect(await textOf('journal?format=hledger&')).not.toBe(before[0]);
  });

  const trialOf = async (position: string): Promise<Map<string, number>> => {
    const { data } = await exported(`trial-balance?known=${position}&`);
    return new Map(data.map(({ account, debit, credit }) => [account as string, (debit as number) - (credit as number)]));
  };

  it.each(['journal?', 'journal?from=2026-09-22&', 'journal?from=2026-09-25&'])(
    '%s balances, entry by entry, and ends where the trial balance stands',
    async (path) => {
      const hledger = readHledger(await textOf(`${path}known=${last}&format=hledger&`));
      const beancount = readBeancount(await textOf(`${path}known=${last}&format=beancount&`));
      const trial = await trialOf(last);
      const standing = ({ balances }: ReadJournal, nameOf: (name: string) => string): Map<string, number> =>
        new Map([...balances].map(([name, amount]) => [nameOf(name), amount]));
      const moved = [...trial].filter(([, amount]) => amount !== 0);
      expect(moved.length).toBeGreaterThan(5);
      for (const [account, amount] of moved) {
        expect([account, standing(hledger, String).get(account)]).toEqual([account, amount]);
        expect([account, standing(beancount, ledgerAccount).get(account)]).toEqual([account, amount]);
        expect([account, hledger.asserted.get(account)]).toEqual([account, amount]);
      }
      expect(beancount.asserted.size).toBe(beancount.declared.size);
      const entries = [hledger, beancount].map(({ transactions }) =>
        transactions
          .filter(({ tags }) => tags.has('event'))
          .map(({ day, description, tags }) => [day, description, ...tags.values()]),
      );
      expect(entries[0]?.length).toBeGreaterThan(0);
      expect(entries[0]).toEqual(entries[1]);
      const head = [hledger, beancount].map(({ comments }) => comments.join('\n'));
      for (const text of head) expect(text).toMatch(new RegExp(`position ${last}\nas of position\ndigest sha256:[0-9a-f]{64}`));
    },
  );

  for (const [program, format, args] of [
    ['hledger', 'hledger', ['check', '--strict', '-f']],
    ['bean-check', 'beancount', []],
  ] as const) {
    const isThere = isInstalled(program);
    const name = isThere ? `are taken by ${program}` : `skipped: ${program} is not on the PATH`;
    (isThere ? it : it.skip)(name, async () => {
      const file = join(ledger.dataFolder, `taken.${format === 'hledger' ? 'journal' : format}`);
      for (const period of ['', 'from=2026-09-22&']) {
        writeFileSync(file, await textOf(`journal?format=${format}&${period}`));
        expect(() => execFileSync(program, [...args, file], { stdio: 'pipe' })).not.toThrow();
        writeFileSync(file, (await textOf(`journal?format=${format}&${period}`)).replace(' 129.90 CNY', ' 129.91 CNY'));
        expect(() => execFileSync(program, [...args, file], { stdio: 'pipe' })).toThrow();
      }
    });
  }

  it('of the general ledger open, run on and close, each account with its code', async () => {
    const { data } = await exported('general-ledger?from=2026-09-22&to=2026-09-27&');
    const trial = await trialOf(last);
    for (const rows of Map.groupBy(data, ({ account }) => account).values()) {
      expect([rows[0]?.['row'], rows.at(-1)?.['row']]).toEqual(['opening', 'closing']);
      const moved = rows
        .filter(({ row }) => row === 'line')
        .reduce((sum, { debit, credit }) => sum + Number(debit) - Number(credit), 0);
      expect(Number(rows[0]?.['balance']) + moved).toBe(rows.at(-1)?.['balance']);
      expect(rows.at(-2)?.['balance']).toBe(rows.at(-1)?.['balance']);
      expect(rows.every(({ code, name }) => code !== '' && name !== '')).toBe(true);
    }
    const receivable = `assets:receivable:douyin:${SHOP}`;
    const statement = (await exported(`statement?account=${receivable}&`)).data;
    expect(statement.map(({ row }) => row)).toEqual(['opening', 'line', 'closing']);
    expect(statement.at(-1)).toMatchObject({ code: '1122', debit: 12_990, credit: 0, balance: trial.get(receivable) });
    expect(data.find(({ account, row }) => account === receivable && row === 'opening')).toMatchObject({ balance: 12_990 });
  });

  it('of the report group days to weeks and months', async () => {
    const by = 'from=2026-09-01&to=2026-09-30&by=businessDate&';
    const days = (await exported(`report?${by}`)).data;
    const weeks = (await exported(`report?${by}per=week&`)).data;
    const [month, ...none] = (await exported(`report?${by}per=month&`)).data;
    expect(weeks.map(({ businessDate }) => businessDate)).toEqual(['2026-09-21', '2026-09-28']);
    expect([month?.['businessDate'], none]).toEqual(['2026-09-01', []]);
    const sum = (rows: Exported['data'], column: string): number => rows.reduce((total, row) => total + Number(row[column]), 0);
    for (const column of ['gross', 'refunds', 'outstanding', 'saleCount'])
      expect([column, sum(weeks, column), month?.[column]]).toEqual([column, sum(days, column), sum(days, column)]);
    expect(weeks.at(-1)?.['outstandingAtEnd']).toBe(days.at(-1)?.['outstandingAtEnd']);
  });

  it('as CSV hold ids as text and amounts in yuan', async () => {
    const payments = await textOf('payments?format=csv&');
    expect(payments.startsWith('\uFEFFpaymentId,')).toBe(true);
    const authorization = payments.split('\r\n').find((row) => row.includes(',012345\t,'));
    expect(authorization).toContain(',200.00,');
    expect(await textOf('orders?format=csv&')).toContain(`\r\n${ORDER}\t,${SHOP}\t,${MERCHANT},`);
  });

  it('as XLSX hold ids as text, amounts as numbers, and what they were made from', async () => {
    const { bytes, headers } = await bytesOf('payments?format=xlsx&');
    const files = unzipSync(bytes);
    const [sheet = '', made = ''] = ['sheet1', 'sheet2'].map((name) =>
      strFromU8(files[`xl/worksheets/${name}.xml`] ?? new Uint8Array()),
    );
    expect(sheet).toContain('<t xml:space="preserve">012345</t>');
    const [, column = '-'] = /<c r="([A-Z]+)1" [^>]*><is><t [^>]*>authorized</.exec(sheet) ?? [];
    expect(sheet).toMatch(new RegExp(`<c r="${column}\\d+" s="2"><v>200\\.00</v></c>`));
    expect(made).toContain(`digest ${headers.get('x-ledger-digest') ?? ''}`);
    expect(strFromU8(files['xl/workbook.xml'] ?? new Uint8Array())).toContain('<sheet name="made" sheetId="2" r:id="rId2"/>');
  });

  it('in the shell come into a file whole, with a line that says what it was made from', async () => {
    const printed: string[] = [];
    const config = decodeConfig({ HEZHANG_DATA: ledger.dataFolder, HEZHANG_ADMIN_KEY: ledger.admin.key ?? '' });
    const rest = { config, print: (line: string) => printed.push(line), asked: new Promise<void>(() => undefined) };
    const out = join(ledger.dataFolder, 'book.journal');
    const url = ['--url', ledger.url];
    const words = ['journal', '--format', 'hledger', '--known', last, '--out', out, ...url];
    expect(await exporting.run({ ...rest, args: words })).toBe(0);
    expect(readFileSync(out, 'utf8')).toBe(await textOf(`journal?format=hledger&known=${last}&`));
    const { digest } = await exported(`journal?known=${last}&`);
    expect(printed).toEqual([`${out}: journal as of position ${last}, rows ${digest}`]);
    const list = ['payments', '--where', 'status=captured', '--out', `${out}.json`, ...url];
    expect(await exporting.run({ ...rest, args: list })).toBe(0);
    expect(JSON.parse(readFileSync(`${out}.json`, 'utf8'))).toMatchObject({ query: { status: 'captured' } });
    for (const [args, says] of [
      [['journal', '--format', 'pdf', '--out', `${out}.pdf`, ...url], 'REQUEST_INVALID'],
      [['journal'], 'export takes what to export, and --out'],
      [['journal', '--out', out, '--where', 'status'], '--where takes NAME=VALUE'],
    ] as const)
      await expect(exporting.run({ ...rest, args })).rejects.toThrow(says);
    expect(existsSync(`${out}.pdf`) || existsSync(`${out}.part`)).toBe(false);

    const svg = join(ledger.dataFolder, 'report.svg');
    expect(await report.run({ ...rest, args: ['--from', '2026-09-21', '--to', '2026-09-30', '--svg', svg, ...url] })).toBe(0);
    expect(printed.join('\n')).toMatch(/2026-09-21 +online +129\.90/);
    expect(readFileSync(svg, 'utf8')).toContain('<title>2026-09-21 online 129.90</title>');
    await expect(report.run({ ...rest, args: ['--from', '2026-09-21'] })).rejects.toThrow('report takes --from and --to');
  });

  it.each([
    ['trial-balance?format=pdf', 400, 'REQUEST_INVALID'],
    ['trial-balance?format=hledger', 400, 'REQUEST_INVALID'],
    ['journal?from=2026-09-30&to=2026-09-01', 400, 'REQUEST_INVALID'],
    ['report?from=yesterday&to=2026-09-01', 400, 'REQUEST_INVALID'],
    ['report?from=2026-09-01&to=2026-09-30&per=year', 400, 'REQUEST_INVALID'],
    ['payments?limit=10', 400, 'REQUEST_INVALID'],
    ['everything', 404, 'ROUTE_UNKNOWN'],
    ['statement?account=assets:bank:none', 404, 'NOT_FOUND'],
    ['journal?known=0000000099999999', 503, 'PROJECTION_BEHIND'],
  ])('refuse %s', async (path, status, code) => {
    const reply = await ledger.admin.get(`/v1/exports/${path}`);
    expect([reply.status, codeOf(reply)]).toEqual([status, code]);
  });
});

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}
