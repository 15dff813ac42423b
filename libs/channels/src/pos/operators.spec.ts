import type { Answer } from '../refusals.js';
import { ChannelsUnderTest, NOW, TERMINAL } from '../testing.js';
import { receivePosTransaction } from './receive-transaction.js';
import type { PosResult } from './take-transaction.js';

const usual = {
  merchant_no: TERMINAL.merchantNo,
  terminal_no: TERMINAL.terminalNo,
  batch_no: 7,
  occurred_at: '2026-09-21T10:00:00+08:00',
  response_code: '00',
  rrn: '260921000101',
};
const purchase = { ...usual, kind: 'purchase', trace_no: 102, amount: 1234, method: 'card' };
const named = (kind?: string) => ({ kind, batch_no: 7, trace_no: 102, date: '2026-09-21' });

describe('a POS transaction names who was at the till', () => {
  let channels: ChannelsUnderTest;
  beforeEach(async () => {
    channels = await ChannelsUnderTest.open();
  });

  const send = (message: object): Promise<Answer<PosResult>> =>
    receivePosTransaction(channels.deps, {
      headers: {},
      rawBody: Buffer.from(JSON.stringify(message)),
      now: NOW,
      ingestActor: 'key:k1',
    });
  const facts = async (): Promise<unknown[]> =>
    (await channels.events()).map(({ type, data }) => ({ type, ...(data as { fact: object }).fact }));
  const standing = async (): Promise<unknown> => ((await channels.events()).at(-1)?.data as { standing: unknown }).standing;

  const voided = { ...usual, kind: 'purchase_void', trace_no: 103, original: named() };
  const inquired = {
    ...usual,
    kind: 'inquiry',
    trace_no: 104,
    amount: 1234,
    method: 'card',
    original: named('purchase'),
  };

  it('in its fact, and in the payment that it opens', async () => {
    await send({ ...purchase, operator_no: '07' });
    await send({ ...voided, operator_no: '#8/b' });
    expect(await facts()).toMatchObject([{ operatorNo: '07' }, { type: 'PurchaseVoided', operatorNo: '#8/b' }]);
    expect(await standing()).toMatchObject({ operatorNo: '07', exceptions: [] });
  });

  it('but not by who asked what became of it, nor where nobody is named', async () => {
    await send({ ...purchase, operator_no: '07' });
    expect(await send({ ...inquired, operator_no: '08' })).toMatchObject({ body: { status: 'applied' } });
    await send({ ...voided, kind: 'reversal', operator_no: '08', original: named('purchase') });
    expect(await standing()).toMatchObject({ status: 'reversed', exceptions: [] });
    expect(JSON.stringify(await facts())).not.toContain('08"');
  });

  it.each(['', ' 7', '张三', 'a'.repeat(21), 7, 'a\u0007'])('by a number: not %j', async (operator_no) => {
    expect(await send({ ...purchase, operator_no })).toMatchObject({
      status: 400,
      refusal: { code: 'REQUEST_INVALID', errors: [{ field: 'operator_no' }] },
    });
  });

  it('by no card number', async () => {
    expect(await send({ ...purchase, operator_no: '4111111111111111' })).toMatchObject({
      refusal: { code: 'CARD_NUMBER_IN_TEXT' },
    });
  });
});
