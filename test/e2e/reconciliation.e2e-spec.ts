import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reconcile as reconcileCommand } from '../../apps/cli/src/commands/reconcile.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import type { Reply } from './support/reply.js';
import { acquirerFile, bankFile, importFile } from './support/acquirer-files.js';
import type { Caller } from './support/caller.js';
import { eventually } from './support/eventually.js';
import { ReconciledShop, rowOf, type Case, type Fields } from './support/reconciled-shop.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, SHOP, TERMINAL, message, push, tell, transaction } from './support/shop.js';

const codeOf = ({ status, body }: Reply): unknown[] => [status, (body as { code?: string }).code];

describe('reconciliation', () => {
  let ledger: RunningLedger;
  let admin: Caller;
  let shop: ReconciledShop;

  beforeAll(async () => {
    ledger = await runLedger();
    ({ admin } = ledger);
    shop = await ReconciledShop.open(ledger);
  });
  afterAll(() => ledger.end());

  let byTrade: Fields;
  let late: Fields;
  let lost: Fields;
  let twice: Fields;
  let alike: Fields;

  it('puts together what has one number, and says of everything else how it differs', async () => {
    byTrade = await shop.sold({ channel_trade_no: 'UP0001', amount: 10_000 });
    const byTrace = await shop.sold({ amount: 20_000 });
    const byRrn = await shop.sold({ amount: 30_000, rrn: 'R00000000001' });
    const otherAmount = await shop.sold({ amount: 40_000 });
    const otherFee = await shop.sold({ amount: 50_000 });
    const atNight = await shop.sold({ amount: 60_000, occurred_at: '2026-09-20T23:30:00+08:00' });
    const voided = await shop.sold({ amount: 7_000 });
    await tell(
      ledger.nobody,
      transaction({
        kind: 'purchase_void',
        occurred_at: '2026-09-20T10:05:00+08:00',
        original: { batch_no: voided['batch_no'], trace_no: voided['trace_no'], date: '2026-09-20' },
        amount: undefined,
        method: undefined,
      }),
    );
    twice = await shop.sold({ amount: 8_000 });
    late = await shop.sold({ amount: 9_000 });
    lost = await shop.sold({ amount: 9_500 });
    alike = await shop.sold({ amount: 4_321, occurred_at: '2026-09-20T15:00:00+08:00' });
    await importFile(
      admin,
      '20260920.csv',
      acquirerFile([
        { no: '1', at: '2026-09-20 10:00:00', amount: 10_000, fee: 60, trade: 'UP0001' },
        rowOf('2', byTrace, { fee: 120 }),
        { no: '3', at: '2026-09-20 10:00:00', amount: 30_000, fee: 180, rrn: 'R00000000001' },
        rowOf('4', otherAmount, { amount: 39_000 }),
        rowOf('5', otherFee, { fee: 350 }),
        rowOf('6', atNight, { at: '2026-09-20 23:30:00', fee: 360 }),
        rowOf('7', voided),
        rowOf('8a', twice, { fee: 48 }),
        rowOf('8b', twice, { fee: 48 }),
        { no: '9', at: '2026-09-20 12:00:00', amount: 1_234 },
        { no: '10', at: '2026-09-20 15:00:20', amount: 4_321, fee: 26 },
      ]),
    );
    await shop.reconcile();
    expect(await shop.standing(byTrade)).toEqual(['matched', 'channel-trade-no', '']);
    expect(await shop.standing(byTrace)).toEqual(['matched', 'terminal-batch-trace', '']);
    expect(await shop.standing(byRrn)).toEqual(['matched', 'rrn', '']);
    expect(await shop.standing(otherAmount)).toEqual(['difference', 'terminal-batch-trace', 'amount UNEXPLAINED']);
    expect(await shop.standing(otherFee)).toEqual(['difference', 'terminal-batch-trace', 'fee RATE_DIFFERS']);
    expect(await shop.standing(atNight)).toEqual(['matched', 'terminal-batch-trace', 'date CUT_OFF explained']);
    expect(await shop.standing(voided)).toEqual(['difference', 'terminal-batch-trace', 'status UNDONE_HERE_ONLY']);
    expect((await shop.standing(twice)).slice(0, 2)).toEqual(['difference', 'terminal-batch-trace']);
    expect((await shop.caseOf(twice)).classes).toEqual(['duplicate']);
    expect((await shop.standing(late))[0]).toBe('suspended');
    expect((await shop.standing(lost))[0]).toBe('suspended');
    expect(await shop.standing(alike)).toMatchObject(['proposed', 'amount-and-time', expect.anything()]);
    const surplus = await shop.cases('status=difference&class=surplus');
    expect(surplus).toMatchObject([{ difference: 1_234, day: '2026-09-20' }]);
  });

  it('adds nothing when it is run again', async () => {
    const { accounts } = await shop.reconcile();
    expect(accounts.map(({ changed }) => changed)).toEqual(accounts.map(() => 0));
  });

  it('sums up to what was told', async () => {
    const path = `/v1/clearing?merchant=${MERCHANT}&book=trades&from=2026-09-20&to=2026-09-20&minPosition=${shop.last.position}`;
    const [day] = await admin.data<Record<string, never>[]>(path);
    const told = day as unknown as Record<string, { count: number; amount: number } & number>;
    const parts = ['matched', 'explained', 'proposed', 'suspended', 'different', 'waiting'].map((name) => told[name]);
    const sum = (of: 'count' | 'amount'): number => parts.reduce((total, part) => total + (part?.[of] ?? 0), 0);
    expect([sum('count'), sum('amount')]).toEqual([told['total']?.count, told['total']?.amount]);
    const clear = (told['matched']?.amount ?? 0) + (told['explained']?.amount ?? 0);
    expect(clear).toBe(120_000);
    expect(told['clearedPpm']).toBe(Math.floor((clear * 1_000_000) / (told['total']?.amount ?? 1)));
    expect(day).toMatchObject({ ageing: { days0to1: { count: 0 }, over30days: { count: sum('count') - 4 } } });
  });

  it('shows what is open in the worklist, with the money at stake', async () => {
    await eventually(async () => {
      const open = await admin.data<{ code: string; worth: number; mend: { route: string } }[]>('/v1/exceptions?kind=match');
      expect(open).toContainEqual(
        expect.objectContaining({
          code: 'MATCH_SURPLUS',
          worth: 1_234,
          subject: expect.objectContaining({ caseId: expect.any(String) as unknown }) as unknown,
        }),
      );
      expect(open.map(({ code }) => code)).toContain('MATCH_PROPOSED');
    });
  });

  let before: string;
  it('a later statement brings what was suspended, and what it does not bring is missing', async () => {
    before = shop.last.position;
    await importFile(
      admin,
      '20260921.csv',
      acquirerFile([
        rowOf('21', late, { at: '2026-09-21 00:10:00', fee: 54 }),
        { no: '22', at: '2026-09-22 09:00:00', amount: 100 },
      ]),
    );
    await shop.reconcile();
    expect(await shop.standing(late)).toEqual(['matched', 'terminal-batch-trace', 'date CUT_OFF explained']);
    expect(await shop.standing(lost)).toEqual(['difference', null, 'shortage NOT_ON_STATEMENT']);
  });

  it('shows the worklist as it stood', async () => {
    const asOf = await admin.data<Case[]>(
      `/v1/match-cases/as-of?status=suspended&known=${before}&minPosition=${shop.last.position}`,
    );
    expect(asOf.map(({ status }) => status)).toEqual(['suspended', 'suspended']);
    expect(await shop.cases('status=suspended&to=2026-09-20')).toEqual([]);
    const reader = await ledger.as('reader');
    expect((await reader.get(`/v1/match-cases/as-of?known=${before}`)).status).toBe(403);
    expect(await admin.data('/v1/match-cases/as-of?effective=2026-01-01')).toEqual([]);
  });

  it('leaves it to a person to confirm or to refuse, and never asks again', async () => {
    const proposed = await shop.caseOf(alike);
    const ops = await ledger.as('ops');
    const rejected = await ops.post(`/v1/match-cases/${proposed.caseId}/reject`, { reason: 'another customer' });
    expect(rejected.status).toBe(200);
    await shop.reconcile();
    expect(await shop.standing(alike)).toEqual(['difference', null, 'shortage NOT_ON_STATEMENT']);
    const other = await shop.sold({ amount: 5_555, occurred_at: '2026-09-20T16:00:00+08:00' });
    await importFile(admin, 'more.csv', acquirerFile([{ no: '30', at: '2026-09-20 16:00:05', amount: 5_555 }]));
    await shop.reconcile();
    const { caseId, status } = await shop.caseOf(other);
    expect(status).toBe('proposed');
    expect((await ops.post(`/v1/match-cases/${caseId}/confirm`, { reason: 'same slip' })).status).toBe(200);
    await shop.reconcile();
    expect(await shop.standing(other)).toMatchObject(['matched', 'by-hand', expect.anything()]);
    expect(codeOf(await ops.post(`/v1/match-cases/${caseId}/reject`, { reason: 'no' }))).toEqual([409, 'MATCH_DECIDED']);
    const surplus = await shop.cases('class=surplus&status=difference&minAmount=1234&to=2026-09-20');
    const id = surplus.find(({ difference }) => difference === 1_234)?.caseId ?? '';
    expect((await ops.post(`/v1/match-cases/${id}/resolve`, { reason: 'a test of the acquirer' })).status).toBe(200);
    await shop.reconcile();
    expect(await shop.details(id)).toMatchObject({ status: 'resolved', decided: { reason: 'a test of the acquirer' } });
  });

  it('compares what the acquirer settled with what the bank saw', async () => {
    const rows = [1, 2, 3].map((no) => ({
      settlement_no: `S${String(no)}`,
      channel: 'unionpay',
      method: 'card',
      merchant_no: TERMINAL.merchantNo,
      direction: 'in',
      gross: 10_000 * no,
      fee: 60 * no,
      net: 9_940 * no,
      bank_account: 'icbc-0200',
      settled_at: '2026-09-21T02:00:00+08:00',
    }));
    expect((await admin.post('/v1/channels/acquirer/settlements', { rows })).status).toBe(200);
    await importFile(admin, 'bank.csv', bankFile([{ no: 'B1', day: '2026-09-21', amount: 59_640 }]));
    const { accounts } = await shop.reconcile();
    expect(accounts.find(({ book }) => book === 'payouts')).toMatchObject({ account: 'icbc-0200', outcomes: { matched: 1 } });
    const [payout] = await shop.cases('book=payouts');
    expect(payout).toMatchObject({ status: 'matched', ledgerCount: 1, statementIn: 59_640, ledgerIn: 59_640 });
  });

  it('compares an order that is paid at a terminal with the payment, and that with the statement', async () => {
    const at = new Date();
    const seconds = Math.floor(at.getTime() / 1000);
    const orderId = '6900000000000099001';
    await push(
      ledger.nobody,
      message(100, { p_id: orderId, s_ids: [orderId], shop_id: SHOP, create_time: seconds, order_status: 1, order_type: 0 }),
    );
    const handed = await admin.post(
      `/v1/orders/${orderId}/payment-requests`,
      { merchantNo: TERMINAL.merchantNo, terminalNo: TERMINAL.terminalNo, amount: 12_990 },
      { 'idempotency-key': 'three-way' },
    );
    const { requestId } = handed.body as { requestId: string };
    const told = await shop.sold({ instruction_id: requestId, occurred_at: at.toISOString(), amount: 12_990 });
    const local = new Date(at.getTime() + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 19);
    await importFile(admin, 'today.csv', acquirerFile([rowOf('40', told, { at: local, fee: 78 })]));
    await eventually(async () => {
      await shop.reconcile();
      const [found] = await shop.cases(`from=${local.slice(0, 10)}&status=matched`);
      const { items, rule } = await shop.details(found?.caseId ?? '');
      expect(items.map(({ side }) => side)).toEqual(['order', 'ledger', 'statement']);
      expect(rule).toBe('terminal-batch-trace');
    });
  });

  it('goes on by itself', async () => {
    const told = await shop.sold({ amount: 2_222, occurred_at: '2026-09-20T17:00:00+08:00' });
    await importFile(admin, 'by-itself.csv', acquirerFile([rowOf('50', told)]));
    await eventually(async () => expect((await shop.standing(told))[0]).toBe('matched'));
  });

  it('is printed for people, and ends with 1 while differences are open', async () => {
    const config = decodeConfig({ HEZHANG_DATA: ledger.dataFolder, HEZHANG_ADMIN_KEY: admin.key ?? '' });
    const lines: string[] = [];
    const run = (...args: string[]): Promise<number> =>
      reconcileCommand.run({
        config,
        args: [...args, '--url', ledger.url],
        print: (line) => lines.push(line),
        asked: new Promise(() => undefined),
      });
    expect(await run('--day', '2026-09-20')).toBe(1);
    expect(lines).toContainEqual(
      expect.stringMatching(/^shortage +NOT_ON_STATEMENT +2026-09-20 +unionpay +-95.00 +inquire 95.00 +[0-9a-f]{32}$/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^2026-09-20 +trades +unionpay +898100012340001 +\d+ +[\d,.]+ +-? +[\d,.-]+/),
    );
    lines.length = 0;
    expect(await run('--merchant', MERCHANT, '--day', '2026-09-01')).toBe(0);
    expect(lines).toContain('Nothing is open.');
    await expect(run('--day', 'yesterday')).rejects.toThrow('--day is a day');
  });

  it('is refused while its terms can not be read', async () => {
    await writeFile(join(ledger.dataFolder, 'matching.json'), '[{"channel":"unionpay","tolerance":-1}]');
    const refused = await admin.post('/v1/reconciliations', { merchant: MERCHANT });
    expect(codeOf(refused)).toEqual([422, 'MATCHING_TERMS_INVALID']);
    await writeFile(join(ledger.dataFolder, 'matching.json'), '[{"channel":"unionpay","tolerance":1}]');
    await shop.reconcile();
  });
});
