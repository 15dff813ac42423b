import type { Explanation } from '#provenance';
import type { Caller } from './support/caller.js';
import { CLEARING, ORDER, explainedShop } from './support/explained-shop.js';
import type { ReconciledShop } from './support/reconciled-shop.js';
import type { RunningLedger } from './support/running-ledger.js';
import { MERCHANT, STORE, TERMINAL } from './support/shop.js';
import { codeOf } from './support/stored.js';

const DAY = '2026-09-20';

type Named = Readonly<Record<string, number>>;
const numbersOf = ({ numbers }: Explanation): Named => Object.fromEntries(numbers.map(({ name, amount }) => [name, amount]));
const touchedOf = ({ events }: Explanation): number => events.reduce((sum, { touched }) => sum + touched, 0);

describe('an explanation', () => {
  let ledger: RunningLedger;
  let shop: ReconciledShop;
  let auditor: Caller;
  let ann: Caller;
  let head: string;
  let payments: string[];

  const explained = async (query: string): Promise<Explanation & { readonly next?: string }> => {
    const { body, status, text } = await auditor.get(`/v1/explain?${query}`);
    if (status !== 200) throw new Error(`${query}: ${text}`);
    const { data, next } = body as { data: Explanation; next?: string };
    return { ...data, ...(next !== undefined && { next }) };
  };
  const balance = async (query: string): Promise<number> =>
    (await auditor.data<{ balance: number }>(`/v1/balances/${CLEARING}?${query}`)).balance;

  beforeAll(async () => {
    ({ ann, auditor, head, ledger, payments, shop } = await explainedShop());
  });
  afterAll(() => ledger.end());

  it('of a balance names every line, event, actor and notice, and comes to the balance', async () => {
    const all = await explained(`account=${CLEARING}&minPosition=${head}`);
    expect(all.numbers).toMatchObject([{ name: 'balance', amount: await balance(''), agrees: true }]);
    expect(all.carried).toBe(0);
    const own = all.events.filter(({ role }) => role === 'entry');
    expect(own.map(({ touched }) => touched)).toEqual([-40_000, 40_000, 20_000, 10_000]);
    for (const event of own.slice(1)) {
      expect(event).toMatchObject({ type: 'PaymentPurchased', sealed: true, noticeState: 'kept', cause: null, approval: null });
      expect(event.actor).toBe(`terminal:${TERMINAL.merchantNo}/${TERMINAL.terminalNo}`);
      expect(event.notice?.digest).toMatch(/^[0-9a-f]{64}$/);
    }
    const [reversal] = own;
    expect(reversal).toMatchObject({ type: 'CorrectionApplied', approval: { kind: 'correction', reason: '重复入账' } });
    expect(reversal?.approval?.approvedBy).toHaveLength(1);
    expect(reversal?.approval?.proposedBy).not.toBe(reversal?.approval?.approvedBy[0]?.by);
    const steps = all.events.filter(({ role }) => role === 'approval').map(({ type }) => type);
    expect(steps).toEqual(['CorrectionApproved', 'CorrectionProposed']);
  });

  it('goes page by page and always adds up', async () => {
    let cursor = '';
    let [sum, pages] = [0, 0];
    for (;;) {
      const page = await explained(`account=${CLEARING}&limit=1&minPosition=${head}${cursor}`);
      expect(numbersOf(page)['balance']).toBe(page.carried + touchedOf(page));
      sum += touchedOf(page);
      pages += 1;
      if (page.next === undefined) break;
      cursor = `&cursor=${page.next}`;
    }
    expect([pages, sum]).toEqual([4, 30_000]);
  });

  it('is of what was known and of what is effective, as the balance is', async () => {
    const [, third, second] = (await explained(`account=${CLEARING}&minPosition=${head}`)).events.filter(
      ({ role }) => role === 'entry',
    );
    for (const query of [
      `known=${second?.position ?? ''}`,
      'known=2099-01-01T00:00:00Z',
      `effective=${DAY}`,
      'effective=2020-01-01',
    ]) {
      const then = await explained(`account=${CLEARING}&${query}`);
      expect([query, then.numbers]).toMatchObject([query, [{ amount: await balance(query), agrees: true }]]);
    }
    const at = await explained(`account=${CLEARING}&effective=${DAY}&known=${third?.position ?? ''}`);
    expect(numbersOf(at)).toEqual({ balance: 70_000 });
  });

  it('of an order has every step of its waterfall, with the events that tell it', async () => {
    const waterfall = await auditor.data<{ steps: { step: string; amount: number }[] }>(
      `/v1/orders/${ORDER}/waterfall?minPosition=${head}`,
    );
    const told = await explained(`order=${ORDER}&minPosition=${head}`);
    expect(numbersOf(told)).toEqual(Object.fromEntries(waterfall.steps.map(({ step, amount }) => [step, amount])));
    expect(told.numbers.find(({ name }) => name === 'paid')).toMatchObject({ amount: 12_990, stands: 12_990, agrees: true });
    expect(told.withdrawn?.amount).toBe(6_000);
    const listed = new Set(told.events.map(({ position }) => position));
    for (const { events } of told.numbers) expect(events.filter((position) => !listed.has(position))).toEqual([]);
    const [first] = [...told.events].reverse().filter(({ role }) => role === 'entry');
    expect(numbersOf(await explained(`order=${ORDER}&known=${first?.position ?? ''}`))).toMatchObject({
      paid: 12_990,
      net: 12_990,
    });
  });

  it('of a payment is what its terminal told', async () => {
    const told = await explained(`payment=${payments[1] ?? ''}&minPosition=${head}`);
    expect(told.numbers.map(({ name, amount, agrees }) => [name, amount, agrees])).toEqual([
      ['authorized', 0, true],
      ['held', 0, true],
      ['captured', 20_000, true],
      ['refunded', 0, true],
    ]);
    expect(told.sums).toContainEqual({ account: CLEARING, currency: 'CNY', amount: 20_000 });
  });

  it('of a match has both sides, the rows with their files, the verdict and the run', async () => {
    const [differing] = await shop.cases('status=difference&class=amount');
    const told = await explained(`match=${differing?.caseId ?? ''}&minPosition=${head}`);
    expect(told.numbers.every(({ agrees }) => agrees)).toBe(true);
    expect(numbersOf(told)).toMatchObject({ statementIn: 19_000, ledgerIn: 20_000, difference: -1_000 });
    expect(told.match).toMatchObject({ status: 'difference', rule: 'terminal-batch-trace', decided: null });
    expect(told.match?.run?.actor).toMatch(/^key:/);
    const sides = told.match?.items.map(({ side, file, position }) => [side, file !== null, position !== null]);
    expect(sides).toEqual([
      ['ledger', false, true],
      ['statement', true, true],
    ]);
    expect(
      told.events
        .filter(({ role }) => role === 'fact')
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['PaymentPurchased', 'StatementRowRecorded']);
  });

  it('of a cell of the report is the entries that count', async () => {
    const span = 'from=2026-09-01&to=2099-12-31';
    const rows = await auditor.data<(Named & { side: string })[]>(`/v1/reports/daily?${span}&by=side&minPosition=${head}`);
    for (const side of ['online', 'offline'])
      for (const column of ['gross', 'refunds', 'fees', 'net', 'outstanding', 'settledNet', 'saleCount', 'refundCount']) {
        const told = await explained(`report=${column}&${span}&side=${side}&minPosition=${head}`);
        const amount = rows.find((one) => (one as { side: unknown }).side === side)?.[column];
        expect([side, column, told.numbers]).toMatchObject([side, column, [{ name: column, amount, agrees: true }]]);
      }
    const none = await explained(`report=gross&${span}&store=nowhere&minPosition=${head}`);
    expect([numbersOf(none), none.events]).toEqual([{ gross: 0 }, []]);
    const here = await explained(`report=gross&${span}&merchant=${MERCHANT}&store=${STORE}&channel=unionpay&method=card`);
    expect(here.events.filter(({ role }) => role === 'entry')).toHaveLength(4);
  });

  it('of a cell by where it was sold is the transactions there, page by page', async () => {
    const span = 'from=2026-09-01&to=2099-12-31';
    const by = 'by=terminal,liveRoom';
    const rows = await auditor.data<(Named & { terminal: unknown })[]>(`/v1/reports/daily?${span}&${by}&minPosition=${head}`);
    expect(rows.map(({ terminal }) => terminal)).toContain(`${TERMINAL.merchantNo}/${TERMINAL.terminalNo}`);
    for (const row of rows) {
      const { terminal, liveRoom } = row as unknown as Record<string, string>;
      const cell = `${span}&terminal=${terminal ?? ''}&liveRoom=${liveRoom ?? ''}&minPosition=${head}`;
      for (const column of ['gross', 'saleCount', 'settledGross', 'net', 'outstandingAtEnd']) {
        const all = await explained(`report=${column}&${cell}`);
        expect([row, all.numbers]).toMatchObject([row, [{ name: column, amount: row[column], agrees: true }]]);
        const first = await explained(`report=${column}&${cell}&limit=1`);
        expect(first.carried + (first.transactions?.[0]?.amount ?? 0)).toBe(row[column]);
        if (first.next === undefined) continue;
        const rest = await explained(`report=${column}&${cell}&cursor=${first.next}`);
        expect([...(first.transactions ?? []), ...(rest.transactions ?? [])]).toEqual(all.transactions);
      }
    }
  });

  it('of an event is the event, and of a correction who approved it', async () => {
    const events = await auditor.data<{ id: string; type: string; position: string }[]>('/v1/events?limit=1000');
    const applied = events.find(({ type }) => type === 'CorrectionApplied');
    const told = await explained(`event=${applied?.position ?? ''}`);
    expect(await explained(`event=${applied?.id ?? ''}`)).toEqual(told);
    expect(numbersOf(told)).toEqual({ amount: 40_000 });
    expect(told.events.map(({ role, type }) => [role, type])).toEqual([
      ['entry', 'CorrectionApplied'],
      ['approval', 'CorrectionApproved'],
      ['approval', 'CorrectionProposed'],
    ]);
  });

  it('of a raw notice has every event that came of it, and what that booked', async () => {
    const [newest] = (await explained(`payment=${payments[1] ?? ''}&minPosition=${head}`)).events;
    const { digest = '', id = '' } = newest?.notice ?? {};
    const told = await explained(`notice=${digest}`);
    expect(told.question).toEqual({ of: 'notice', digest });
    expect(numbersOf(told)).toEqual({ amount: 20_000 });
    expect(told.noticeFrom).toBeUndefined();
    expect(told.events).toMatchObject([
      { role: 'entry', position: newest?.position, notice: { id, digest }, noticeState: 'kept' },
    ]);
    expect(told.sums).toContainEqual({ account: CLEARING, currency: 'CNY', amount: 20_000 });
    const [before] = (await explained(`payment=${payments[0] ?? ''}`)).events;
    expect((await auditor.get(`/v1/explain?notice=${digest}&known=${before?.position ?? ''}`)).status).toBe(404);
  });

  it('follows what a reaction wrote to the event that it answers', async () => {
    const events =
      await auditor.data<{ position: string; id: string; metadata: { causationId?: string } }[]>('/v1/events?limit=1000');
    const effect = events.find(({ metadata }) => metadata.causationId !== undefined);
    const cause = events.find(({ id }) => id === effect?.metadata.causationId);
    const told = await explained(`event=${effect?.position ?? ''}`);
    expect(told.events.map(({ role, position, causes }) => [role, position, causes])).toEqual([
      ['entry', effect?.position, [cause?.position]],
      ['cause', cause?.position, []],
    ]);
    expect(told.events[0]?.cause).toEqual({ id: cause?.id, position: cause?.position });
  });

  it('is for auditors, of one number that exists', async () => {
    const reader = await ledger.as('reader');
    for (const path of ['explain', 'evidence']) {
      expect((await reader.get(`/v1/${path}?account=${CLEARING}`)).status).toBe(403);
      expect((await ann.get(`/v1/${path}?account=${CLEARING}`)).status).toBe(403);
      const wrong: [string, [number, string]][] = [
        ['', [400, 'REQUEST_INVALID']],
        [`account=${CLEARING}&order=1`, [400, 'REQUEST_INVALID']],
        [`order=${ORDER}&effective=${DAY}`, [400, 'REQUEST_INVALID']],
        [`account=${CLEARING}&store=x`, [400, 'REQUEST_INVALID']],
        [`account=${CLEARING}&known=yesterday`, [400, 'REQUEST_INVALID']],
        [`account=${CLEARING}&cursor=AAAA`, [400, 'CURSOR_INVALID']],
        ['report=gross', [400, 'REQUEST_INVALID']],
        ['report=gross&from=2026-09-01&to=2026-09-02&cursor=AAAA', [400, 'CURSOR_INVALID']],
        [`order=${ORDER}&terminal=1/2`, [400, 'REQUEST_INVALID']],
        ['report=gross&from=2026-09-02&to=2026-09-01', [400, 'REQUEST_INVALID']],
        ['report=profit&from=2026-09-01&to=2026-09-02', [400, 'REQUEST_INVALID']],
        ['account=assets:nowhere', [404, 'NOT_FOUND']],
        ['order=1', [404, 'NOT_FOUND']],
        ['payment=pay_1', [404, 'NOT_FOUND']],
        [`match=${'0'.repeat(32)}`, [404, 'NOT_FOUND']],
        ['event=00000000-0000-8000-8000-000000000000', [404, 'NOT_FOUND']],
        [`event=${head.replace(/\d$/, 'x')}`, [400, 'REQUEST_INVALID']],
        [`notice=${'0'.repeat(64)}`, [404, 'NOT_FOUND']],
        ['notice=ntc_1', [400, 'REQUEST_INVALID']],
        [`notice=${'0'.repeat(64)}&limit=1`, [400, 'REQUEST_INVALID']],
      ];
      for (const [query, outcome] of wrong) {
        const reply = await auditor.get(`/v1/${path}?${query}`);
        expect([query, reply.status, codeOf(reply)]).toEqual([query, ...outcome]);
      }
    }
    expect((await reader.get('/v1/evidence/sample?seed=1')).status).toBe(403);
    expect((await auditor.get('/v1/evidence/sample')).status).toBe(400);
    const beyond = `/v1/evidence?account=${CLEARING}&known=${'9'.repeat(head.length)}`;
    expect(codeOf(await auditor.get(beyond))).toBe('NOT_SEALED');
  });
});
