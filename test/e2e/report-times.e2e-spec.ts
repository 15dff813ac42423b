import { setTimeout as sleep } from 'node:timers/promises';
import { reactedTo } from './support/reacted.js';
import type { Caller } from './support/caller.js';
import type { Reply } from './support/reply.js';
import { importFile } from './support/acquirer-files.js';
import { BILL, openReportedShop } from './support/reported-shop.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, TERMINAL, tell, transaction } from './support/shop.js';

const SEPTEMBER = 'from=2026-09-01&to=2026-09-30';
/** What the acquirer pays out of the second sale: 129.90 less 0.78. */
const LATE = {
  settlement_no: 's-2',
  channel: 'unionpay',
  method: 'card',
  merchant_no: TERMINAL.merchantNo,
  rrn: '260921000102',
  direction: 'in',
  gross: 12_990,
  fee: 78,
  net: 12_912,
  bank_account: 'icbc-0200',
  settled_at: '2026-09-24T10:00:00+08:00',
};

type Row = Readonly<Record<string, unknown>>;
interface Difference {
  readonly channel: string;
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
  readonly difference: Readonly<Record<string, number>>;
}

describe('reports at two axes of time, where a settlement comes late', () => {
  let ledger: RunningLedger;
  let reader: Caller;
  let auditor: Caller;
  let early = '';
  let late = '';
  let between = '';
  let then: Record<string, readonly Row[]>;

  const REPORTS = [
    `reports/daily?${SEPTEMBER}&by=channel`,
    `reports/daily?${SEPTEMBER}&by=businessDate,operator,destination`,
    `reports/fees?${SEPTEMBER}&by=channel`,
    `reports/discounts?${SEPTEMBER}&by=liveRoom`,
    'reports/ageing?effective=2026-09-30&by=channel,account,terminal',
    `reports/settlement?${SEPTEMBER}`,
    `reports/fee-variance?${SEPTEMBER}&merchant=${MERCHANT}`,
    'transactions?limit=100',
  ];
  const CHANGED = REPORTS.filter((path) => !path.includes('discounts'));

  const asked = <T = readonly Row[]>(path: string): Promise<T> => auditor.data<T>(`/v1/${path}&minPosition=${late || early}`);
  const all = async (more: string): Promise<Record<string, readonly Row[]>> =>
    Object.fromEntries(await Promise.all(REPORTS.map(async (path) => [path, await asked(path + more)] as const)));
  const shown = ({ status, body }: Reply): unknown => [status, (body as { code?: unknown }).code];

  beforeAll(async () => {
    ledger = await runLedger();
    early = await openReportedShop(ledger);
    [reader, auditor] = [await ledger.as('reader'), await ledger.as('auditor')];
    then = await all('');
    await sleep(5);
    between = new Date().toISOString();
    await sleep(5);
    const { text } = await ledger.admin.post('/v1/channels/acquirer/settlements', { rows: [LATE] });
    expect(text).toContain('"applied"');
    await importFile(ledger.admin, 'wechat.csv', BILL);
    expect((await tell(ledger.nobody, transaction({ amount: 700, response_code: '51' }))).status).toBe(200);
    late = await reactedTo(ledger);
  });
  afterAll(() => ledger.end());

  it('changes what is known later and not what was known before, by position and by moment', async () => {
    const now = await all('');
    for (const path of CHANGED) expect([path, now[path]]).not.toEqual([path, then[path]]);
    for (const known of [early, encodeURIComponent(between)]) expect(await all(`&known=${known}`)).toEqual(then);
    expect(await all(`&known=${late}`)).toEqual(now);
    const [row] = (await asked(`reports/daily?${SEPTEMBER}&by=channel`)).filter(({ channel }) => channel === 'unionpay');
    expect(row).toMatchObject({ settledGross: 27_990, fees: 173, outstandingAtEnd: 0 });
  });

  it('is the difference between the two points, to the fen and to the event', async () => {
    const between = `${SEPTEMBER}&known=${late}&sinceKnown=${early}`;
    const rows = await asked<readonly Difference[]>(`reports/daily/diff?${between}&by=businessDate,channel`);
    expect(rows).toMatchObject([
      {
        businessDate: '2026-09-24',
        channel: 'unionpay',
        before: { settledGross: 0, outstandingAtEnd: 12_990 },
        after: { settledGross: 12_990, fees: 78, settledNet: 12_912, settlementCount: 1, outstandingAtEnd: 0 },
        difference: { settledGross: 12_990, outstanding: -12_990, net: -78, gross: 0, outstandingAtEnd: -12_990 },
      },
    ]);
    const moves = await asked(`reports/daily/moves?${between}`);
    expect(moves).toMatchObject([
      { businessDate: '2026-09-24', channel: 'unionpay', settledGross: 12_990, fees: 78, settlementCount: 1 },
    ]);
    expect(String(moves[0]?.['stream'])).toMatch(/^settlement-acquirer\./);
    expect(await asked(`reports/daily/diff?${SEPTEMBER}&known=${early}&sinceKnown=${early}`)).toEqual([]);
  });

  it('names the events behind a figure, page by page, and effective ends the days', async () => {
    const fees = `reports/daily/moves?${SEPTEMBER}&channel=unionpay&column=fees`;
    const page = await auditor.get(`/v1/${fees}&limit=1`);
    const { data, next } = page.body as { data: readonly Row[]; next: string };
    const rest = await asked(`${fees}&cursor=${next}`);
    expect([...data, ...rest].map((move) => move['fees'])).toEqual([95, 78]);
    const [row] = (await asked(`reports/daily?${SEPTEMBER}&effective=2026-09-23&by=channel`)).filter(
      ({ channel }) => channel === 'unionpay',
    );
    expect(row).toMatchObject({ settledGross: 15_000, outstandingAtEnd: 12_990 });
    expect(await asked(`reports/daily/moves?${SEPTEMBER}&effective=2026-09-23&column=fees&channel=unionpay`)).toHaveLength(1);
  });

  it('makes a file that says for ever what was known then', async () => {
    const file = await auditor.get(`/v1/exports/report?${SEPTEMBER}&by=channel&known=${early}`);
    const made = file.body as { position: string; asOf: string; data: readonly Row[] };
    expect(made).toMatchObject({ position: early, asOf: 'position' });
    expect(made.data).toEqual(then[REPORTS[0] ?? '']);
    const ageing = await auditor.get(`/v1/exports/ageing?effective=2026-09-30&by=channel,account,terminal&known=${early}`);
    expect((ageing.body as typeof made).data).toEqual(then[REPORTS[4] ?? '']);
    for (const [path, index] of [
      [`fee-variance?${SEPTEMBER}&merchant=${MERCHANT}&known=${early}`, 6],
      [`transactions?known=${early}`, 7],
    ] as const) {
      const { body } = await auditor.get(`/v1/exports/${path}`);
      expect(body).toMatchObject({ position: early, asOf: 'position', data: then[REPORTS[index] ?? ''] });
    }
    const charges = (known: string): Promise<Reply> =>
      auditor.get(`/v1/exports/charges?${SEPTEMBER}&merchant=${MERCHANT}&minPosition=${late}${known}`);
    const [before, after] = [await charges(`&known=${early}`), await charges('')];
    expect(before.body).toMatchObject({ position: early, asOf: 'position' });
    const charged = ({ body }: Reply): unknown[] => (body as typeof made).data.map((row) => row['charged']).sort();
    expect([charged(before), charged(after)]).toEqual([
      [null, null],
      [80, null],
    ]);
  });

  it('is for auditors; a day alone is for every reader', async () => {
    for (const path of [
      `reports/daily?${SEPTEMBER}&known=${early}`,
      `reports/settlement?${SEPTEMBER}&known=2026-09-30`,
      `reports/ageing?effective=2026-09-30&known=${early}`,
      `exports/fees?${SEPTEMBER}&known=${early}`,
      `exports/charges?${SEPTEMBER}&merchant=${MERCHANT}&known=${early}`,
      `exports/transactions?known=${early}`,
      `reports/fee-variance?${SEPTEMBER}&merchant=${MERCHANT}&known=${early}`,
      `transactions?known=${early}`,
      `reports/daily/diff?${SEPTEMBER}`,
      `reports/daily/moves?${SEPTEMBER}`,
    ])
      expect([path, shown(await reader.get(`/v1/${path}`))]).toEqual([path, [403, 'ROLE_FORBIDDEN']]);
    expect((await reader.get(`/v1/reports/daily?${SEPTEMBER}&effective=2026-09-23`)).status).toBe(200);
    expect((await reader.get('/v1/reports/ageing?effective=2026-09-30')).status).toBe(200);
  });

  it.each([
    [`reports/daily?${SEPTEMBER}&effective=2026-08-31`, 'effective'],
    [`reports/daily?${SEPTEMBER}&known=yesterday`, 'known'],
    [`reports/daily/diff?${SEPTEMBER}&by=terminal`, 'by'],
    [`reports/daily/moves?${SEPTEMBER}&column=weather`, 'column'],
    [`reports/fee-variance?${SEPTEMBER}&merchant=m1&known=yesterday`, 'known'],
    ['transactions?known=2026-09-30&updatedAfter=0000000000000001', 'updatedAfter'],
  ])('refuses %s', async (path, field) => {
    const { status, body } = await auditor.get(`/v1/${path}`);
    const { errors = [] } = body as { errors?: readonly { field: string }[] };
    expect([status, errors.map((error) => error.field)]).toEqual([400, [field]]);
  });
});
