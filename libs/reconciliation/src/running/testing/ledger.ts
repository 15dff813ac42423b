import { CommandHandling, EventCodec, MemoryEventLog, deterministicId, type CommandContext, type Outcome } from '#event-log';
import { instant, isRejection, localDate, money, plusMs, type BusinessDate, type Instant } from '#kernel';
import { ORDER_EVENTS, orderFeature, type OrderFact } from '#orders';
import {
  PAYMENT_EVENTS,
  factKey,
  movesOf,
  paymentFeature,
  paymentIdOf,
  transactionRef,
  type PaymentPurchased,
} from '#payments';
import { bringUp, readDatabase, servedDigest, type ReadDatabase } from '#projections/testing';
import { SETTLEMENT_EVENTS, settlementFeature, type SettlementFact } from '#settlements';
import {
  STATEMENT_EVENTS,
  STATEMENT_ROW_EVENTS,
  statementFeature,
  statementRowFeature,
  type StatementRow,
  type StatementStanding,
} from '#statements';
import type { MatchCommand } from '../../domain/match.messages.js';
import { MATCHING_TERMS } from '../../engine/terms.data.js';
import { matching } from '../../read/matching.js';
import type { AccountOf } from '../../read/run-queries.js';
import { MATCH_EVENTS, matchFeature } from '../../reconciliation.feature.js';
import { Reconciler, type RunResult } from '../run.js';

export const CODEC = EventCodec.of(
  PAYMENT_EVENTS,
  ORDER_EVENTS,
  SETTLEMENT_EVENTS,
  STATEMENT_EVENTS,
  STATEMENT_ROW_EVENTS,
  MATCH_EVENTS,
);
const PROJECTION = matching({ movesOf });
const ACCOUNT = '898100012340001';
export const OF: AccountOf = { merchant: 'm1', book: 'trades', channel: 'unionpay', account: ACCOUNT };
export const NOON = instant(Date.parse('2026-09-20T12:00:00+08:00'));
const DAY = localDate(NOON);
const FILE = 'ab'.repeat(32);
export const context = (...of: readonly string[]): CommandContext => {
  const commandId = deterministicId('test', ...of);
  return { commandId, correlationId: commandId, actor: 'test' };
};

/** A ledger with what is needed to reconcile one account. */
export class Ledger {
  private constructor(
    readonly log: MemoryEventLog,
    readonly handling: CommandHandling,
    readonly database: ReadDatabase,
  ) {}

  static async open(): Promise<Ledger> {
    const log = new MemoryEventLog();
    const ledger = new Ledger(log, new CommandHandling(log, CODEC), await readDatabase());
    await ledger.catchUp();
    return ledger;
  }

  catchUp(batchSize = 1_000): Promise<void> {
    return bringUp({ pool: this.database.pool, log: this.log, codec: CODEC }, PROJECTION, { batchSize });
  }

  /** The same log, read into a database of its own. */
  async readAnew(batchSize: number): Promise<Ledger> {
    const anew = new Ledger(this.log, this.handling, await readDatabase());
    await anew.catchUp(batchSize);
    return anew;
  }

  digest(): Promise<string> {
    return servedDigest(this.database.pool, PROJECTION);
  }

  async purchase(no: number, amount: number, at: Instant = NOON): Promise<void> {
    const numbers = { terminalNo: 'POS1', batchNo: '000001', traceNo: String(no).padStart(6, '0') };
    const ref = transactionRef({ ...numbers, date: localDate(at) });
    const fact: PaymentPurchased = {
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
      amount: money(amount),
      channel: 'unionpay',
      method: 'card',
    };
    await this.handling.handle(paymentFeature, { type: 'RecordPaymentFact', fact }, context('purchase', ref));
  }

  async bankLine(no: string, amount: number, billDate: string): Promise<void> {
    await this.told({
      channel: 'bank',
      book: 'bank',
      account: 'icbc-0200',
      key: `flow.${no}`,
      kind: 'bank-credit',
      amount,
      direction: 'in',
      occurredAt: NOON,
      billDate,
      refs: {},
    });
  }

  async row(no: number, amount: number, billDate: BusinessDate = DAY): Promise<void> {
    await this.told({
      channel: 'unionpay',
      book: 'trades',
      account: ACCOUNT,
      key: `payment.${billDate}.${String(no)}`,
      kind: 'payment',
      amount,
      direction: 'in',
      occurredAt: NOON,
      billDate,
      refs: { terminalNo: 'POS1', batchNo: '000001', traceNo: String(no).padStart(6, '0') },
    });
  }

  private async told(row: StatementRow): Promise<void> {
    const told = { row, digest: FILE, file: FILE, toldAt: NOON, merchant: 'm1' };
    await this.handling.handle(statementRowFeature, { type: 'RecordStatementRow', told }, context('row', row.key));
  }

  async order(fact: OrderFact): Promise<void> {
    await this.handling.handle(orderFeature, { type: 'RecordOrderFact', fact }, context('order', fact.key, fact.orderId));
  }

  async settled(fact: SettlementFact): Promise<void> {
    await this.handling.handle(settlementFeature, { type: 'RecordSettlementFact', fact }, context('settled', fact.key));
  }

  async imported(id = FILE): Promise<void> {
    const opening = { id, name: 'a.csv', bytes: 1, format: 'acquirer', channel: 'unionpay', merchant: 'm1' };
    await this.handling.handle(statementFeature, { type: 'OpenFile', id, opening }, context('open', id));
    const result: Pick<StatementStanding, 'rows' | 'recorded' | 'known' | 'quarantined' | 'trailers'> = {
      rows: 1,
      recorded: 1,
      known: 0,
      quarantined: 0,
      trailers: [],
    };
    await this.handling.handle(statementFeature, { type: 'CloseFile', id, result }, context('close', id));
  }

  reconciler(
    dispatch: (command: MatchCommand, given: CommandContext) => Promise<Outcome> = this.send,
    atOnce?: number,
  ): Reconciler {
    return new Reconciler({
      reader: this.database.reader,
      dispatch,
      expectedFee: () => Promise.resolve(undefined),
      terms: () => Promise.resolve(MATCHING_TERMS),
      destinationOf: () => Promise.resolve(undefined),
      ...(atOnce !== undefined && { atOnce }),
    });
  }

  readonly send = (command: MatchCommand, given: CommandContext): Promise<Outcome> =>
    this.handling.handle(matchFeature, command, given);

  async run(reconciler = this.reconciler(), of = OF): Promise<RunResult> {
    await this.catchUp();
    const result = await this.runAsItStands(reconciler, of);
    await this.catchUp();
    return result;
  }

  async runAsItStands(reconciler = this.reconciler(), of = OF): Promise<RunResult> {
    const now = plusMs(NOON, 86_400_000 * 10);
    const result = await reconciler.run({ of, now, context: { correlationId: 'test', actor: 'test' } });
    if (isRejection(result)) throw new Error(result.code);
    return result;
  }

  async cases(): Promise<object[]> {
    const sql = `select case_id, status, day::text, rule, classes, difference, items from read.match_cases where status <> 'absorbed' order by case_id`;
    return (await this.database.pool.query<object>(sql)).rows;
  }
}
