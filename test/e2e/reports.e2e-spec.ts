import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { exporting } from '../../apps/cli/src/commands/export.js';
import { report } from '../../apps/cli/src/commands/report.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import { eventually } from './support/eventually.js';
import { reactedTo } from './support/reacted.js';
import type { Reply } from './support/reply.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { BILL, ORDER, ROOM, openReportedShop, other, sale } from './support/reported-shop.js';
import { MERCHANT, SHOP, STORE, TERMINAL, paymentIdOf } from './support/shop.js';

const TERMINAL_AXIS = `${TERMINAL.merchantNo}/${TERMINAL.terminalNo}`;
const SEPTEMBER = 'from=2026-09-01&to=2026-09-30';
const codeOf = ({ body }: Reply): unknown => (body as { code?: unknown }).code;

type Row = Readonly<Record<string, unknown>>;

const EXPORTS = [
  `report?${SEPTEMBER}&by=businessDate,terminal,destination&`,
  `discounts?${SEPTEMBER}&`,
  `fees?${SEPTEMBER}&`,
  'ageing?effective=2026-09-30&',
  `settlement-report?${SEPTEMBER}&`,
  `fee-variance?${SEPTEMBER}&merchant=${MERCHANT}&`,
  `charges?${SEPTEMBER}&merchant=${MERCHANT}&`,
  'transactions?',
  `transactions?terminal=${encodeURIComponent(TERMINAL_AXIS)}&amountFrom=7000&`,
];

