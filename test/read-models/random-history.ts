import fc from 'fast-check';
import { CommandHandling, EventCodec, MemoryEventLog, deterministicId, type StoredEvent } from '#event-log';
import { money, type Dimensions, type Entry } from '#kernel';
import { DISPUTE_EVENTS, disputeFeature, disputeIdOf, type DisputeFact } from '#disputes';
import { tale as disputeTale } from '#disputes/testing';
import { MERCHANT_EVENTS } from '#merchants';
import { ORDER_EVENTS, orderFeature, type OrderFact } from '#orders';
import { someOrderFacts } from '#orders/testing';
import { PAYMENT_EVENTS, paymentFeature, type PaymentFact } from '#payments';
import { tale } from '#payments/testing';
import { PERIOD_EVENTS } from '#periods';
import { entriesOf } from '#projections';
import { SETTLEMENT_EVENTS, settlementFeature, type SettlementFact } from '#settlements';
import { acquirerRow, douyinMovement, douyinRow, terminalBatch } from '#settlements/testing';

export const CODEC = EventCodec.of(
  ORDER_EVENTS,
  PAYMENT_EVENTS,
  SETTLEMENT_EVENTS,
  DISPUTE_EVENTS,
  MERCHANT_EVENTS,
  PERIOD_EVENTS,
);

type Told =
  | { readonly of: 'order'; readonly fact: OrderFact }
  | { readonly of: 'payment'; readonly fact: PaymentFact }
  | { readonly of: 'settlement'; readonly fact: SettlementFact }
  | { readonly of: 'dispute'; readonly fact: DisputeFact };

const TALES = [
  'authorize 200.00',
  'authorize 200.00; capture 180.00; refund 20.00',
  'authorize 200.00 multi; capture 30.00; capture 50.00; +1d capture 130.00; refund 40.00',
  'authorize 100.00; capture 130.00',
  'authorize 90.00; void authorization',
  'authorize 90.00; +31d expire',
  'capture 10.00; +1d authorize 10.00',
  'purchase 75.00; refund 25.00; +1d refund 60.00',
  'purchase 12.34; void purchase',
  'purchase 20.00; reverse purchase',
  'refund 5.00',
  'authorize 50.00; instruct capture 50.00 by i1; capture 50.00 by i1',
  'purchase 80.00; instruct refund 30.00 by i2; withdraw by i2',
  'decline purchase 10.00',
  'unknown purchase 10.00',
] as const;

const stores = fc.constantFrom('s1', 's2', 's3');
const methods = fc.constantFrom('card', 'wechat', 'alipay');
const amounts = fc.integer({ min: 1, max: 500_000 }).map(money);

const payment = fc.tuple(fc.uuid(), fc.constantFrom(...TALES), stores, methods).map(([id, words, store, method]) =>
  tale(words).map((fact): Told => {
    const of: Dimensions = { merchant: 'm1', store, side: 'offline', channel: 'unionpay', method };
    return { of: 'payment', fact: { ...fact, paymentId: `pay_${id}`, booking: { ...fact.booking, of } } };
  }),
);

const order = fc
  .record({
    number: fc.integer({ min: 1, max: 10_000_000 }),
    payType: fc.constantFrom(0, 1, 2),
    shopId: fc.constantFrom('11', '22'),
  })
  .chain(({ number, ...rest }) => someOrderFacts({ orderId: `69${String(number).padStart(17, '0')}`, ...rest }))
  .map((facts) => facts.map((fact): Told => ({ of: 'order', fact })));

const settlement = fc
  .oneof(
    fc
      .record({
        requestNo: fc.uuid(),
        tradeType: fc.constantFrom(0 as const, 1 as const, 2 as const),
        income: amounts,
        subsidy: amounts,
      })
      .map(douyinRow),
    fc
      .record({ settlementNo: fc.uuid(), direction: fc.constantFrom('in' as const, 'out' as const), gross: amounts })
      .map((row) => acquirerRow({ ...row, fee: money(Math.floor(row.gross / 200)) })),
    fc
      .record({
        tradeNo: fc.uuid(),
        direction: fc.constantFrom('in' as const, 'out' as const),
        amount: amounts,
        tag: fc.integer({ min: 0, max: 24 }),
      })
      .map(douyinMovement),
    fc.record({ debitTotal: amounts, creditTotal: amounts }).map(terminalBatch),
  )
  .map((fact): Told[] => [{ of: 'settlement', fact }]);

