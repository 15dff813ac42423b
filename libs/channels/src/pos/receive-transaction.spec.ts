import type { Instant } from '#kernel';
import type { Answer } from '../refusals.js';
import { replayNotice } from '../replay.js';
import { ChannelsUnderTest, NOW, TERMINAL } from '../testing.js';
import { receivePosTransaction } from './receive-transaction.js';
import type { PosResult } from './take-transaction.js';

const PAY = `pay_${TERMINAL.merchantNo}.${TERMINAL.terminalNo}.000007`;
const usual = {
  merchant_no: TERMINAL.merchantNo,
  terminal_no: TERMINAL.terminalNo,
  batch_no: 7,
  occurred_at: '2026-09-21T10:00:00+08:00',
  response_code: '00',
  rrn: '260921000101',
};
const purchase = { ...usual, kind: 'purchase', trace_no: '000102', amount: 1234, method: 'card', card: '622202******1234' };
const authorization = { ...usual, kind: 'authorization', trace_no: 101, amount: 20000, method: 'card', auth_code: 'A1B2C3' };
const named = (trace_no: number, kind?: string) => ({ kind, batch_no: 7, trace_no, date: '2026-09-21' });

describe('a POS transaction', () => {
  let channels: ChannelsUnderTest;
  beforeEach(async () => {
    channels = await ChannelsUnderTest.open();
  });

  const sendText = (text: string): Promise<Answer<PosResult>> =>
    receivePosTransaction(channels.deps, { headers: {}, rawBody: Buffer.from(text), now: NOW, ingestActor: 'key:k1' });
  const send = (message: object): Promise<Answer<PosResult>> => sendText(JSON.stringify(message));
  const bodyOf = async (message: object): Promise<PosResult> => {
    const answer = await send(message);
    if (!('body' in answer)) throw new Error(JSON.stringify(answer));
    return answer.body;
  };
  const facts = async (): Promise<unknown[]> =>
    (await channels.events()).map(({ type, data }) => ({ type, ...(data as { fact: object }).fact }));
  const standing = async (): Promise<unknown> => ((await channels.events()).at(-1)?.data as { standing: unknown }).standing;

  describe('is recorded', () => {
    it('under the numbers that opened the payment, and tells the position to wait for', async () => {
      const answer = await send(purchase);
      expect(answer).toMatchObject({ status: 200, body: { status: 'applied', payment_id: `${PAY}.000102.20260921` } });
      const [event] = await channels.events();
      expect(answer).toMatchObject({ body: { position: event?.position, notice_id: event?.metadata.notice?.id } });
      expect(await facts()).toMatchObject([
        {
          type: 'PaymentPurchased',
          key: 'purchase:POS00001.000007.000102.20260921',
          amount: 1234,
          batchNo: '000007',
          traceNo: '000102',
          card: { subject: expect.stringMatching(/^sub_/) as string, box: expect.any(String) as string },
          occurredAt: '2026-09-21T02:00:00.000Z',
          booking: {
            businessDate: '2026-09-21',
            of: { merchant: 'm1', store: 's1', side: 'offline', channel: 'unionpay', method: 'card' },
          },
        },
      ]);
      expect(event?.metadata.actor).toBe('key:k1');
    });

    it('with the kind of card and the product that its fee depends on, where the terminal tells them', async () => {
      await send({ ...purchase, card_type: 'debit', product: 'contactless_small' });
      expect(await facts()).toMatchObject([{ cardType: 'debit', product: 'contactless_small' }]);
      expect(await standing()).toMatchObject({ cardType: 'debit', product: 'contactless_small' });
    });

    it('as carrying out a payment request, whose order number may pass for a card number', async () => {
      const instruction_id = 'req_6900000000000000104_0123456789ab';
      expect(await bodyOf({ ...purchase, instruction_id })).toMatchObject({ status: 'applied' });
      expect(await standing()).toMatchObject({ requestId: instruction_id });
    });

    it('once: told again, or in other words, it is a duplicate', async () => {
      await send(purchase);
      expect(await bodyOf(purchase)).toMatchObject({ status: 'duplicate', payment_id: `${PAY}.000102.20260921` });
      expect(await sendText(`  ${JSON.stringify({ ...purchase, batch_no: '000007' })}`)).toMatchObject({
        body: { status: 'duplicate' },
      });
      expect(await facts()).toHaveLength(1);
      expect((await channels.inbox.list({ limit: 9 })).notices).toHaveLength(2);
    });

    it('as an authorization, captured in part, and its capture voided', async () => {
      await send(authorization);
      await send({ ...usual, kind: 'capture', trace_no: 103, amount: 15000, original: named(101) });
      await send({ ...usual, kind: 'capture_void', trace_no: 104, original: named(103), opening: named(101) });
      expect(await facts()).toMatchObject([
        { type: 'PaymentAuthorized', authCode: 'A1B2C3', expiresAt: '2026-10-21T02:00:00.000Z', multiCapture: false },
        { type: 'PaymentCaptured', amount: 15000, paymentId: `${PAY}.000101.20260921` },
        { type: 'CaptureVoided', originalKey: 'capture:POS00001.000007.000103.20260921', paymentId: `${PAY}.000101.20260921` },
      ]);
      expect(await standing()).toMatchObject({ captured: 0, exceptions: [] });
    });

    it('as a void of an authorization or a purchase, and as refunds', async () => {
      await send(authorization);
      await send({ ...usual, kind: 'authorization_void', trace_no: 105, original: named(101) });
      expect(await standing()).toMatchObject({ status: 'voided', held: 0 });
      await send(purchase);
      await send({ ...usual, kind: 'refund', trace_no: 106, amount: 234, method: 'card', original: named(102) });
      expect(await standing()).toMatchObject({ status: 'partly_refunded', refunded: 234 });
      await send({ ...purchase, trace_no: 107 });
      await send({ ...usual, kind: 'purchase_void', trace_no: 108, original: named(107) });
      expect(await standing()).toMatchObject({ status: 'voided', captured: 0 });
    });

    it('as a reversal, whether it comes before or after what it reverses, with a code or without', async () => {
      await send({ ...usual, kind: 'reversal', response_code: undefined, original: named(102, 'purchase'), reason: '98' });
      await send(purchase);
      expect(await standing()).toMatchObject({ status: 'reversed', captured: 0, exceptions: [] });
      await send({ ...purchase, trace_no: 109 });
      await send({ ...usual, kind: 'reversal', response_code: '25', original: named(109, 'purchase') });
      expect(await standing()).toMatchObject({ status: 'reversed', captured: 0 });
    });

    it('as a reversal of a refund, which names the opening besides', async () => {
      await send(purchase);
      await send({ ...usual, kind: 'refund', trace_no: 106, amount: 234, method: 'card', original: named(102) });
      await send({ ...usual, kind: 'reversal', original: named(106, 'refund'), opening: named(102, 'purchase') });
      expect(await standing()).toMatchObject({ status: 'captured', refunded: 0, captured: 1234 });
    });

    it('as a refund that only an RRN ties to its original', async () => {
      const refund = { ...usual, kind: 'refund', trace_no: 110, amount: 500, method: 'card', rrn: '260922000001' };
      const result = await bodyOf({ ...refund, original: { rrn: '260921000101' } });
      expect(result).toMatchObject({ status: 'applied', stream: `payment-reference.${TERMINAL.merchantNo}.260921000101` });
      expect(result.payment_id).toBeUndefined();
      const undo = { original: named(110, 'refund'), opening: { rrn: '260921000101' } };
      await send({ ...usual, kind: 'reversal', ...undo });
      await send({ ...refund, trace_no: 111, response_code: '51', original: { rrn: '260921000101' } });
      await send({ ...refund, trace_no: 112, response_code: '68', original: { rrn: '260921000101' } });
      expect(await facts()).toMatchObject([
        { type: 'ReferencedRefundMade', originalRrn: '260921000101', key: 'refund:POS00001.000007.000110.20260921' },
        { type: 'ReferencedRefundReversed', originalKey: 'refund:POS00001.000007.000110.20260921' },
        { type: 'ReferencedRefundDeclined', responseCode: '51' },
        { type: 'ReferencedRefundUnknown', responseCode: '68' },
      ]);
    });

    it('as declined, as unknown, and as what an inquiry found of it', async () => {
      await send({ ...purchase, response_code: '51' });
      await send({ ...purchase, trace_no: 110, response_code: undefined });
      expect(await standing()).toMatchObject({ status: 'unknown', captured: 0, exceptions: ['OUTCOME_UNKNOWN'] });
      const inquiry = { ...purchase, kind: 'inquiry', trace_no: 111, original: named(110, 'purchase') };
      expect(await bodyOf({ ...inquiry, response_code: '91' })).toMatchObject({
        status: 'ignored',
        code: 'INQUIRY_WITHOUT_ANSWER',
      });
      await send(inquiry);
      expect(await standing()).toMatchObject({ status: 'captured', captured: 1234, exceptions: [] });
      expect(await facts()).toMatchObject([
        { type: 'PaymentDeclined', key: 'declined-purchase:POS00001.000007.000102.20260921', responseCode: '51' },
        { type: 'PaymentOutcomeUnknown', key: 'unknown-purchase:POS00001.000007.000110.20260921' },
        { type: 'PaymentPurchased', key: 'purchase:POS00001.000007.000110.20260921', traceNo: '000110' },
      ]);
    });

    it('with a partial approval, in the amount of the answer', async () => {
      await send({ ...purchase, response_code: '10', amount: 1000 });
      expect(await facts()).toMatchObject([{ type: 'PaymentPurchased', amount: 1000 }]);
    });

    it('as a wallet payment with its channel and trade number', async () => {
      const wallet = { method: 'wechat', channel: 'wechat', channel_trade_no: '4200001234202609210123456789', card: undefined };
      await send({ ...purchase, ...wallet });
      expect(await facts()).toMatchObject([
        {
          channel: 'wechat',
          method: 'wechat',
          channelTradeNo: '4200001234202609210123456789',
          booking: { of: { channel: 'wechat' } },
        },
      ]);
    });

    it('as the totals of a batch', async () => {
      const totals = { debit_total: 24234, debit_count: 2, credit_total: 500, credit_count: 1 };
      expect(await bodyOf({ ...usual, kind: 'batch_total', ...totals })).toMatchObject({
        status: 'applied',
        stream: `terminal-batch.${TERMINAL.merchantNo}.POS00001.000007.20260921`,
      });
      expect(await facts()).toMatchObject([{ type: 'TerminalBatchTotalled', debitTotal: 24234, creditCount: 1 }]);
    });

    it('on the accounting day after the cut-off, in the payment of its local day', async () => {
      const late = await bodyOf({ ...purchase, occurred_at: '2026-09-21T23:30:00+08:00' });
      expect(late.payment_id).toBe(`${PAY}.000102.20260921`);
      expect(await facts()).toMatchObject([{ booking: { businessDate: '2026-09-22' } }]);
    });
  });

  describe('is refused, and nothing kept,', () => {
    it.each([
      ['a negative amount', { amount: -1 }, 'amount'],
      ['no amount', { amount: null }, 'amount'],
      ['nothing for an amount', { amount: 0 }, 'amount'],
      ['a fraction', { amount: 12.34 }, 'amount'],
      ['an amount as text', { amount: '1234' }, 'amount'],
      ['an amount above 2^53', { amount: 9007199254740992 }, 'amount'],
      ['another kind', { kind: 'gift' }, 'kind'],
      ['control characters in a number', { merchant_no: '89810\u0000' }, 'merchant_no'],
      ['SQL in a number', { terminal_no: "1';drop table x--" }, 'terminal_no'],
      ['a path in a number', { terminal_no: '../../etc' }, 'terminal_no'],
      ['a trace of seven digits', { trace_no: '1234567' }, 'trace_no'],
      ['a negative trace', { trace_no: -1 }, 'trace_no'],
      ['a time without zone', { occurred_at: '2026-09-21T10:00:00' }, 'occurred_at'],
      ['30 February', { occurred_at: '2026-02-30T10:00:00Z' }, 'occurred_at'],
      ['a card that is not masked', { card: '6222020200000001' }, 'card'],
      ['a card masked too little', { card: '6222020212**1234' }, 'card'],
      ['another kind of card', { card_type: 'gold' }, 'card_type'],
      ['a product in words', { product: 'Contactless, small' }, 'product'],
      ['another method', { method: 'cash' }, 'method'],
      ['no method', { method: undefined }, 'method'],
      ['control characters in words', { reason: 'a\u0007b' }, 'reason'],
      ['words without end', { note: 'x'.repeat(501) }, 'note'],
      ['an original that is none', { kind: 'refund', original: 'x' }, 'original'],
      ['an original without numbers', { kind: 'refund', original: { batch_no: 7 } }, 'original.trace_no'],
      ['a refund by a filler for an RRN', { kind: 'refund', original: { rrn: '000000000000' } }, 'original.batch_no'],
      ['a capture by RRN alone', { kind: 'capture', original: { rrn: '260921000101' } }, 'original.batch_no'],
      ['a capture void without its opening', { kind: 'capture_void', original: named(103) }, 'opening'],
      ['a reversal of a refund without its opening', { kind: 'reversal', original: named(103, 'refund') }, 'opening'],
      ['a reversal that does not say of what', { kind: 'reversal', original: named(103) }, 'original.kind'],
      ['an amount of thirteen digits', { amount: 1_000_000_000_000 }, 'amount'],
      ['an authorization without its code', { kind: 'authorization' }, 'auth_code'],
      ['an inquiry about an inquiry', { kind: 'inquiry', original: named(103, 'inquiry') }, 'original.kind'],
      ['totals without counts', { kind: 'batch_total', debit_total: 1, debit_count: 1, credit_total: 0 }, 'credit_count'],
    ])('with %s', async (_what, change, field) => {
      const answer = await send({ ...purchase, ...change });
      expect(answer).toMatchObject({ status: 400, refusal: { code: 'REQUEST_INVALID' } });
      const errors = 'refusal' in answer ? (answer.refusal.errors ?? []) : [];
      expect(errors.map((error) => error.field)).toContain(field);
      expect((await channels.inbox.list({ limit: 9 })).notices).toEqual([]);
    });

    it.each(['1234.0', '1.234e3', '1234.00000000000000000001', '9007199254740993'])(
      'with the amount written %s',
      async (amount) => {
        const text = JSON.stringify(purchase).replace('"amount":1234', `"amount":${amount}`);
        expect(await sendText(text)).toMatchObject({ status: 400, refusal: { errors: [{ field: 'amount' }] } });
      },
    );

    it.each(['', '{', '{} {}', '\ufeff{}'])('with the body %j', async (text) => {
      expect(await sendText(text)).toMatchObject({ status: 400, refusal: { code: 'JSON_MALFORMED' } });
    });

    it.each(['[]', '17', 'null', '"x"'])('with JSON that is no object: %s', async (text) => {
      expect(await sendText(text)).toMatchObject({ status: 400, refusal: { code: 'JSON_NOT_OBJECT' } });
    });
  });

  describe('is parked and acknowledged', () => {
    it('of a terminal that nobody enrolled, until it is and the notice is replayed', async () => {
      const elsewhere = { ...purchase, terminal_no: 'POS00009' };
      const answer = await send(elsewhere);
      expect(answer).toMatchObject({ status: 202, body: { status: 'parked', code: 'UNKNOWN_TERMINAL' } });
      const terminal = { ...TERMINAL, terminalNo: 'POS00009', storeId: 's1', acquirer: 'unionpay', model: 'A920' };
      await channels.setUp({ type: 'Enrol', merchantId: 'm1', from: '2026-01-01T00:00:00.000Z' as Instant, ...terminal });
      const id = 'body' in answer ? (answer.body.notice_id ?? '') : '';
      expect(await replayNotice(channels.deps, id, NOW)).toMatchObject({ status: 'applied' });
      expect(await bodyOf(elsewhere)).toMatchObject({ status: 'duplicate' });
    });

    it.each(['2026-09-23T10:00:00+08:00', '2015-12-31T10:00:00+08:00', '9999-12-31T23:59:59Z'])(
      'with its clock at %s',
      async (at) => {
        const answer = await send({ ...purchase, occurred_at: at });
        expect(answer).toMatchObject(
          at.startsWith('9999') ? { status: 400 } : { status: 202, body: { code: 'CLOCK_FAR_OFF' } },
        );
      },
    );
  });

  it('is no success while the ledger is away', async () => {
    channels.goAway();
    expect(await send(purchase)).toMatchObject({ status: 503, refusal: { code: 'OUTAGE' } });
    channels.comeBack();
    expect(await bodyOf(purchase)).toMatchObject({ status: 'applied' });
  });
});