describe('reports', () => {
  let ledger: RunningLedger;
  let last = '';
  beforeAll(async () => {
    ledger = await runLedger();
    last = await openReportedShop(ledger);
  });
  afterAll(() => ledger.end());

  const asked = <T = readonly Row[]>(path: string): Promise<T> => ledger.admin.data<T>(`/v1/${path}minPosition=${last}`);

  it('break the unified report down by where it was sold and where the money goes', async () => {
    const by = (axis: string): Promise<readonly Row[]> => asked(`reports/daily?${SEPTEMBER}&by=${axis}&`);
    const gross = async (axis: string): Promise<unknown> =>
      Object.fromEntries((await by(axis)).map((row) => [row[axis], row['gross']]));
    expect(await gross('liveRoom')).toEqual({ '-': 32_990, [ROOM]: 12_990 });
    expect(await gross('terminal')).toEqual({ '-': 12_990, [TERMINAL_AXIS]: 32_990 });
    expect(await gross('operator')).toEqual({ '-': 12_990, '01': 20_000, '02': 12_990 });
    expect(await gross('destination')).toEqual({ 'bank:icbc-0200': 32_990, [`douyin:${SHOP}`]: 12_990 });
    const [first] = (await by('operator')).filter(({ operator }) => operator === '01');
    // What the acquirer paid out names the payment, so it stands with its operator.
    expect(first).toMatchObject({ refunds: 5_000, settledGross: 15_000, fees: 95, outstandingAtEnd: 0, terminal: null });
  });

  it('tell who bore the discounts, and what was kept by kind', async () => {
    const [discounts] = await asked(`reports/discounts?${SEPTEMBER}&by=liveRoom&`);
    expect(discounts).toMatchObject({
      liveRoom: ROOM,
      listPrice: 15_000,
      discountShop: 1_000,
      discountPlatform: 800,
      discountTalent: 210,
      otherChanges: 0,
      gross: 12_990,
      orderCount: 1,
    });
    const fees = await asked(`reports/fees?${SEPTEMBER}&by=channel&`);
    expect(fees.map(({ channel, kind, amount }) => [channel, kind, amount])).toEqual([
      ['douyin', 'commission', 1_079],
      ['douyin', 'platform-service', 540],
      ['unionpay', 'channel', 95],
    ]);
  });

  it('age what is outstanding', async () => {
    const ageing = await asked('reports/ageing?effective=2026-09-25&by=channel,account&');
    expect(ageing).toMatchObject([
      { channel: 'douyin', account: SHOP, days4To7: 12_990, outstanding: 12_990, openCount: 1 },
      { channel: 'unionpay', account: TERMINAL.merchantNo, days4To7: 12_990, outstanding: 12_990, openCount: 1 },
    ]);
  });

  it('tell what is due for each destination, and what is overdue', async () => {
    const due = (effective: string): Promise<readonly Row[]> =>
      asked(`reports/settlement?${SEPTEMBER}&effective=${effective}&`);
    const bank = { destination: 'bank:icbc-0200', channel: 'unionpay', dueOn: '2026-09-22', due: 27_990 };
    expect(await due('2026-09-24')).toMatchObject([
      { ...bank, settled: 15_000, settledNet: 14_905, fees: 95, open: 12_990, overdue: 12_990, state: 'overdue' },
      { destination: `douyin:${SHOP}`, dueOn: '2026-09-28', due: 12_990, open: 12_990, overdue: 0, state: 'open' },
    ]);
    expect(await due('2026-09-30')).toMatchObject([bank, { dueOn: '2026-09-28', settled: 12_990, state: 'settled' }]);
  });

  it('compare fees with what was agreed, one by one', async () => {
    const path = `fee-variance?${SEPTEMBER}&merchant=${MERCHANT}&`;
    const untold = { count: 0, untoldCount: 1, unmatchedCount: 0 };
    expect(await asked(`reports/${path}`)).toMatchObject([
      { channel: 'unionpay', method: 'card', ...untold, untoldAmount: 20_000, untoldExpected: 90 },
      { channel: 'unionpay', method: 'wechat', ...untold, untoldAmount: 12_990, untoldExpected: 78 },
    ]);
    const { status, text } = await ledger.admin.send('POST', '/v1/statements', Buffer.from(BILL), {
      'content-type': 'application/octet-stream',
      'x-file-name': 'bill.csv',
    });
    if (status !== 200) throw new Error(text);
    last = await reactedTo(ledger);
    const rows = await asked(`reports/${path}`);
    const wallet = rows.find(({ channel, method }) => channel === 'unionpay' && method === 'wechat');
    const compared = { count: 1, amount: 12_990, expected: 78, charged: 80, variance: 2, differingCount: 1, untoldCount: 0 };
    expect(wallet).toMatchObject({ businessDate: '2026-09-21', ...compared });
    expect(rows.filter(({ unmatchedCount }) => unmatchedCount !== 0)).toMatchObject([
      { businessDate: '2026-09-20', channel: 'wechat', unmatchedCount: 1, unmatchedAmount: 12_990, unmatchedCharged: 78 },
    ]);
    const charges = await asked(`exports/charges?${SEPTEMBER}&merchant=${MERCHANT}&`);
    expect(charges).toMatchObject([
      { id: paymentIdOf(sale), expected: 90, charged: null, variance: null, finding: 'untold' },
      { id: paymentIdOf(other), expected: 78, charged: 80, variance: 2, finding: 'charged_more' },
    ]);
    const nobody = await ledger.admin.get(`/v1/reports/fee-variance?${SEPTEMBER}&merchant=nobody`);
    expect([nobody.status, codeOf(nobody)]).toEqual([404, 'NOT_FOUND']);
  });

  it('list transactions by every filter', async () => {
    const found = async (query: string): Promise<unknown> => (await asked(`transactions?${query}&`)).map(({ id }) => id);
    const [one, two] = [paymentIdOf(sale), paymentIdOf(other)];
    expect(await found('')).toEqual([two, one, ORDER]);
    for (const [query, ids] of [
      ['kind=order', [ORDER]],
      ['side=offline&amountFrom=12991', [one]],
      ['amountTo=12990', [two, ORDER]],
      [`channel=douyin&account=${SHOP}`, [ORDER]],
      [`store=${STORE}&operator=02`, [two]],
      [`terminal=${encodeURIComponent(TERMINAL_AXIS)}&status=partly_refunded`, [one]],
      [`liveRoom=${ROOM}&method=wechat`, [ORDER]],
      ['destination=bank:icbc-0200', [two, one]],
      ['from=2026-09-21T00:00:00%2B08:00&before=2026-09-21T10:10:00%2B08:00', [ORDER]],
      ['id=260922000103', [one]],
      ['id=r1', [ORDER]],
      [`merchant=nobody`, []],
    ] as const)
      expect([query, await found(query)]).toEqual([query, ids]);
  });

  const bytesOf = async (path: string): Promise<{ bytes: Buffer; headers: Headers }> => {
    const authorization = `Bearer ${ledger.admin.key ?? ''}`;
    const response = await fetch(`${ledger.url}/v1/exports/${path}minPosition=${last}`, { headers: { authorization } });
    return { bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers };
  };

  it.each(EXPORTS)('%s is a file that says what it was made from, alike in every format', async (path) => {
    // A reaction may still write: until nothing comes between.
    await eventually(async () => {
      const { bytes } = await bytesOf(path);
      const made = JSON.parse(bytes.toString()) as { digest: string; position: string; data: readonly object[] };
      expect(made.data.length).toBeGreaterThan(0);
      const lines = made.data.map((row) => `${JSON.stringify(row)}\n`).join('');
      expect(made.digest).toBe(`sha256:${createHash('sha256').update(lines).digest('hex')}`);
      for (const format of ['json', 'csv', 'xlsx']) {
        const told = await bytesOf(`${path}format=${format}&`);
        expect([format, told.headers.get('x-ledger-digest')]).toEqual([format, made.digest]);
        // Who takes a file is written down, so the log moves by each.
        expect((told.headers.get('x-ledger-position') ?? '') >= made.position).toBe(true);
      }
    });
  });

  it('as files keep long ids as text', async () => {
    const csv = (await bytesOf('transactions?format=csv&')).bytes.toString();
    expect(csv.startsWith('\uFEFFstream,kind,id,')).toBe(true);
    expect(csv).toContain(`,order,${ORDER}\t,`);
    const xlsx = unzipSync((await bytesOf('transactions?format=xlsx&')).bytes);
    expect(strFromU8(xlsx['xl/worksheets/sheet1.xml'] ?? new Uint8Array())).toContain(`>${ORDER}</t>`);
  });

  it('are printed in the shell, with charts', async () => {
    const printed: string[] = [];
    const config = decodeConfig({ HEZHANG_DATA: ledger.dataFolder, HEZHANG_ADMIN_KEY: ledger.admin.key ?? '' });
    const rest = { config, print: (line: string) => printed.push(line), asked: new Promise<void>(() => undefined) };
    const svg = join(ledger.dataFolder, 'chart.svg');
    const run = async (...words: string[]): Promise<string> => {
      printed.length = 0;
      expect(await report.run({ ...rest, args: [...words, '--svg', svg, '--url', ledger.url] })).toBe(0);
      return printed.join('\n');
    };
    const span = ['--from', '2026-09-21', '--to', '2026-09-25'];
    expect(await run(...span, '--by', 'operator')).toMatch(/2026-09-21 +02 +129\.90/);
    expect(readFileSync(svg, 'utf8')).toContain('<title>2026-09-21 02 129.90</title>');
    expect(await run(...span, '--discounts')).toMatch(/2026-09-21 +150\.00 +10\.00 +8\.00 +2\.10/);
    expect(readFileSync(svg, 'utf8')).toContain('<title>2026-09-21 shop 10.00</title>');
    expect(await run('--ageing', '--to', '2026-09-25')).toMatch(new RegExp(`douyin +${SHOP} +- +- +129\\.90`));
    expect(readFileSync(svg, 'utf8')).toContain(`<title>4-7 douyin ${SHOP} 129.90</title>`);
    for (const args of [[...span, '--by', 'weather'], [...span, '--ageing', '--discounts'], ['--ageing']])
      await expect(report.run({ ...rest, args })).rejects.toThrow(/--by takes|not both|report takes/);
    const out = join(ledger.dataFolder, 'transactions.csv');
    const words = ['transactions', '--format', 'csv', '--where', `id=${ORDER}`, '--out', out, '--url', ledger.url];
    expect(await exporting.run({ ...rest, args: words })).toBe(0);
    expect(readFileSync(out, 'utf8').split('\r\n')).toHaveLength(3);
  });

  it.each([
    [`reports/daily?${SEPTEMBER}&by=weather`, 400, 'REQUEST_INVALID'],
    ['reports/discounts?from=2026-09-30&to=2026-09-01', 400, 'REQUEST_INVALID'],
    ['reports/ageing', 400, 'REQUEST_INVALID'],
    [`reports/fee-variance?${SEPTEMBER}`, 400, 'REQUEST_INVALID'],
    ['transactions?amountFrom=1.5', 400, 'REQUEST_INVALID'],
    ['transactions?cursor=bm9uZQ', 400, 'CURSOR_INVALID'],
    [`exports/charges?${SEPTEMBER}&merchant=nobody`, 404, 'NOT_FOUND'],
  ])('refuse %s', async (path, status, code) => {
    const reply = await ledger.admin.get(`/v1/${path}`);
    expect([reply.status, codeOf(reply)]).toEqual([status, code]);
  });
});
