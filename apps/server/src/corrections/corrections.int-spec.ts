import { CorrectionQueries, correctionsModel, whenCorrectionApplied } from '#corrections';
import { destinationFeature } from '#fees';
import { plusMs, type BusinessDate } from '#kernel';
import { shanghai } from '#kernel/testing';
import { BalanceQueries, balances } from '#ledger';
import { rebuild } from '#projections';
import { servedViolations } from '#projections/testing';
import { matchDecider, matchFeature, matchStream } from '#reconciliation';
import { DailyReportQuery, ENTRY_AXES, dailyReport } from '#reports';
import { paymentDecider } from '#payments';
import type { Correcting } from './asked.js';
import { CorrectingDesk, WECHAT, adjusting, asked, codeOf, difference } from './testing/correcting-desk.js';

const DAY_MS = 86_400_000;
const day = (text: string): BusinessDate => text as BusinessDate;
const CLEARING = `assets:clearing:wechat:${WECHAT}`;

describe('corrections of a ledger', () => {
  let desk: CorrectingDesk;
  beforeEach(async () => {
    desk = await CorrectingDesk.open();
  });
  afterEach(() => desk.database.drop());

  const head = (): Promise<string> => desk.log.head();
  const queriesOf = ({ database, handling }: CorrectingDesk): CorrectionQueries =>
    new CorrectionQueries(database.reader, () => desk.now, { history: (stream) => handling.history(stream) });
  const balance = async (account: string): Promise<number> => {
    await desk.catchUp();
    return (await new BalanceQueries(desk.database.reader).one({ account })).data?.balance ?? 0;
  };
  const applied = ['CorrectionApproved', 'CorrectionApplied'];

  it('move just what the dry run said, in accounts and in the report', async () => {
    const entry = await desk.sold('1');
    await desk.sold('2');
    const correcting: Correcting = { kind: 're-attribute', entry, attribution: { to: 'store', store: 's2' } };
    const cells = async (): Promise<Map<string, number>> => {
      const question = { from: day('2026-01-01'), to: day('2026-12-31'), by: [...ENTRY_AXES] };
      const { data } = await new DailyReportQuery(desk.database.reader).ask(question);
      return new Map(
        data.flatMap((row) =>
          Object.entries(row)
            .filter(([name, value]) => typeof value === 'number' && name !== 'net' && name !== 'outstandingAtEnd')
            .map(([name, value]) => [[row.businessDate, row.store, name].join(' '), value as number] as const),
        ),
      );
    };
    const { radius } = await desk.preview(correcting);
    const before = await cells();
    expect(await desk.correct(correcting)).toMatchObject({ ok: true, events: applied });
    await desk.catchUp();
    const after = await cells();
    const moved = [...after].map(([key, value]) => [key, value - (before.get(key) ?? 0)] as const).filter(([, by]) => by !== 0);
    expect(moved.sort()).toEqual(radius.report.map((cell) => [[cell.day, cell.store, cell.column].join(' '), cell.by]).sort());
    expect(moved).toContainEqual(['2026-10-05 s2 saleCount', 1]);
    for (const { account, after: foreseen } of radius.balances) expect(await balance(account)).toBe(foreseen);
    expect(radius.balances.length).toBeGreaterThan(1);
  });

  it('expire by the clock, and can be proposed again', async () => {
    const entry = await desk.sold('1');
    const queries = queriesOf(desk);
    const { correctionId, digest } = await desk.preview({ kind: 'reverse', entry });
    await desk.propose({ kind: 'reverse', entry });
    await desk.catchUp();
    desk.now = plusMs(desk.now, 7 * DAY_MS);
    expect(codeOf(await desk.approve(correctionId, digest))).toBe('PROPOSAL_EXPIRED');
    expect((await queries.byId(correctionId)).data).toMatchObject({ status: 'expired' });
    expect((await queries.list({ limit: 5, status: 'expired' })).data).toHaveLength(1);
    expect((await queries.list({ limit: 5, status: 'proposed' })).data).toHaveLength(0);
    const proposed = await head();
    expect(await desk.correct({ kind: 'reverse', entry })).toMatchObject({ ok: true, events: applied });
    await desk.catchUp();
    const about = async (known: string, clock = desk.now) =>
      (await queries.aboutThen(entry.stream, { known, clock })).map(({ status }) => status);
    expect(await about(proposed)).toEqual(['expired']);
    expect(await about(proposed, plusMs(desk.now, -6 * DAY_MS))).toEqual(['proposed']);
    expect(await about(await head())).toEqual(['applied']);
    expect(await about('0000000000000001')).toEqual([]);
  });

  it('are booked on an open day, though what they correct is closed, and never on a closed one', async () => {
    const entry = await desk.sold('1');
    desk.closed = day('2026-09-30');
    const seen = await desk.preview({ kind: 'reverse', entry });
    expect(seen).toMatchObject({ day: '2026-10-05', closedThrough: '2026-09-30', radius: { closedPeriods: ['2026-09'] } });
    expect(seen.radius.report.every((cell) => cell.day === '2026-10-05')).toBe(true);
    const before = await head();
    expect(codeOf(await desk.propose({ kind: 'reverse', entry }, day('2026-09-20')))).toBe('PERIOD_CLOSED');
    expect(codeOf(await desk.propose(adjusting('a'), day('2026-09-30')))).toBe('PERIOD_CLOSED');
    expect(await head()).toBe(before);
    await desk.propose({ kind: 'reverse', entry });
    desk.closed = day('2026-10-31');
    expect(codeOf(await desk.approve(seen.correctionId, seen.digest))).toBe('PERIOD_CLOSED');
    desk.closed = undefined;
    expect(codeOf(await desk.approve(seen.correctionId, seen.digest))).toBe('TARGET_MOVED');
    desk.closed = day('2026-09-30');
    expect(await desk.approve(seen.correctionId, seen.digest)).toMatchObject({ ok: true, events: applied });
  });

  it('write a difference off and end its case, once', async () => {
    const entry = await desk.sold('1');
    const paymentId = entry.stream.slice('payment.'.length);
    await desk.caseOpened('c1', [difference('shortage', -12_990), difference('fee', -5)], paymentId);
    const writing: Correcting = { kind: 'write-off', caseId: 'c1', surplus: 'liability' };
    const seen = await desk.preview(writing);
    expect(seen).toMatchObject({
      ends: { caseId: 'c1', as: 'written_off' },
      radius: { matches: ['c1'], payments: [paymentId] },
    });
    expect(seen.entries[0]?.of.store).toBe('s1');
    expect(await desk.correct(writing)).toMatchObject({ ok: true });
    await desk.react();
    expect(await balance(CLEARING)).toBe(0);
    expect(await balance('expenses:losses:m1:shortage')).toBe(12_990);
    const { state } = await desk.handling.load(matchStream('c1'), matchDecider);
    expect(state).toMatchObject({ status: 'written_off', decided: { by: 'key:bo', correctionId: seen.correctionId } });
    const at = await head();
    await desk.react();
    expect(await head()).toBe(at);
    expect(codeOf(await desk.propose(writing))).toBe('DIFFERENCE_NOT_OPEN');
  });

  it('leave a case alone that was decided in the meantime', async () => {
    await desk.caseOpened('c1', [difference('surplus', 300)]);
    expect(await desk.correct({ kind: 'write-off', caseId: 'c1', surplus: 'income' })).toMatchObject({ ok: true });
    const resolve = { type: 'ResolveDifference', caseId: 'c1', by: 'key:cy', reason: 'found', now: desk.now } as const;
    const context = { commandId: 'other', correlationId: 'other', actor: 'key:cy' };
    await desk.handling.handle(matchFeature, resolve, context);
    await desk.react();
    expect((await desk.handling.load(matchStream('c1'), matchDecider)).state).toMatchObject({ status: 'resolved' });
    expect(await balance('revenue:windfall:m1')).toBe(-300);
  });

  it('are refused where the case moved between showing and approving', async () => {
    await desk.caseOpened('c1', [difference('surplus', 300)]);
    const writing: Correcting = { kind: 'write-off', caseId: 'c1', surplus: 'income' };
    const { correctionId, digest } = await desk.preview(writing);
    await desk.propose(writing);
    await desk.caseOpened('c1', [difference('surplus', 400)]);
    expect(codeOf(await desk.approve(correctionId, digest))).toBe('TARGET_MOVED');
  });

  it('record what a statement tells, by the target’s own rules, as a fact of its day', async () => {
    const row = await desk.told();
    desk.closed = day('2026-09-30');
    const recording: Correcting = { kind: 'record', row, as: 'payment', caseId: undefined };
    const before = await head();
    const seen = await desk.preview(recording);
    expect(await head()).toBe(before);
    const paymentId = `pay_${WECHAT}.wechat.4200000001`;
    expect(seen).toMatchObject({
      entries: [],
      day: '2026-10-01',
      amount: 12_990,
      records: { feature: 'payments', stream: `payment.${paymentId}`, entries: [{ kind: 'sale', businessDate: '2026-09-21' }] },
      radius: { payments: [paymentId], closedPeriods: ['2026-09'] },
    });
    expect(seen.radius.report).toContainEqual(expect.objectContaining({ day: '2026-10-01', column: 'gross', by: 12_990 }));
    expect(await desk.correct(recording)).toMatchObject({ ok: true, events: applied });
    expect(await balance(CLEARING)).toBe(0);
    await desk.react();
    await desk.react();
    const events = await desk.handling.history(`payment.${paymentId}`);
    expect(events.map(({ data }) => (data as { entries: unknown }).entries)).toEqual([seen.records?.entries]);
    expect(events[0]?.metadata).toMatchObject({ actor: 'reaction:correction-applied' });
    expect(await balance(CLEARING)).toBe(12_990);
    expect(codeOf(await desk.propose(recording))).toBe('ROW_RECORDED_ALREADY');
  });

  it('record nothing that others told already, in whatever detail', async () => {
    await desk.sold('4200000001', '2026-09-21', 12_000);
    const recording: Correcting = { kind: 'record', row: await desk.told(), as: 'payment', caseId: undefined };
    expect(codeOf(await desk.propose(recording))).toBe('ROW_RECORDED_ALREADY');
  });

  it('record a refund of a payment that is known, and mend the case', async () => {
    const refund = {
      key: 'refund.5030000001',
      kind: 'refund',
      direction: 'out',
      amount: 500,
      refs: { channelTradeNo: '4200000001', channelRefundNo: '5030000001' },
    } as const;
    const recording = (caseId?: string): Correcting => ({
      kind: 'record',
      row: { channel: 'wechat', book: 'trades', account: WECHAT, key: refund.key },
      as: 'payment',
      caseId,
    });
    expect(codeOf(await desk.propose(recording()))).toBe('STATEMENT_ROW_NOT_FOUND');
    await desk.told(refund);
    expect(await desk.corrections.preview(asked(recording()))).toMatchObject({ code: 'ROW_CAN_NOT_BE_RECORDED' });
    await desk.correct({ kind: 'record', row: await desk.told(), as: 'payment', caseId: undefined });
    await desk.react();
    await learn('4200000001');
    await desk.caseOpened('c2', [difference('surplus', -500)]);
    expect(await desk.correct(recording('c2'))).toMatchObject({ ok: true, events: applied });
    await desk.react();
    const { state } = await desk.handling.load(`payment.pay_${WECHAT}.wechat.4200000001`, paymentDecider);
    expect(state.standing).toMatchObject({ captured: 12_990, refunded: 500, exceptions: [] });
    expect((await desk.handling.load(matchStream('c2'), matchDecider)).state).toMatchObject({ status: 'resolved' });
  });

  it('record a settlement where its way to a bank account is agreed', async () => {
    const row = await desk.told({ key: 'payment.77', fee: 78, net: 12_912 });
    const recording: Correcting = { kind: 'record', row, as: 'settlement', caseId: undefined };
    expect(codeOf(await desk.propose(recording))).toBe('ROW_CAN_NOT_BE_RECORDED');
    const payee = { kind: 'bank_account', account: 'icbc-main', bank: '工商银行', lastFour: '1234' } as const;
    const cycle = { days: 1, calendar: 'calendar' } as never;
    const destination = { id: 'd1', from: shanghai('2026-01-01 00:00'), payee, cycle, cutOff: '24:00' };
    const set = {
      type: 'SetSettlementDestination',
      merchantId: 'm1',
      channel: 'wechat',
      merchantNo: WECHAT,
      destination,
    } as const;
    await desk.handling.handle(destinationFeature, set, { commandId: 'd', correlationId: 'd', actor: 'key:admin' });
    expect(await desk.correct(recording)).toMatchObject({ ok: true, events: applied });
    await desk.react();
    expect([await balance('assets:bank:icbc-main'), await balance(CLEARING)]).toEqual([12_912, -12_990]);
  });

  it.each([
    [{ book: 'funds' as const }, 'trades'],
    [{ kind: 'reversal' as const, direction: 'out' as const }, 'neither'],
    [{ amount: 0 }, 'amount'],
    [{ refs: {} }, 'number'],
  ])('make no fact of %p', async (more, why) => {
    const row = await desk.told({ key: 'odd', ...more });
    const refused = await desk.corrections.preview(asked({ kind: 'record', row, as: 'payment', caseId: undefined }));
    expect(refused).toMatchObject({
      code: 'ROW_CAN_NOT_BE_RECORDED',
      details: { why: expect.stringContaining(why) as string },
    });
  });

  it('read the same when their read models are rebuilt from the log', async () => {
    await desk.correct({ kind: 'reverse', entry: await desk.sold('1') });
    await desk.propose({ kind: 'reverse', entry: await desk.sold('2') });
    await desk.correct(adjusting('a'));
    await desk.catchUp();
    const context = { pool: desk.database.pool, log: desk.log, codec: desk.codec };
    for (const projection of [correctionsModel, balances, dailyReport]) {
      const { digest, replacedDigest } = await rebuild(context, projection);
      expect(digest).toBe(replacedDigest);
      expect(await servedViolations(desk.database.pool, projection)).toEqual([]);
    }
  });

  it('ask nothing of others where they only book', async () => {
    await desk.correct(adjusting('a'));
    const events = await desk.handling.history('correction.adjust-a');
    const last = events.at(-1);
    expect(last && whenCorrectionApplied.react(last)).toEqual([]);
  });

  /** As the reaction that follows payments does. */
  async function learn(tradeNo: string): Promise<void> {
    const { whenRrnRecorded, referenceFeature } = await import('#payments');
    for (const event of await desk.handling.history(`payment.pay_${WECHAT}.wechat.${tradeNo}`))
      for (const command of whenRrnRecorded.react(event))
        await desk.handling.handle(referenceFeature, command, {
          commandId: tradeNo,
          correlationId: tradeNo,
          actor: 'reaction:x',
        });
  }
});
