import { documentOf } from './support/openapi.js';
import type { Caller } from './support/caller.js';
import { CATALOGUE } from '#worklist';
import { eventually } from './support/eventually.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, STORE, TERMINAL, message, naming, openShop, paymentIdOf, push, tell, transaction } from './support/shop.js';

interface Row {
  readonly exceptionId: string;
  readonly code: string;
  readonly kind: string;
  readonly state: string;
  readonly severity: string;
  readonly worth: number;
  readonly assignee: string | null;
  readonly subject: Readonly<Record<string, string>>;
  readonly mend: { readonly route: string; readonly body: object };
}

const named = ({ merchantNo, terminalNo }: typeof TERMINAL) => ({ merchantNo, terminalNo });
const positionOf = (body: unknown): string => (body as { position: string }).position;
const ROUTES = Object.entries(CATALOGUE).flatMap(([kind, guides]) =>
  Object.entries(guides).map(([code, { mend }]) => ({ kind, code, route: mend.route })),
);

describe('the worklist', () => {
  let ledger: RunningLedger;
  let ops: Caller;
  let at = '';
  const sale = transaction({ amount: 5_000 });
  const above = transaction({ kind: 'refund', amount: 7_000, original: naming(sale) });
  const payment = paymentIdOf(sale);

  beforeAll(async () => {
    ledger = await runLedger();
    await openShop(ledger.admin);
    ops = await ledger.as('ops');
    for (const each of [sale, above]) {
      const { status, body, text } = await tell(ledger.nobody, each);
      if (status !== 200) throw new Error(text);
      at = positionOf(body);
    }
  });
  afterAll(() => ledger.end());

  const rows = (query = '', position = at): Promise<Row[]> =>
    ops.data<Row[]>(`/v1/exceptions?limit=100&minPosition=${position}${query}`);
  const above1 = async (query = '', position = at): Promise<Row> => {
    const [row] = await rows(`&code=REFUND_ABOVE_CAPTURED${query}`, position);
    if (!row) throw new Error('not there');
    return row;
  };
  /** Answers status and code, or the position reached. */
  const act = async (who: Caller, path: string, body: object, headers = {}): Promise<[number, string]> => {
    const reply = await who.post(`/v1/exceptions/${path}`, body, headers);
    if (reply.status === 200) at = positionOf(reply.body);
    return [reply.status, reply.status === 200 ? '' : (reply.body as { code: string }).code];
  };

  it('tells what happened, what it is worth and what mends it', async () => {
    expect(await above1()).toMatchObject({
      kind: 'payment',
      state: 'open',
      severity: 'high',
      worth: 2_000,
      merchant: MERCHANT,
      store: STORE,
      subject: { paymentId: payment, terminalNo: TERMINAL.terminalNo },
      happened: 'More was given back than was captured.',
      mend: { method: 'POST', route: `/v1/exceptions/${(await above1()).exceptionId}/resolve` },
    });
  });

  it('is filtered and counted', async () => {
    for (const query of [
      'kind=payment',
      `merchant=${MERCHANT}`,
      `store=${STORE}`,
      'severity=high',
      'state=open',
      'since=2026-01-01T00:00:00Z',
    ])
      expect((await rows(`&${query}`)).map(({ code }) => code)).toContain('REFUND_ABOVE_CAPTURED');
    for (const query of [
      'kind=order',
      'merchant=other',
      'store=other',
      'severity=low',
      'state=resolved',
      'assignee=key:x',
      'since=2100-01-01T00:00:00Z',
    ])
      expect((await rows(`&${query}`)).map(({ code }) => code)).not.toContain('REFUND_ABOVE_CAPTURED');
    const counts = await ops.data<{ code: string; open: number; worth: number }[]>(`/v1/exceptions/summary?minPosition=${at}`);
    expect(counts).toContainEqual(
      expect.objectContaining({ code: 'REFUND_ABOVE_CAPTURED', open: 1, claimed: 0, worth: 2_000 }),
    );
  });

  it('goes page by page', async () => {
    const all = await rows();
    const seen: Row[] = [];
    for (let next: string | undefined = ''; next !== undefined;) {
      const { body } = await ops.get(`/v1/exceptions?limit=1${next === '' ? '' : `&cursor=${next}`}`);
      const page = body as { data: Row[]; next?: string };
      seen.push(...page.data);
      next = page.next;
    }
    expect(seen).toEqual(all);
    expect((await ops.get('/v1/exceptions?cursor=WyJ4IiwieSJd')).status).toBe(400);
  });

  it('is claimed, commented on, resolved and reopened', async () => {
    const { exceptionId: id } = await above1();
    const other = await ledger.as('ops');
    expect(await act(ops, `${id}/claim`, {})).toEqual([200, '']);
    expect(await act(other, `${id}/claim`, {})).toEqual([409, 'EXCEPTION_CLAIMED']);
    const { assignee } = await above1();
    expect((await rows(`&assignee=${assignee ?? ''}`)).map(({ exceptionId }) => exceptionId)).toEqual([id]);
    expect(await act(other, `${id}/claim`, { force: true })).toEqual([200, '']);
    for (let tries = 0; tries < 2; tries += 1)
      expect(await act(other, `${id}/comment`, { text: 'asked the till' }, { 'idempotency-key': 'c1' })).toEqual([200, '']);
    expect(await act(other, `${id}/resolve`, {})).toEqual([400, 'REQUEST_INVALID']);
    expect(await act(other, `${id}/resolve`, { reason: 'the guest paid it back' })).toEqual([200, '']);
    const details = await ops.data<object>(`/v1/exceptions/${id}?minPosition=${at}`);
    expect(details).toMatchObject({
      state: 'resolved',
      assignee: null,
      resolved: { reason: 'the guest paid it back' },
      remarks: [{ text: 'asked the till' }],
      revision: 3,
    });
    expect((await rows('&state=resolved')).map(({ exceptionId }) => exceptionId)).toEqual([id]);
    expect(await act(ops, `${id}/claim`, {})).toEqual([409, 'EXCEPTION_RESOLVED']);
    expect(await act(ops, `${id}/reopen`, { reason: 'it bounced' })).toEqual([200, '']);
    expect(await above1()).toMatchObject({ state: 'open' });
    expect(await ops.data<unknown[]>(`/v1/exceptions/${id}/events?limit=10`)).toHaveLength(5);
  });

  it('is handed over to who may work on it', async () => {
    const { exceptionId: id } = await above1();
    type Assignee = { readonly actor: string; readonly name: string; readonly role: string };
    const assignees = await ops.data<Assignee[]>('/v1/exceptions/assignees');
    expect(assignees).toContainEqual(expect.objectContaining({ actor: 'key:admin', role: 'admin' }));
    expect(assignees.map(({ role }) => role)).not.toContain('reader');
    const { body } = await ledger.admin.post('/v1/keys', { name: 'night shift', role: 'ops' });
    const night = body as { readonly id: string; readonly key: string };
    const to = `key:${night.id}`;
    expect(await ops.data<Assignee[]>('/v1/exceptions/assignees')).toContainEqual({
      actor: to,
      name: 'night shift',
      role: 'ops',
    });
    expect(await act(ops, `${id}/claim`, {})).toEqual([200, '']);
    expect(await act(ops, `${id}/assign`, { to: 'key:nobody' })).toEqual([422, 'EXCEPTION_ASSIGNEE_UNFIT']);
    expect(await act(ledger.admin, `${id}/assign`, { to })).toEqual([409, 'EXCEPTION_CLAIMED']);
    expect(await act(ops, `${id}/assign`, { to })).toEqual([200, '']);
    expect(await above1()).toMatchObject({ state: 'claimed', assignee: to });
    expect(await act(ops, `${id}/resolve`, { reason: 'done' })).toEqual([409, 'EXCEPTION_CLAIMED']);
    await ledger.admin.delete(`/v1/keys/${night.id}`);
    expect((await ops.data<Assignee[]>('/v1/exceptions/assignees')).map(({ actor }) => actor)).not.toContain(to);
    expect(await act(ops, `${id}/assign`, { to: 'key:admin', force: true })).toEqual([200, '']);
    expect(await above1()).toMatchObject({ assignee: 'key:admin' });
  });

  it('closes by itself with the facts that explain it', async () => {
    const original = { kind: 'refund', ...naming(above) };
    const reply = await tell(
      ledger.nobody,
      transaction({ kind: 'reversal', amount: undefined, original, opening: naming(sale) }),
    );
    expect(reply.text).toContain('position');
    at = positionOf(reply.body);
    expect((await rows()).map(({ code }) => code)).not.toContain('REFUND_ABOVE_CAPTURED');
    const closed = await above1('&state=closed');
    expect(await act(ops, `${closed.exceptionId}/claim`, {})).toEqual([409, 'EXCEPTION_GONE']);
  });

  it('knows no exception that nobody told', async () => {
    const none = 'exc_00000000-0000-8000-8000-000000000000';
    expect(await act(ops, `${none}/claim`, {})).toEqual([404, 'EXCEPTION_NOT_FOUND']);
    expect((await ops.get(`/v1/exceptions/${none}`)).status).toBe(404);
  });

  it('sees what terminals do, by thresholds that the merchant sets', async () => {
    const path = `/v1/merchants/${MERCHANT}/exception-rules`;
    const sales = Array.from({ length: 3 }, () => transaction({ amount: 99_000, occurred_at: '2026-09-22T12:00:00+08:00' }));
    for (const each of sales) at = positionOf((await tell(ledger.nobody, each)).body);
    expect((await rows('&kind=terminal')).map(({ code }) => code)).not.toContain('FRAUD_NEAR_LIMIT');
    const reply = await ledger.admin.post(path, { near_limit_sales: 3, near_limit_margin_fen: 10_000 });
    expect(reply.status).toBe(200);
    at = positionOf(reply.body);
    expect(await rows('&code=FRAUD_NEAR_LIMIT')).toMatchObject([
      {
        kind: 'terminal',
        worth: 297_000,
        day: '2026-09-22',
        evidence: { sales: 3 },
        subject: { terminalNo: TERMINAL.terminalNo },
      },
    ]);
    expect((await ledger.admin.post(path, { near_limit_sales: 0 })).status).toBe(400);
    expect((await ledger.admin.post(path, { no_such_rule: 1 })).status).toBe(400);
    expect((await ledger.admin.post('/v1/merchants/nobody/exception-rules', { late_voids: 2 })).status).toBe(404);
    const { body } = await ops.get(path);
    expect((body as { rules: object[] }).rules).toContainEqual(
      expect.objectContaining({ rule: 'near_limit_sales', value: 3, standard: 5, isSet: true }),
    );
  });

  it('sees what an operator gives back, and who was at the till', async () => {
    const at7 = { occurred_at: '2026-09-23T12:00:00+08:00', operator_no: '07' };
    const sold = transaction({ amount: 3_000, ...at7 });
    const sales = [sold, transaction({ amount: 90_000, ...at7, operator_no: '08' })];
    const refunds = Array.from({ length: 3 }, () =>
      transaction({ kind: 'refund', amount: 500, ...at7, original: naming(sold, '2026-09-23') }),
    );
    for (const each of [...sales, ...refunds]) {
      const { status, body, text } = await tell(ledger.nobody, each);
      if (status !== 200) throw new Error(text);
      at = positionOf(body);
    }
    expect(await rows('&kind=operator')).toMatchObject([
      { code: 'FRAUD_REFUND_RATE', worth: 1_500, day: '2026-09-23', subject: { ...named(TERMINAL), operatorNo: '07' } },
    ]);
    const path = `/v1/payments/${paymentIdOf(sold, '20260923')}?minPosition=${at}`;
    expect(await ops.data(path)).toMatchObject({ operatorNo: '07' });
  });

  it('hears of messages that were put aside', async () => {
    const parked = { p_id: 1, s_ids: [1], shop_id: 999, order_status: 2, pay_time: 1_790_000_000, pay_amount: 1 };
    await push(ledger.nobody, message(101, parked));
    const notice = await eventually(async () => {
      const [found] = await rows(`&kind=notice&merchant=${MERCHANT}`);
      if (!found) throw new Error('not noted yet');
      return found;
    });
    expect(notice).toMatchObject({
      code: 'NOTICE_PARKED',
      merchant: MERCHANT,
      mend: { route: `/v1/notices/${notice.subject['noticeId'] ?? ''}/replay` },
    });
  });

  it.each(ROUTES)('proposes a command that exists for $kind $code', async ({ route }) => {
    const nameless = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}');
    const { operations } = await documentOf(ledger.url);
    expect(operations.map(([operation]) => nameless(operation))).toContain(nameless(`POST ${route}`));
  });
});
