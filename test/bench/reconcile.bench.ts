import { CommandHandling, EventCodec, PostgresEventLog, deterministicId, type CommandContext } from '#event-log';
import { instant, isRejection, localDate, money, type Instant } from '#kernel';
import {
  PAYMENT_EVENTS,
  factKey,
  movesOf,
  paymentFeature,
  paymentIdOf,
  transactionRef,
  type PaymentPurchased,
} from '#payments';
import { migrate, openPool } from '#postgres';
import { PROJECTION_MIGRATIONS, Positions, ProjectionRunner, Reader } from '#projections';
import { MATCHING_TERMS, MATCH_EVENTS, Reconciler, matchFeature, matching } from '#reconciliation';
import { STATEMENT_EVENTS, STATEMENT_ROW_EVENTS, statementRowFeature, type StatementRow } from '#statements';
import { rounded } from './rounds.js';

const CODEC = EventCodec.of(PAYMENT_EVENTS, STATEMENT_EVENTS, STATEMENT_ROW_EVENTS, MATCH_EVENTS);
const ACCOUNT = '898100012340001';
const OF = { merchant: 'm1', book: 'trades', channel: 'unionpay', account: ACCOUNT } as const;
const DAY_BEGINS = Date.parse('2026-09-20T00:00:00+08:00');
const FILE = 'ab'.repeat(32);
const ROWS = 100_000;
const AT_ONCE = 500;

/** A day of one account: its rows recorded as an import does it, then compared with as many payments, from read model to recorded cases. */
export async function benchReconcile(url: string, rows = ROWS): Promise<Record<string, unknown>> {
  const log = await PostgresEventLog.open({ connectionString: url });
  const pool = openPool(url, { max: 20 });
  await migrate(pool, PROJECTION_MIGRATIONS);
  const handling = new CommandHandling(log, CODEC);
  const positions = new Positions(pool);
  const projection = matching({ movesOf });
  const runner = new ProjectionRunner({ pool, log, codec: CODEC, positions, projections: [projection], reactions: [] });
  const reader = new Reader(pool, positions);
  const caughtUp = async (): Promise<unknown> => positions.waitFor(projection.name, await log.head(), 600_000);
  runner.start();
  try {
    await inTurns(rows, (no) =>
      handling.handle(paymentFeature, { type: 'RecordPaymentFact', fact: purchase(no) }, context('p', no)),
    );
    await caughtUp();
    const importing = await timed(() => inTurns(rows, (no) => recordRow(handling, no)));
    const following = await timed(caughtUp);
    const reconciler = new Reconciler({
      reader,
      dispatch: (command, given) => handling.handle(matchFeature, command, given),
      expectedFee: () => Promise.resolve(undefined),
      terms: () => Promise.resolve(MATCHING_TERMS),
      destinationOf: () => Promise.resolve(undefined),
    });
    const run = async (): Promise<number> => {
      const now = instant(DAY_BEGINS + 3 * 86_400_000);
      const result = await reconciler.run({ of: OF, now, context: { correlationId: 'bench', actor: 'bench' } });
      if (isRejection(result)) throw new Error(result.code);
      return result.changed;
    };
    let changed = 0;
    const reconciling = await timed(async () => {
      changed = await run();
    });
    const heap = process.memoryUsage().rss;
    const followingCases = await timed(caughtUp);
    const again = await timed(run);
    return {
      unit: 'rows of one account and day per second',
      rows,
      'cases recorded': changed,
      perSecond: {
        'import of rows': Math.round(rows / importing),
        'run: load, judge, record': Math.round(rows / reconciling),
        'cases into the read model, after the run': Math.round(rows / followingCases),
      },
      'seconds that the read model was behind the import': rounded(following),
      'seconds of a run that finds nothing new': rounded(again),
      'resident after the run, MiB': Math.round(heap / 2 ** 20),
      ratios: { 'run over import': rounded(importing / reconciling) },
    };
  } finally {
    await runner.stop();
    await log.close();
    await pool.end();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

async function inTurns(count: number, work: (no: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => work(from + index)));
  }
}

const context = (of: string, no: number): CommandContext => {
  const commandId = deterministicId('bench', of, String(no));
  return { commandId, correlationId: commandId, actor: 'bench', opensStream: true };
};

const momentOf = (no: number): Instant => instant(DAY_BEGINS + (no % 80_000) * 1_000);
const numbersOf = (no: number) => ({
  terminalNo: `T${String(no % 50).padStart(7, '0')}`,
  batchNo: String(Math.floor(no / 50_000) + 1).padStart(6, '0'),
  traceNo: String(Math.floor(no / 50) % 1_000_000).padStart(6, '0'),
});

function purchase(no: number): PaymentPurchased {
  const at = momentOf(no);
  const numbers = numbersOf(no);
  const ref = transactionRef({ ...numbers, date: localDate(at) });
  return {
    type: 'PaymentPurchased',
    key: factKey('purchase', ref),
    occurredAt: at,
    booking: {
      businessDate: localDate(at),
      of: { merchant: 'm1', store: 's1', side: 'offline', channel: 'unionpay', method: 'card' },
    },
    paymentId: paymentIdOf(ACCOUNT, ref),
    merchantNo: ACCOUNT,
    ...numbers,
    rrn: String(no).padStart(12, '0'),
    amount: money(100 + (no % 10_000)),
    channel: 'unionpay',
    method: 'card',
  };
}

function recordRow(handling: CommandHandling, no: number): Promise<unknown> {
  const at = momentOf(no);
  const row: StatementRow = {
    channel: 'unionpay',
    book: 'trades',
    account: ACCOUNT,
    key: `payment.${String(no)}`,
    kind: 'payment',
    amount: 100 + (no % 10_000),
    direction: 'in',
    fee: 1,
    occurredAt: at,
    billDate: localDate(at),
    refs: { ...numbersOf(no), rrn: String(no).padStart(12, '0') },
  };
  const told = { row, digest: FILE, file: FILE, toldAt: at, merchant: 'm1' };
  return handling.handle(statementRowFeature, { type: 'RecordStatementRow', told }, context('r', no));
}
