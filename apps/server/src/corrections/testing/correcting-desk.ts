import { whenCorrectionApplied } from '#corrections';
import { CommandHandling, MemoryEventLog, deterministicId, type CommandContext, type Outcome } from '#event-log';
import { MoneyTerms } from '#fees';
import { credit, debit, isRejection, money, type BusinessDate, type Dimensions, type Instant, type Rejection } from '#kernel';
import { shanghai } from '#kernel/testing';
import { balances } from '#ledger';
import { directoryKnowing } from '#merchants/testing';
import { bringUp, readDatabase, type ReadDatabase } from '#projections/testing';
import { reacting } from '#projections';
import { matchFeature, type Difference, type Verdict } from '#reconciliation';
import { dailyReport } from '#reports';
import { paymentFeature, factKey, paymentIdOf, paymentStream, type PaymentFact } from '#payments';
import { statementRowFeature, type StatementRow } from '#statements';
import { correctionsModel } from '#corrections';
import { carryOut } from '../../../../projector/src/correction-consequences.js';
import { ledgerCodec } from '../../../../projector/src/features.js';
import type { Correcting, CorrectionAsked } from '../asked.js';
import { Corrections, type CorrectionPreview } from '../corrections.js';
import { MerchantCorrectionRules } from '../merchant-correction-rules.js';

export const WECHAT = '1900000109';
export const OF: Dimensions = { merchant: 'm1', store: 's1', side: 'offline', channel: 'wechat', method: 'wechat' };

const registered = { merchantId: 'm1', name: '茶铺', cutOff: '23:00' };
const stores = ['s1', 's2'].map((storeId) => ({ storeId, name: storeId }));
const setup = { merchant: () => Promise.resolve({ state: { registered, stores }, revision: 0 as const }) };

export const asked = (correcting: Correcting, day?: BusinessDate): CorrectionAsked => ({
  correcting,
  reason: 'told twice',
  evidence: ['receipt 7'],
  day,
});

let commands = 0;
const contextOf = (actor: string): CommandContext => {
  commands += 1;
  const commandId = deterministicId('desk', String(commands));
  return { commandId, correlationId: commandId, actor };
};

/** A ledger without HTTP whose clock and closed days a test sets. */
export class CorrectingDesk {
  now: Instant = shanghai('2026-10-05 12:00');
  closed: BusinessDate | undefined;
  readonly log = new MemoryEventLog();
  readonly codec = ledgerCodec();
  readonly handling = new CommandHandling(this.log, this.codec);
  readonly moneyTerms = new MoneyTerms(this.handling);
  readonly corrections: Corrections;

  private constructor(readonly database: ReadDatabase) {
    const nowMs = (): number => Date.parse(this.now);
    const { handling, moneyTerms } = this;
    this.corrections = new Corrections({
      handling,
      moneyTerms,
      setup,
      nowMs,
      reader: database.reader,
      rules: new MerchantCorrectionRules(handling, setup, nowMs),
      directory: directoryKnowing({
        acquiredMerchant: (merchantNo) => Promise.resolve({ merchantNo, merchantId: 'm1', cutOff: '23:00' }),
      }),
      closedThrough: () => Promise.resolve(this.closed),
    });
  }

  static async open(): Promise<CorrectingDesk> {
    const desk = new CorrectingDesk(await readDatabase());
    await desk.catchUp();
    return desk;
  }

  /** Brings the read models to the end of the log. */
  async catchUp(): Promise<void> {
    const context = { pool: this.database.pool, log: this.log, codec: this.codec };
    for (const projection of [balances, dailyReport, correctionsModel]) await bringUp(context, projection, { batchSize: 100 });
  }

  propose(correcting: Correcting, day?: BusinessDate, by = 'key:ann'): Promise<Outcome> {
    return this.corrections.propose(asked(correcting, day), undefined, contextOf(by));
  }

  async preview(correcting: Correcting, day?: BusinessDate): Promise<CorrectionPreview> {
    await this.catchUp();
    const preview = await this.corrections.preview(asked(correcting, day));
    if (isRejection(preview)) throw new Error(preview.code);
    return preview;
  }

  approve(correctionId: string, digest: string, by = 'key:bo'): Promise<Outcome> {
    return this.corrections.approve(correctionId, digest, contextOf(by));
  }

