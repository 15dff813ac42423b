import type { Instant } from '#kernel';
import { replayNotice } from '../replay.js';
import { ChannelsUnderTest, TERMINAL } from '../testing.js';
import { receivePosTransaction } from './receive-transaction.js';
import type { PosResult } from './take-transaction.js';

const NEW_YEAR = '2026-12-31T16:00:00.000Z' as Instant;
const usual = {
  merchant_no: TERMINAL.merchantNo,
  terminal_no: TERMINAL.terminalNo,
  batch_no: 7,
  method: 'card',
  response_code: '00',
};
const purchase = { ...usual, kind: 'purchase', trace_no: 102, amount: 1234 };
const paymentOf = (trace: string, day: string, batch = '000007'): string =>
  `pay_${TERMINAL.merchantNo}.${TERMINAL.terminalNo}.${batch}.${trace}.${day}`;

describe('days and numbers of a terminal', () => {
  let channels: ChannelsUnderTest;
  beforeEach(async () => {
    channels = await ChannelsUnderTest.open();
  });

  async function send(message: object, now: string): Promise<PosResult> {
    const rawBody = Buffer.from(JSON.stringify(message));
    const answer = await receivePosTransaction(channels.deps, {
      headers: {},
      rawBody,
      now: now as Instant,
      ingestActor: 'key:k1',
    });
    if (!('body' in answer)) throw new Error(JSON.stringify(answer));
    return answer.body;
  }
  const facts = async (): Promise<{ occurredAt: string; settlementDate?: string; booking: { businessDate: string } }[]> =>
    (await channels.events()).map(({ data }) => (data as { fact: never }).fact);
  const standing = async (): Promise<unknown> => ((await channels.events()).at(-1)?.data as { standing: unknown }).standing;

  it.each([
    ['at once', '1231', '235958', '2026-12-31T15:59:59Z', '2026-12-31T15:59:58.000Z'],
    ['on New Year’s Day', '1231', '235958', '2027-01-01T02:00:00Z', '2026-12-31T15:59:58.000Z'],
    ['months late', '1231', '120000', '2027-06-20T02:00:00Z', '2026-12-31T04:00:00.000Z'],
    ['by a clock that is ahead', '0101', '000003', '2026-12-31T15:58:00Z', '2026-12-31T16:00:03.000Z'],
    ['on New Year’s Day of that day', '0101', '000003', '2026-12-31T16:00:05Z', '2026-12-31T16:00:03.000Z'],
    ['on a leap day', '0229', '120000', '2028-02-29T04:00:05Z', '2028-02-29T04:00:00.000Z'],
  ])('without a year, told %s', async (_when, local_date, local_time, receivedAt, at) => {
    expect(await send({ ...purchase, local_date, local_time }, receivedAt)).toMatchObject({ status: 'applied' });
    expect(await facts()).toMatchObject([{ occurredAt: at }]);
  });

  it.each([
    ['later than any terminal tells', '1231', '120000', '2027-07-20T02:00:00Z'],
    ['two days ahead', '0102', '120000', '2026-12-31T12:00:00Z'],
    ['on a day that is not', '0229', '120000', '2027-03-01T12:00:00Z'],
  ])('without a year, told %s, waits for a person', async (_when, local_date, local_time, receivedAt) => {
    expect(await send({ ...purchase, local_date, local_time }, receivedAt)).toMatchObject({ code: 'CLOCK_FAR_OFF' });
  });

  it.each([
    ['a month of 13', { local_date: '1301', local_time: '120000' }],
    ['no time', { local_date: '1231' }],
    ['an hour of 25', { local_date: '1231', local_time: '250000' }],
    ['a settlement date that is none', { occurred_at: NEW_YEAR, settlement_date: '0231' }],
  ])('with %s are refused', async (_what, clock) => {
    await expect(send({ ...purchase, ...clock }, NEW_YEAR)).rejects.toThrow('REQUEST_INVALID');
  });

  it('are read once: a parked notice is replayed in the year in which it came', async () => {
    const elsewhere = { ...purchase, terminal_no: 'POS00009', local_date: '1231', local_time: '235958' };
    const { notice_id = '' } = await send(elsewhere, NEW_YEAR);
    const terminal = { ...TERMINAL, terminalNo: 'POS00009', storeId: 's1', acquirer: 'unionpay', model: 'A920' };
    await channels.setUp({ type: 'Enrol', merchantId: 'm1', from: '2026-01-01T00:00:00.000Z' as Instant, ...terminal });
    await replayNotice(channels.deps, notice_id, '2028-02-01T00:00:00.000Z' as Instant);
    expect(await facts()).toMatchObject([{ occurredAt: '2026-12-31T15:59:58.000Z' }]);
  });

  it('name an original over New Year without its year', async () => {
    await send({ ...purchase, local_date: '1231', local_time: '235958' }, NEW_YEAR);
    const original = { kind: 'purchase', batch_no: 7, trace_no: 102, date: '1231' };
    await send({ ...usual, kind: 'reversal', local_date: '0101', local_time: '000010', original }, '2026-12-31T16:00:11Z');
    expect(await standing()).toMatchObject({ paymentId: paymentOf('000102', '20261231'), status: 'reversed', exceptions: [] });
  });

  it('wrap: trace 999999 is followed by 000001, and each is a payment of its own', async () => {
    const at = (seconds: number) => ({ local_date: '0101', local_time: `00000${String(seconds)}` });
    expect((await send({ ...purchase, trace_no: 999999, ...at(1) }, NEW_YEAR)).payment_id).toBe(
      paymentOf('999999', '20270101'),
    );
    expect((await send({ ...purchase, trace_no: 1, ...at(2) }, NEW_YEAR)).payment_id).toBe(paymentOf('000001', '20270101'));
    const wrapped = { ...purchase, batch_no: 999999, trace_no: 1, ...at(3) };
    expect((await send(wrapped, NEW_YEAR)).payment_id).toBe(paymentOf('000001', '20270101', '999999'));
  });

  it('wrap over days: batch and trace that come again on another day are another payment', async () => {
    await send({ ...purchase, local_date: '1231', local_time: '120000' }, NEW_YEAR);
    await send({ ...purchase, local_date: '0103', local_time: '120000' }, '2027-01-03T04:00:01Z');
    expect((await facts()).map(({ occurredAt }) => occurredAt)).toEqual([
      '2026-12-31T04:00:00.000Z',
      '2027-01-03T04:00:00.000Z',
    ]);
    const undone = { kind: 'purchase', batch_no: 7, trace_no: 102, date: '0103' };
    await send(
      { ...usual, kind: 'reversal', local_date: '0103', local_time: '120100', original: undone },
      '2027-01-03T04:01:01Z',
    );
    expect(await standing()).toMatchObject({ paymentId: paymentOf('000102', '20270103'), status: 'reversed' });
  });

  it('settle on the acquirer’s day: of the next year, of the day before the cut-off, and by the cut-off where it is not told', async () => {
    const late = { ...purchase, local_date: '1231', local_time: '225900' };
    await send({ ...late, settlement_date: '0101' }, NEW_YEAR);
    await send({ ...late, trace_no: 103, local_time: '233000', settlement_date: '2026-12-31' }, NEW_YEAR);
    await send({ ...late, trace_no: 104, local_time: '233000' }, NEW_YEAR);
    expect((await facts()).map(({ booking }) => booking.businessDate)).toEqual(['2027-01-01', '2026-12-31', '2027-01-01']);
    expect(await send({ ...late, trace_no: 105, settlement_date: '0301' }, NEW_YEAR)).toMatchObject({ code: 'CLOCK_FAR_OFF' });
  });

  it('move to the acquirer’s day when a later message tells it', async () => {
    const late = { ...purchase, local_date: '1231', local_time: '233000' };
    await send(late, NEW_YEAR);
    await send({ ...late, settlement_date: '1231' }, NEW_YEAR);
    const booked = (await channels.events()).map(({ data }) =>
      (data as { entries: { businessDate: string }[] }).entries.map(({ businessDate }) => businessDate),
    );
    expect(booked).toEqual([['2027-01-01'], ['2027-01-01', '2026-12-31']]);
    expect(await standing()).toMatchObject({ captured: 1234, exceptions: [] });
  });

  it('tell what was asked for, where less was approved', async () => {
    const answer = { ...purchase, local_date: '1231', local_time: '120000', response_code: '10', amount: 600 };
    await send({ ...answer, requested_amount: 1000 }, NEW_YEAR);
    expect(await standing()).toMatchObject({ captured: 600, requested: 1000, approved: 600, exceptions: ['PARTLY_APPROVED'] });
  });
});
