import type { Caller } from './support/caller.js';
import {
  EVIDENCE,
  adjustment,
  approve,
  correction,
  entryOf,
  linesOf,
  outcomeOf,
  positionOf,
  preview,
  propose,
  proposed,
  type CorrectionSeen,
} from './support/correcting.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, SHOP, STORE, TERMINAL, message, openShop, paymentIdOf, push, tell, transaction } from './support/shop.js';

const CLEARING = `assets:clearing:unionpay:${TERMINAL.merchantNo}`;
const REVENUE = `revenue:offline:${MERCHANT}:${STORE}`;
const APPLIED = ['CorrectionApproved', 'CorrectionApplied'];
const ORDER = '6900000000000000001';

describe('corrections', () => {
  let ledger: RunningLedger;
  let ann: Caller;
  let bo: Caller;
  let cy: Caller;
  beforeAll(async () => {
    ledger = await runLedger();
    await openShop(ledger.admin);
    await ledger.admin.post(`/v1/merchants/${MERCHANT}/stores`, { id: 'lake-2', name: '二店' });
    [ann, bo, cy] = await Promise.all([ledger.as('ops'), ledger.as('ops'), ledger.as('ops')]);
  });
  afterAll(() => ledger.end());

  const balance = async (account: string, position: string): Promise<number> =>
    (await ledger.admin.data<{ balance: number }>(`/v1/balances/${account}?minPosition=${position}`)).balance;
  const head = async (): Promise<string> => positionOf(await ledger.admin.get('/v1/events?limit=1000'));
  const reportOf = (position: string): Promise<Record<string, unknown>[]> =>
    ledger.admin.data(`/v1/reports/daily?from=2026-01-01&to=2099-12-31&by=store&minPosition=${position}`);

  /** A sale, and its entry. */
  async function sold(
    fields: object = {},
  ): Promise<{ entry: Awaited<ReturnType<typeof entryOf>>; paymentId: string; position: string }> {
    const told = transaction({ ...fields });
    const reply = await tell(ledger.nobody, told);
    if (reply.status !== 200) throw new Error(reply.text);
    const paymentId = paymentIdOf(told);
    return { paymentId, position: positionOf(reply), entry: await entryOf(ann, `/v1/payments/${paymentId}`) };
  }

  it('are shown before they are proposed, and showing changes nothing', async () => {
    const { entry, paymentId, position } = await sold();
    const before = await head();
    const clearing = await balance(CLEARING, position);
    const seen = await preview(ann, { kind: 'reverse', entry });
    expect(await head()).toBe(before);
    expect(seen.entries).toMatchObject([{ kind: 'sale', of: { store: STORE } }]);
    expect(seen.radius).toMatchObject({ payments: [paymentId], orders: [], closedPeriods: [] });
    expect(seen.radius.balances).toContainEqual({ account: CLEARING, before: clearing, after: clearing - 12_990 });
    expect(seen.radius.report.map(({ column, by }) => [column, by])).toEqual(
      expect.arrayContaining([
        ['gross', -12_990],
        ['saleCount', -1],
        ['outstanding', -12_990],
      ]),
    );
    expect((await ledger.admin.get(`/v1/corrections/${seen.correctionId}`)).status).toBe(404);
  });

  it('are proposed by one person and applied by another, just as shown', async () => {
    const { entry, position } = await sold();
    const [clearing, revenue] = [await balance(CLEARING, position), await balance(REVENUE, position)];
    const seen = await preview(ann, { kind: 'reverse', entry });
    const made = await proposed(ann, { kind: 'reverse', entry, digest: seen.digest });
    expect(made).toMatchObject({ status: 'proposed', digest: seen.digest, entries: seen.entries, tier: { approvals: 1 } });
    expect(await balance(CLEARING, await head())).toBe(clearing);
    expect(outcomeOf(await approve(ann, made))).toEqual([403, 'OWN_PROPOSAL']);
    expect(outcomeOf(await approve(bo, { ...made, digest: '0'.repeat(64) }))).toEqual([409, 'PROPOSAL_CHANGED']);
    const reply = await approve(bo, made);
    expect(outcomeOf(reply)).toEqual(APPLIED);
    const at = positionOf(reply);
    expect(await balance(CLEARING, at)).toBe(clearing - 12_990);
    expect(await balance(REVENUE, at)).toBe(revenue + 12_990);
    expect(outcomeOf(await approve(cy, made))).toEqual([409, 'CORRECTION_APPLIED']);
    expect(outcomeOf(await propose(cy, { kind: 'reverse', entry }))).toEqual([409, 'CORRECTION_APPLIED']);
    const kept = await correction(ann, made.correctionId, at);
    expect(kept).toMatchObject({ status: 'applied', corrects: [entry] });
    expect(kept.history.map(({ type }) => type)).toEqual(['CorrectionProposed', ...APPLIED]);
    const about = await ann.data<CorrectionSeen[]>(`/v1/corrections?stream=${entry.stream}&minPosition=${at}`);
    expect(about.map(({ correctionId }) => correctionId)).toEqual([made.correctionId]);
    const events = await ledger.admin.data<unknown[]>(`/v1/corrections/${made.correctionId}/events`);
    expect(events).toHaveLength(3);
    expect(await ledger.admin.data(`/v1/trial-balance?minPosition=${at}`)).toMatchObject({ isZero: true });
  });

  it('are reversed in their turn, which gives the original back', async () => {
    const { entry, position } = await sold();
    const revenue = await balance(REVENUE, position);
    const made = await proposed(ann, { kind: 'reverse', entry });
    await approve(bo, made);
    const applied = await entryOf(ann, `/v1/corrections/${made.correctionId}`, 2);
    const again = await proposed(bo, { kind: 'reverse', entry: applied });
    const reply = await approve(ann, again);
    expect(outcomeOf(reply)).toEqual(APPLIED);
    expect(await balance(REVENUE, positionOf(reply))).toBe(revenue);
  });

  it('count money to another store in the report and in the accounts', async () => {
    const { entry, position } = await sold({ amount: 4_000 });
    const there = async (at: string) =>
      (await reportOf(at)).find(({ store }) => store === 'lake-2') ?? { gross: 0, saleCount: 0 };
    const before = await there(position);
    const made = await proposed(ann, { kind: 're-attribute', entry, to: { store: 'lake-2' } });
    const reply = await approve(bo, made);
    const after = await there(positionOf(reply));
    expect([
      Number(after['gross']) - Number(before['gross']),
      Number(after['saleCount']) - Number(before['saleCount']),
    ]).toEqual([4_000, 1]);
    expect(await balance(`revenue:offline:${MERCHANT}:lake-2`, positionOf(reply))).toBe(-4_000);
    const twice = await propose(ann, { kind: 'reverse', entry });
    expect(outcomeOf(twice)).toEqual([409, 'CORRECTION_APPLIED']);
    const wrong = [
      [{ store: 'nowhere' }, [422, 'STORE_UNKNOWN']],
      [{ merchantNo: TERMINAL.merchantNo, terminalNo: 'NONE' }, [404, 'TERMINAL_UNKNOWN']],
      [{ orderId: '1' }, [422, 'ATTRIBUTION_UNFIT']],
      [{ store: STORE, orderId: '1' }, [400, 'REQUEST_INVALID']],
    ] as const;
    const other = await sold();
    for (const [to, outcome] of wrong)
      expect(outcomeOf(await propose(ann, { kind: 're-attribute', entry: other.entry, to }))).toEqual(outcome);
  });

  it('count the payment of an order to it, and say so', async () => {
    const paid = { p_id: ORDER, s_ids: [ORDER], shop_id: Number(SHOP), order_status: 2, order_type: 0, pay_type: 1, biz: 2 };
    await push(ledger.nobody, message(101, { ...paid, pay_time: 1_790_000_000, pay_amount: 12_990 }));
    const { entry } = await sold();
    const made = await proposed(ann, { kind: 're-attribute', entry, to: { orderId: ORDER } });
    const reply = await approve(bo, made);
    expect(outcomeOf(reply)).toEqual(APPLIED);
    expect(made).toMatchObject({ attribution: { to: 'order', orderId: ORDER, shopId: SHOP } });
  });

  it('of one’s own are balanced, on accounts of the chart and of the merchant, once for an id', async () => {
    const fees = `expenses:fees:${MERCHANT}:channel`;
    for (const [body, outcome] of [
      [linesOf(fees, 'assets:cash'), [400, 'ACCOUNT_NOT_OF_CHART']],
      [linesOf('expenses:fees:other:channel', CLEARING), [422, 'ACCOUNT_OF_ANOTHER_MERCHANT']],
      [linesOf(fees, CLEARING, 251), [422, 'LINES_UNBALANCED']],
      [{ lines: [] }, [400, 'REQUEST_INVALID']],
    ] as const)
      expect(outcomeOf(await propose(ann, adjustment(body)))).toEqual(outcome);
    const made = await proposed(ann, adjustment(linesOf(fees, CLEARING)));
    expect(made.correctionId).toBe('adjust-a1');
    const reply = await approve(bo, made);
    expect(await balance(fees, positionOf(reply))).toBe(250);
    expect(outcomeOf(await propose(ann, adjustment(linesOf(fees, CLEARING))))).toEqual([409, 'CORRECTION_APPLIED']);
  });

  it('of large amounts need two others, by rules that held when they were proposed', async () => {
    const { entry } = await sold({ amount: 200_000 });
    const made = await proposed(ann, { kind: 'reverse', entry });
    expect(made.tier).toEqual({ upTo: 5_000_000, approvals: 2 });
    const path = `/v1/merchants/${MERCHANT}/correction-rules`;
    const rules = { tiers: [{ upTo: null, approvals: 1 }], expiryDays: 7 };
    expect((await ledger.admin.get(path)).body).toMatchObject({ isSet: false, expiryDays: 7, revision: -1 });
    expect((await ledger.admin.post(path, rules)).status).toBe(200);
    expect((await ledger.admin.get(path)).body).toMatchObject({ isSet: true, ...rules });
    expect(outcomeOf(await ledger.admin.post(path, { ...rules, tiers: [{ upTo: 1, approvals: 1 }] }))).toEqual([
      400,
      'CORRECTION_RULES_INVALID',
    ]);
    expect(outcomeOf(await ledger.admin.post('/v1/merchants/nobody/correction-rules', rules))).toEqual([
      404,
      'MERCHANT_UNKNOWN',
    ]);
    expect(outcomeOf(await approve(bo, made))).toEqual(['CorrectionApproved']);
    expect(outcomeOf(await approve(bo, made))).toEqual([409, 'APPROVED_ALREADY']);
    expect(outcomeOf(await approve(cy, made))).toEqual(APPLIED);
  });

  it('of what has moved since are proposed anew', async () => {
    const { entry, paymentId } = await sold();
    const made = await proposed(ann, { kind: 'reverse', entry });
    const given = await bo.post(
      `/v1/payments/${paymentId}/refunds`,
      { amount: 1, reason: 'x' },
      { 'idempotency-key': paymentId },
    );
    expect(given.status).toBe(200);
    expect(outcomeOf(await approve(bo, made))).toEqual([409, 'TARGET_MOVED']);
    expect(outcomeOf(await propose(cy, { kind: 'reverse', entry, digest: made.digest }))).toEqual([409, 'PROPOSAL_CHANGED']);
    const anew = await proposed(cy, { kind: 'reverse', entry });
    expect(anew).toMatchObject({ proposal: 2, correctionId: made.correctionId });
    expect(outcomeOf(await approve(bo, made))).toEqual([409, 'PROPOSAL_CHANGED']);
    expect(outcomeOf(await approve(ann, anew))).toEqual(APPLIED);
  });

  it('are rejected by another and withdrawn by who proposed them', async () => {
    const { entry } = await sold();
    const { correctionId } = await proposed(ann, { kind: 'reverse', entry });
    const end = (by: Caller, how: string, reason: string) => by.post(`/v1/corrections/${correctionId}/${how}`, { reason });
    expect(outcomeOf(await propose(bo, { kind: 'reverse', entry }))).toEqual([409, 'CORRECTION_OPEN']);
    expect(outcomeOf(await end(ann, 'reject', 'no'))).toEqual([403, 'OWN_PROPOSAL']);
    expect(outcomeOf(await end(bo, 'withdraw', 'no'))).toEqual([403, 'NOT_THE_PROPOSER']);
    expect(outcomeOf(await end(bo, 'reject', ''))).toEqual([400, 'REQUEST_INVALID']);
    expect(outcomeOf(await end(bo, 'reject', 'it was one sale'))).toEqual(['CorrectionRejected']);
    expect(outcomeOf(await end(bo, 'reject', 'it was one sale'))).toEqual([]);
    await proposed(bo, { kind: 'reverse', entry });
    const reply = await end(bo, 'withdraw', 'a mistake');
    expect(outcomeOf(reply)).toEqual(['CorrectionWithdrawn']);
    const { history } = await correction(ann, correctionId, positionOf(reply));
    expect(history.map(({ type, reason }) => [type, reason])).toEqual([
      ['CorrectionProposed', EVIDENCE.reason],
      ['CorrectionRejected', 'it was one sale'],
      ['CorrectionProposed', EVIDENCE.reason],
      ['CorrectionWithdrawn', 'a mistake'],
    ]);
  });

  it('are applied once by however many who approve at the same moment', async () => {
    const { entry, position } = await sold();
    const revenue = await balance(REVENUE, position);
    const made = await proposed(ann, { kind: 'reverse', entry });
    const others = [bo, cy, ledger.admin];
    const replies = await Promise.all([...others, ...others].map((by) => approve(by, made)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await balance(REVENUE, await head())).toBe(revenue + 12_990);
  });

  it('are carried out once per Idempotency-Key', async () => {
    const { entry } = await sold();
    const key = { 'idempotency-key': 'once' };
    const first = await propose(ann, { kind: 'reverse', entry }, key);
    expect((await propose(ann, { kind: 'reverse', entry }, key)).body).toEqual(first.body);
  });

  it('are refused without a reason, evidence, a target, or with what does not belong to them', async () => {
    const { entry } = await sold();
    const before = await head();
    const none = { ...entry, eventId: '00000000-0000-8000-8000-000000000000' };
    for (const [body, outcome] of [
      [{ kind: 'reverse', entry, reason: ' ' }, [400, 'REQUEST_INVALID']],
      [{ kind: 'reverse', entry, evidence: [] }, [400, 'REQUEST_INVALID']],
      [{ kind: 'reverse', entry, evidence: ['4111111111111111'] }, [400, 'REQUEST_INVALID']],
      [{ kind: 'reverse' }, [400, 'REQUEST_INVALID']],
      [{ kind: 'reverse', entry, caseId: 'c1' }, [400, 'REQUEST_INVALID']],
      [{ kind: 're-attribute', entry }, [400, 'REQUEST_INVALID']],
      [{ kind: 'reverse', entry: none }, [404, 'ENTRY_NOT_FOUND']],
      [{ kind: 'reverse', entry: { ...entry, entry: 7 } }, [404, 'ENTRY_NOT_FOUND']],
      [{ kind: 'reverse', entry, day: '2099-01-01' }, [400, 'CORRECTION_DAY_AHEAD']],
      [{ kind: 'write-off', caseId: 'none' }, [404, 'DIFFERENCE_NOT_FOUND']],
    ] as const) {
      expect(outcomeOf(await propose(ann, body))).toEqual(outcome);
      expect(outcomeOf(await ann.post('/v1/corrections/preview', { ...EVIDENCE, ...body }))).toEqual(outcome);
    }
    expect(outcomeOf(await approve(bo, { correctionId: 'adjust-none', digest: '0'.repeat(64) }))).toEqual([
      404,
      'CORRECTION_NOT_FOUND',
    ]);
    expect(await head()).toBe(before);
  });

  it('wait in an inbox, open ones first, by merchant, status, kind and who did what, page by page', async () => {
    const at = await head();
    const list = (query = ''): Promise<CorrectionSeen[]> => ann.data(`/v1/corrections?limit=100&minPosition=${at}${query}`);
    const all = await list();
    const statuses = all.map(({ status }) => status);
    expect(statuses.indexOf('proposed')).toBe(0);
    expect(statuses.lastIndexOf('proposed')).toBe(statuses.filter((status) => status === 'proposed').length - 1);
    const paged: CorrectionSeen[] = [];
    for (let next: string | undefined = ''; next !== undefined;) {
      const { body } = await ann.get(`/v1/corrections?limit=2${next === '' ? '' : `&cursor=${next}`}`);
      const page = body as { data: CorrectionSeen[]; next?: string };
      paged.push(...page.data);
      next = page.next;
    }
    expect(paged).toEqual(all);
    const [open] = all;
    const proposer = (open as unknown as { by: string }).by;
    expect((await list('&status=applied')).every(({ status }) => status === 'applied')).toBe(true);
    expect((await list(`&proposer=${proposer}`)).length).toBeGreaterThan(1);
    expect((await list('&kind=adjust')).map(({ correctionId }) => correctionId)).toEqual(['adjust-a1']);
    expect(await list('&merchant=other')).toEqual([]);
    expect(await list('&status=expired')).toEqual([]);
    const [adjusted] = await list('&kind=adjust');
    const approver = (adjusted as unknown as { approvals: { by: string }[] }).approvals[0]?.by ?? '';
    expect((await list(`&approver=${approver}&kind=adjust`)).map(({ correctionId }) => correctionId)).toEqual(['adjust-a1']);
    expect(await list(`&approver=${proposer}&kind=adjust`)).toEqual([]);
    expect((await ann.get('/v1/corrections?cursor=WyJ4IiwieSJd')).status).toBe(400);
  });
});
