import { CommandHandling, EventCodec, MemoryEventLog, deterministicId } from '#event-log';
import { money, plusMs, type BusinessDate, type Instant } from '#kernel';
import { yuan } from '#kernel/testing';
import { PAYMENT_EVENTS, REFERENCE_EVENTS, paymentFeature, referenceFeature, type PaymentFact } from '#payments';
import { MERCHANT_NO, OPENED_AT, TERMINAL_NO, bookingAt, byRrn, factOf, refOf, tale } from '#payments/testing';
import { ProjectionRunner, soleOwner } from '#projections';
import { readDatabase, type ReadDatabase } from '#projections/testing';
import { SETTLEMENT_EVENTS, settlementFeature, type TerminalBatchTotalled } from '#settlements';
import { BatchQueries } from './batch-queries.js';
import { terminalBatches } from './terminal-batches.js';

const CODEC = EventCodec.of(PAYMENT_EVENTS, REFERENCE_EVENTS, SETTLEMENT_EVENTS);
const DAY_MS = 86_400_000;
const BATCH = { merchantNo: MERCHANT_NO, terminalNo: TERMINAL_NO, batchNo: '000007' } as const;
const TODAY = '2026-09-21' as BusinessDate;

describe('batches of terminals', () => {
  let database: ReadDatabase;
  let log: MemoryEventLog;
  let handling: CommandHandling;
  let runner: ProjectionRunner;
  let queries: BatchQueries;
  let commands = 0;

  beforeEach(async () => {
    database = await readDatabase();
    log = new MemoryEventLog();
    handling = new CommandHandling(log, CODEC);
    queries = new BatchQueries(database.reader);
    runner = new ProjectionRunner({ ...database, log, codec: CODEC, projections: [terminalBatches], ownership: soleOwner });
    runner.start();
  });
  afterEach(async () => {
    await runner.stop();
    await database.drop();
  });

  const context = () => {
    const commandId = deterministicId('batch', String((commands += 1)));
    return { commandId, correlationId: commandId, actor: 'test' };
  };
  async function told(...facts: PaymentFact[]): Promise<void> {
    for (const fact of facts) await handling.handle(paymentFeature, { type: 'RecordPaymentFact', fact }, context());
  }
  async function totalled(
    debit: [string, number],
    credit: [string, number],
    { at = plusMs(OPENED_AT, 3_600_000), batchNo = '000007' }: { at?: Instant; batchNo?: string } = {},
  ): Promise<void> {
    const fact: TerminalBatchTotalled = {
      type: 'TerminalBatchTotalled',
      key: 'totals',
      occurredAt: at,
      booking: bookingAt(at),
      ...BATCH,
      batchNo,
      debitTotal: yuan(debit[0]),
      debitCount: debit[1],
      creditTotal: yuan(credit[0]),
      creditCount: credit[1],
    };
    await handling.handle(settlementFeature, { type: 'RecordSettlementFact', fact }, context());
  }
  const caughtUp = async (): Promise<{ minPosition: string }> => {
    const minPosition = await log.head();
    await database.positions.waitFor('terminal_batches', minPosition);
    return { minPosition };
  };
  const batch = async (day = TODAY) => (await queries.one({ ...BATCH, day }, await caughtUp())).data;
  /** Facts of payments of their own. */
  const payment = (id: string, words: string): PaymentFact[] =>
    tale(words).map((fact) => ({ ...fact, paymentId: id, key: fact.key.replace('POS00001', id) }));

  const DAY_OF_SALES = [
    ...payment('p1', 'authorize 200.00; capture 230.00'),
    ...payment('p2', 'purchase 12.34; void purchase'),
    ...payment('p3', 'purchase 5.00; reverse purchase'),
    ...payment('p4', 'purchase 100.00; refund 40.00'),
    ...payment('p5', 'decline purchase 70.00'),
    ...payment('p6', 'authorize 50.00; void authorization'),
    ...payment('p7', 'authorize 50.00; capture 20.00; void capture#1'),
  ].map((fact) => ('originalKey' in fact ? { ...fact, originalKey: keyOfSame(fact) } : fact));

  function keyOfSame(fact: Extract<PaymentFact, { originalKey: string }>): string {
    return fact.originalKey.replace('POS00001', fact.paymentId);
  }

  it.each([
    ['as they happen', DAY_OF_SALES],
    ['backwards', DAY_OF_SALES.toReversed()],
  ])(
    'are what the terminal says they are, told %s: what was voided on both sides, what was reversed on none',
    async (_how, facts) => {
      await totalled(['362.34', 4], ['72.34', 3]);
      await told(...facts);
      expect(await batch()).toMatchObject({
        merchant: 'm1',
        ourDebitTotal: 362_34,
        ourDebitCount: 4,
        ourCreditTotal: 72_34,
        ourCreditCount: 3,
        exceptions: [],
      });
    },
  );

  it('differ, and the transaction that explains it says so', async () => {
    await told(...DAY_OF_SALES);
    await totalled(['262.34', 3], ['72.34', 3]);
    const found = await batch();
    expect(found).toMatchObject({ debitTotal: 262_34, ourDebitTotal: 362_34, exceptions: ['BATCH_DIFFERS'] });
    expect(found?.transactions.filter(({ explains }) => explains)).toMatchObject([
      { paymentId: 'p4', kind: 'purchase', amount: 100_00, counts: 'debit', outcome: 'approved' },
    ]);
    await totalled(['367.34', 5], ['72.34', 3], { at: plusMs(OPENED_AT, 3_700_000) });
    expect((await batch())?.transactions.filter(({ explains }) => explains)).toMatchObject([
      { paymentId: 'p3', amount: 5_00, counts: null, outcome: 'reversed' },
    ]);
  });

  it('name the tries that nobody answered', async () => {
    await told(...payment('p1', 'unknown purchase 70.00'), ...payment('p2', 'unknown purchase 8.00; purchase 8.00'));
    await totalled(['78.00', 2], ['0.00', 0]);
    const found = await batch();
    expect(found).toMatchObject({ unknown: 1, exceptions: ['BATCH_DIFFERS', 'OUTCOME_UNKNOWN'] });
    expect(found?.transactions.filter(({ explains }) => explains)).toMatchObject([{ paymentId: 'p1', outcome: 'unknown' }]);
  });

  it('count a refund by RRN once, before and after its payment is known', async () => {
    const [purchase, refund] = payment('p1', 'purchase 100.00; refund 30.00') as [PaymentFact, PaymentFact];
    const fact = byRrn(refund, '260921000101');
    await handling.handle(referenceFeature, { type: 'RecordReferencedFact', fact }, context());
    await told(purchase);
    await totalled(['100.00', 1], ['30.00', 1]);
    expect(await batch()).toMatchObject({ ourCreditCount: 1, exceptions: [] });
    await told(refund);
    expect(await batch()).toMatchObject({ ourCreditCount: 1, ourCreditTotal: 30_00, exceptions: [] });
  });

  it('begin where the same number was totalled before: numbers wrap, also within a day', async () => {
    await told(...payment('p1', 'purchase 10.00'));
    await totalled(['10.00', 1], ['0.00', 0]);
    const later = plusMs(OPENED_AT, DAY_MS);
    const [again] = payment('p2', 'purchase 20.00') as [PaymentFact];
    await told({ ...again, occurredAt: later });
    await totalled(['20.00', 1], ['0.00', 0], { at: plusMs(later, 60_000) });
    expect(await batch()).toMatchObject({ ourDebitTotal: 10_00, exceptions: [] });
    expect(await batch('2026-09-22' as BusinessDate)).toMatchObject({
      ourDebitTotal: 20_00,
      since: plusMs(OPENED_AT, 3_600_000),
      exceptions: [],
    });
    expect(await batch('2026-09-23' as BusinessDate)).toBeUndefined();
  });

  it('are listed page by page, and by whether they differ', async () => {
    await told(...payment('p1', 'purchase 10.00'));
    await totalled(['10.00', 1], ['0.00', 0]);
    await totalled(['1.00', 1], ['0.00', 0], { at: plusMs(OPENED_AT, DAY_MS), batchNo: '000008' });
    await totalled(['2.00', 1], ['0.00', 0], { at: plusMs(OPENED_AT, 2 * DAY_MS), batchNo: '000009' });
    const fresh = await caughtUp();
    const first = await queries.list({ limit: 2, ...fresh });
    expect(first.data.map(({ batchNo }) => batchNo)).toEqual(['000009', '000008']);
    const rest = await queries.list({ limit: 2, cursor: first.next });
    expect(rest.data.map(({ batchNo }) => batchNo)).toEqual(['000007']);
    expect(rest.next).toBeUndefined();
    const differing = await queries.list({ limit: 9, differs: true, merchant: 'm1', from: '2026-09-22' as BusinessDate });
    expect(differing.data.map(({ batchNo }) => batchNo)).toEqual(['000009', '000008']);
    expect((await queries.list({ limit: 9, differs: false })).data.map(({ batchNo }) => batchNo)).toEqual(['000007']);
  });

  describe('a transaction told again under the next day', () => {
    const first = factOf({ verb: 'purchase', kind: 'purchase', ordinal: 1, amount: money(12_34), at: OPENED_AT });
    const { rrn: _, ...withoutAnswer } = first as PaymentFact & { rrn: string };
    const again = (over: object = {}): PaymentFact => ({
      ...first,
      paymentId: 'again',
      key: `purchase:${refOf('purchase').replace('20260921', '20260922')}`,
      occurredAt: plusMs(OPENED_AT, 15 * 3_600_000),
      ...over,
    });
    const found = async () => (await queries.probableDuplicates({ limit: 9, ...(await caughtUp()) })).data;

    it('is probably the same where nothing but the day differs and the first was never answered', async () => {
      await told(again(), withoutAnswer);
      expect(await found()).toMatchObject([
        { traceNo: '000101', kind: 'purchase', amount: 12_34, firstOutcome: 'approved', secondPaymentId: 'again' },
      ]);
      expect((await queries.probableDuplicates({ limit: 9, since: plusMs(OPENED_AT, DAY_MS) })).data).toEqual([]);
    });

    it('is so where the first was a try without an answer', async () => {
      await told(...tale('unknown purchase 12.34'), again());
      expect(await found()).toMatchObject([{ firstOutcome: 'unknown' }]);
    });

    it.each<[string, PaymentFact[]]>([
      ['was answered', [first, again()]],
      ['had another amount', [withoutAnswer, again({ amount: money(12_35) })]],
      ['had another trace', [withoutAnswer, again({ traceNo: '000109' })]],
      ['was days before', [withoutAnswer, again({ occurredAt: plusMs(OPENED_AT, 2 * DAY_MS) })]],
      ['was reversed', [withoutAnswer, again(), ...tale('reverse purchase')]],
      ['was declined', [...tale('unknown purchase 12.34; decline purchase 12.34'), again()]],
      ['was answered later', [withoutAnswer, again(), first]],
    ])('is not where the first %s', async (_why, facts) => {
      await told(...facts);
      expect(await found()).toEqual([]);
    });
  });
});
