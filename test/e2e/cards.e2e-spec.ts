import type { Reply } from './support/reply.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, TERMINAL, openShop, paymentIdOf, tell, transaction } from './support/shop.js';

interface Batch {
  readonly exceptions: string[];
  readonly transactions: { readonly paymentId: string; readonly explains: boolean }[];
}

const codeOf = ({ body }: Reply): unknown => (body as { code?: unknown }).code;
const positionOf = ({ body }: Reply): string => (body as { position: string }).position;

describe('cards at the counter', () => {
  let ledger: RunningLedger;
  beforeAll(async () => {
    ledger = await runLedger();
    await openShop(ledger.admin);
  });
  afterAll(() => ledger.end());

  it('say what was asked for where a part was approved, and are found by it', async () => {
    const sale = transaction({ amount: 6_000, requested_amount: 10_000, response_code: '10' });
    const fresh = positionOf(await tell(ledger.nobody, sale));
    expect(await ledger.admin.data(`/v1/payments/${paymentIdOf(sale)}?minPosition=${fresh}`)).toMatchObject({
      captured: 6_000,
      requested: 10_000,
      approved: 6_000,
      exceptions: ['PARTLY_APPROVED'],
    });
    expect(await ledger.admin.data('/v1/payments?exception=PARTLY_APPROVED')).toHaveLength(1);
  });

  it('are compared with the totals of their batch', async () => {
    const occurred_at = '2026-09-21T10:00:00+08:00';
    const sales = [1_000, 2_500].map((amount) => transaction({ amount, batch_no: '000042', occurred_at }));
    for (const sale of sales) await tell(ledger.nobody, sale);
    const totals = { debit_total: 1_000, debit_count: 1, credit_total: 0, credit_count: 0 };
    const { merchantNo: merchant_no, terminalNo: terminal_no } = TERMINAL;
    const told = { kind: 'batch_total', merchant_no, terminal_no, batch_no: '000042', occurred_at, ...totals };
    const fresh = positionOf(await tell(ledger.nobody, told));
    const path = `/v1/batches/${merchant_no}/${terminal_no}/000042/2026-09-21`;
    const batch = await ledger.admin.data<Batch>(`${path}?minPosition=${fresh}`);
    expect(batch).toMatchObject({ debitTotal: 1_000, ourDebitTotal: 3_500, ourDebitCount: 2, exceptions: ['BATCH_DIFFERS'] });
    expect(batch.transactions.filter(({ explains }) => explains)).toMatchObject([{ paymentId: paymentIdOf(sales[1] ?? {}) }]);
    expect(await ledger.admin.data(`/v1/batches?differs=true&merchant=${MERCHANT}`)).toHaveLength(1);
    expect(await ledger.admin.data('/v1/batches?differs=false')).toEqual([]);
    expect(await ledger.admin.data('/v1/batches/probable-duplicates')).toEqual([]);
    expect(codeOf(await ledger.admin.get(path.replace('000042', '000043')))).toBe('NOT_FOUND');
  });

  describe('in dispute', () => {
    const { merchantNo } = TERMINAL;
    const row = { case_no: 'CB1', channel: 'unionpay', merchant_no: merchantNo, occurred_at: new Date().toISOString() };
    const opened = { ...row, kind: 'opened', stage: 'chargeback', amount: 5_000, reason_code: '4853' };
    const path = `/v1/disputes/dsp_unionpay.${merchantNo}.CB1`;
    const document = { type: 'sales_slip', digest: 'ab'.repeat(32), reference: 'vault/2026/1' };
    const tellRows = async (...rows: object[]): Promise<string> => {
      const { body } = await ledger.admin.post('/v1/channels/acquirer/disputes', { rows });
      const { results } = body as { results: { status: string; position: string }[] };
      expect(results.map(({ status }) => status)).toEqual(rows.map(() => 'applied'));
      return results.at(-1)?.position ?? '';
    };
    const answer = (what: 'evidence' | 'accept', body: object, key: string): Promise<Reply> =>
      ledger.admin.post(`${path}/${what}`, body, { 'idempotency-key': key });

    it('are answered once, told as lost, and stand with what they cost', async () => {
      await tellRows(opened, { ...row, kind: 'debited', amount: 5_000, reference: 'D1' });
      const evidence = { documents: [document], note: 'signed slip' };
      const first = await answer('evidence', evidence, 'e-1');
      expect([first.status, (await answer('evidence', evidence, 'e-1')).text]).toEqual([200, first.text]);
      expect(await ledger.admin.data(`${path}?minPosition=${positionOf(first)}`)).toMatchObject({
        status: 'evidence_submitted',
        charged: 5_000,
        lost: 0,
      });
      const fresh = await tellRows({ ...row, kind: 'lost', amount: 5_000 });
      expect(await ledger.admin.data(`${path}?minPosition=${fresh}`)).toMatchObject({ status: 'lost', lost: 5_000 });
      expect(await ledger.admin.data(`/v1/balances/expenses:losses:${MERCHANT}:chargeback?minPosition=${fresh}`)).toMatchObject(
        {
          balance: 5_000,
        },
      );
      expect(codeOf(await answer('accept', { reason: 'too late' }, 'a-1'))).toBe('DISPUTE_DECIDED');
      expect(await ledger.admin.data(`${path}/events`)).toHaveLength(4);
      expect(await ledger.admin.data('/v1/disputes?status=lost')).toHaveLength(1);
    });

    it.each([
      ['no documents', { documents: [], note: 'x' }, 'REQUEST_INVALID'],
      ['a digest that is none', { documents: [{ ...document, digest: 'x' }], note: 'x' }, 'REQUEST_INVALID'],
      ['more than names a document', { documents: [{ ...document, content: 'x' }], note: 'x' }, 'REQUEST_INVALID'],
      [
        'a card number for a reference',
        { documents: [{ ...document, reference: '4111111111111111' }], note: 'x' },
        'REQUEST_INVALID',
      ],
      ['a card number in the note', { documents: [document], note: 'card 4111 1111 1111 1111' }, 'CARD_NUMBER_IN_TEXT'],
    ])('take no evidence with %s', async (what, body, code) => {
      expect(codeOf(await answer('evidence', body, what.replaceAll(' ', '-')))).toBe(code);
    });
  });
});