  /** Proposed by one, approved by the other: the outcome of the approval. */
  async correct(correcting: Correcting, day?: BusinessDate): Promise<Outcome> {
    const { correctionId, digest } = await this.preview(correcting, day);
    const proposed = await this.propose(correcting, day);
    return proposed.ok ? this.approve(correctionId, digest) : proposed;
  }

  /** Runs the reaction over the whole log, as it would after its checkpoint was lost. */
  async react(): Promise<void> {
    const reaction = reacting(whenCorrectionApplied, (command, context) => carryOut(this.handling, command, context));
    for await (const { events } of this.log.readAll('')) {
      for (const event of events) if (reaction.handles.includes(event.type)) await reaction.perform(this.codec.decode(event));
    }
  }

  /** A purchase of that day. */
  async sold(no: string, day = '2026-09-20', amount = 12_990): Promise<{ stream: string; eventId: string; entry: number }> {
    const ref = `wechat.${no}`;
    const paymentId = paymentIdOf(WECHAT, ref);
    const fact: PaymentFact = {
      type: 'PaymentPurchased',
      key: factKey('purchase', ref),
      paymentId,
      occurredAt: shanghai(`${day} 10:00`),
      booking: { businessDate: day as BusinessDate, of: OF },
      merchantNo: WECHAT,
      terminalNo: '-',
      batchNo: '-',
      traceNo: '-',
      amount: money(amount),
      channel: 'wechat',
      method: 'wechat',
      channelTradeNo: no,
    };
    await this.handling.handle(paymentFeature, { type: 'RecordPaymentFact', fact }, contextOf('terminal:1'));
    const [event] = await this.handling.history(paymentStream(paymentId));
    return { stream: paymentStream(paymentId), eventId: event?.id ?? '', entry: 0 };
  }

  async told(row: Partial<StatementRow> = {}): Promise<StatementRow> {
    const told: StatementRow = {
      channel: 'wechat',
      book: 'trades',
      account: WECHAT,
      key: 'payment.4200000001',
      kind: 'payment',
      amount: 12_990,
      direction: 'in',
      occurredAt: '2026-09-21T02:13:20.000Z',
      billDate: '2026-09-21',
      refs: { channelTradeNo: '4200000001' },
      ...row,
    };
    const digest = 'd'.repeat(64);
    const of = { row: told, digest, file: digest, toldAt: shanghai('2026-09-22 10:00'), merchant: 'm1' };
    await this.handling.handle(statementRowFeature, { type: 'RecordStatementRow', told: of }, contextOf('key:import'));
    return told;
  }

  async caseOpened(caseId: string, differences: readonly Difference[], paymentId?: string): Promise<void> {
    const items: Verdict['items'] = paymentId === undefined ? [] : [itemOf(paymentId)];
    const place = { merchant: 'm1', book: 'trades', channel: 'wechat', account: WECHAT, day: '2026-09-20' } as const;
    const found = { rule: null, outcome: 'difference', contradictions: [], absorbs: [] } as const;
    const verdict: Verdict = { caseId, ...place, items, ...found, differences };
    const outcome = await this.handling.handle(matchFeature, { type: 'JudgeMatch', verdict }, contextOf('reaction:matching'));
    if (!outcome.ok) throw new Error(outcome.rejection.code);
  }
}

const itemOf = (paymentId: string): Verdict['items'][number] => ({
  side: 'ledger',
  id: paymentStream(paymentId),
  book: 'trades',
  channel: 'wechat',
  account: WECHAT,
  merchant: 'm1',
  kind: 'payment',
  direction: 'in',
  amount: 12_990,
  status: 'done',
  day: '2026-09-20',
  occurredAt: shanghai('2026-09-20 10:00'),
  refs: { paymentId },
});

export const difference = (kind: Difference['class'], amount: number): Difference => ({
  class: kind,
  leg: 'statement',
  amount,
  cause: 'UNEXPLAINED',
  explained: false,
  proposal: null,
});

export const codeOf = (outcome: Outcome | Rejection): string | undefined =>
  isRejection(outcome) ? outcome.code : outcome.ok ? undefined : outcome.rejection.code;

export const adjusting = (id: string): Correcting => ({
  kind: 'adjust',
  id,
  of: OF,
  lines: [debit('expenses:fees:m1:channel', money(5)), credit(`assets:clearing:wechat:${WECHAT}`, money(5))],
});
