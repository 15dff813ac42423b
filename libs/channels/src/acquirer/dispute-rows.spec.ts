import type { RowsAnswer } from '../rows.js';
import { ChannelsUnderTest, NOW, TERMINAL } from '../testing.js';
import { receiveDisputes } from './receive-disputes.js';

const usual = {
  case_no: 'CB20260921001',
  channel: 'unionpay',
  merchant_no: TERMINAL.merchantNo,
  terminal_no: TERMINAL.terminalNo,
  occurred_at: '2026-09-21T10:00:00+08:00',
};
const opened = { ...usual, kind: 'opened', stage: 'chargeback', amount: 10000, reason_code: '4853', rrn: '260921000101' };

describe('what an acquirer tells of disputes', () => {
  let channels: ChannelsUnderTest;
  beforeEach(async () => {
    channels = await ChannelsUnderTest.open();
  });

  const send = async (...rows: readonly object[]): Promise<RowsAnswer['results']> => {
    const rawBody = Buffer.from(JSON.stringify({ rows }));
    const answer = await receiveDisputes(channels.deps, { rawBody, now: NOW, ingestActor: 'key:k1' });
    if (!('body' in answer)) throw new Error(answer.refusal.code);
    return answer.body.results;
  };
  const facts = async (): Promise<unknown[]> =>
    (await channels.events()).map(({ type, data }) => ({ type, ...(data as { fact: object }).fact }));
  const standing = async (): Promise<unknown> => ((await channels.events()).at(-1)?.data as { standing: unknown }).standing;

  it('is recorded under the case, in the store of the terminal, and due by the terms where no day is named', async () => {
    const disputeId = `dsp_unionpay.${TERMINAL.merchantNo}.CB20260921001`;
    expect(await send(opened)).toMatchObject([{ status: 'applied', stream: `dispute.${disputeId}` }]);
    expect(await facts()).toMatchObject([
      { type: 'DisputeOpened', key: 'opened:1', disputeId, round: 1, amount: 10000, dueAt: '2026-09-28T02:00:00.000Z' },
    ]);
    expect(await standing()).toMatchObject({ merchant: 'm1', store: 's1', status: 'chargeback', rrn: '260921000101' });
    expect(await send(opened)).toMatchObject([{ status: 'duplicate' }]);
  });

  it('tells its whole course, in any order', async () => {
    const document = { type: 'sales_slip', digest: 'a'.repeat(64), reference: 'vault/2026/1' };
    await send(
      { ...usual, kind: 'lost', amount: 9000, round: 2 },
      { ...usual, kind: 'debited', amount: 10000, reference: 'D1', round: 2 },
      { ...usual, kind: 'evidence', reference: 'E1', documents: [document], round: 2 },
      { ...opened, round: 2, due_at: '2026-10-01T00:00:00+08:00' },
      { ...opened, stage: 'retrieval' },
      { ...usual, kind: 'accepted' },
    );
    expect(await standing()).toMatchObject({ status: 'lost', round: 2, charged: 9000, lost: 9000, exceptions: [] });
    await send({ ...opened, round: 3 }, { ...usual, kind: 'won', round: 3 });
    expect(await standing()).toMatchObject({ status: 'won', charged: 0 });
  });

  it.each([
    ['of another kind', { kind: 'maybe' }, 'parked', 'FIELDS_INVALID'],
    ['without amount', { amount: undefined }, 'parked', 'FIELDS_INVALID'],
    ['with nothing in dispute', { amount: 0 }, 'parked', 'FIELDS_INVALID'],
    ['with an amount in quotes', { amount: '10000' }, 'parked', 'FIELDS_INVALID'],
    ['with round 0', { round: 0 }, 'parked', 'FIELDS_INVALID'],
    ['without a stage', { stage: undefined }, 'parked', 'FIELDS_INVALID'],
    ['with documents that are none', { kind: 'evidence', reference: 'E1', documents: ['x'] }, 'parked', 'FIELDS_INVALID'],
    [
      'with a document without a digest',
      { kind: 'evidence', reference: 'E1', documents: [{ type: 'slip', digest: 'x', reference: 'v' }] },
      'parked',
      'FIELDS_INVALID',
    ],
    ['of an unknown merchant', { merchant_no: '898100012349999' }, 'parked', 'UNKNOWN_MERCHANT'],
    ['years ahead', { occurred_at: '2036-09-21T10:00:00Z' }, 'parked', 'CLOCK_FAR_OFF'],
    ['with a card number', { note: '4111 1111 1111 1111' }, 'refused', 'CARD_NUMBER_IN_TEXT'],
  ])('%s: stays behind alone', async (_what, change, status, code) => {
    const other = { ...opened, case_no: 'CB2' };
    expect(await send({ ...opened, ...change }, other)).toMatchObject([{ status, code }, { status: 'applied' }]);
  });
});