const DISPUTES = [
  'retrieval 100.00; evidence; won',
  'chargeback 100.00; debit 100.00; evidence; lost 100.00',
  'chargeback 80.00; debit 80.00; won; chargeback 80.00 in 2; debit#2 80.00 in 2',
  'debit 30.00',
] as const;

const dispute = fc.tuple(fc.uuid(), fc.constantFrom(...DISPUTES)).map(([caseNo, words]) =>
  disputeTale(words).map((fact): Told => {
    const disputeId = disputeIdOf('unionpay', fact.merchantNo, caseNo);
    return { of: 'dispute', fact: { ...fact, disputeId, ...(fact.type === 'DisputeOpened' && { caseNo }) } as DisputeFact };
  }),
);

/** Facts of many orders, payments, settlements and disputes, interleaved. Each order, payment and row keeps its own order. */
function factsOf(seed: number, things: number): Told[] {
  const lists = fc.sample(fc.oneof(order, payment, settlement, dispute), { seed, numRuns: things });
  const turns = fc.sample(fc.integer({ min: 0, max: 2 ** 30 }), { seed, numRuns: things * 20 });
  const told: Told[] = [];
  let open = lists.map((list) => [...list]);
  for (let turn = 0; open.length > 0; turn += 1) {
    const at = (turns[turn % turns.length] ?? 0) % Math.min(open.length, 40);
    const fact = open[at]?.shift();
    if (fact) told.push(fact);
    else open = open.filter((_, index) => index !== at);
  }
  return told;
}

export interface History {
  readonly log: MemoryEventLog;
  readonly events: readonly StoredEvent[];
}

export interface HistoryOptions {
  /** How many orders, payments and settlements. */
  readonly things: number;
  /** Tells the same facts in an order without any sense. */
  readonly isShuffled?: boolean;
}

/** A log in which a seeded history was recorded over some days. */
export async function randomHistory(seed: number, { things, isShuffled = false }: HistoryOptions): Promise<History> {
  let now = Date.parse('2026-09-21T15:00:00Z');
  const log = new MemoryEventLog(() => now);
  const handling = new CommandHandling(log, CODEC);
  const facts = factsOf(seed, things);
  const [shuffled = facts] = isShuffled
    ? fc.sample(fc.shuffledSubarray(facts, { minLength: facts.length }), { seed, numRuns: 1 })
    : [];
  for (const [index, told] of shuffled.entries()) {
    now += index % 3 === 0 ? 0 : (index * 7919) % 400_000;
    const commandId = deterministicId('history', String(seed), String(index));
    await record(handling, told, { commandId, correlationId: commandId, actor: 'test' });
  }
  const events: StoredEvent[] = [];
  for await (const batch of log.readAll('')) events.push(...batch.events.map((event) => CODEC.decode(event)));
  return { log, events };
}

function record(handling: CommandHandling, told: Told, context: Parameters<CommandHandling['handle']>[2]): Promise<unknown> {
  switch (told.of) {
    case 'order':
      return handling.handle(orderFeature, { type: 'RecordOrderFact', fact: told.fact }, context);
    case 'payment':
      return handling.handle(paymentFeature, { type: 'RecordPaymentFact', fact: told.fact }, context);
    case 'settlement':
      return handling.handle(settlementFeature, { type: 'RecordSettlementFact', fact: told.fact }, context);
    case 'dispute':
      return handling.handle(disputeFeature, { type: 'RecordDisputeFact', fact: told.fact }, context);
  }
}

/** A line as booked, for sums made the slow way. */
export interface Booked {
  readonly event: StoredEvent;
  readonly entry: Entry;
  readonly account: string;
  /** Debit is positive. */
  readonly amount: number;
}

export const bookedIn = (events: readonly StoredEvent[]): Booked[] =>
  events.flatMap((event) =>
    entriesOf(event).flatMap((entry) =>
      entry.lines.map(({ account, side, amount }) => ({
        event,
        entry,
        account,
        amount: side === 'debit' ? amount : 0 - amount,
      })),
    ),
  );
