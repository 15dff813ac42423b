import fc from 'fast-check';
import {
  CommandHandling,
  EventCodec,
  MemoryEventLog,
  deterministicId,
  type CommandFeature,
  type StoredEvent,
} from '#event-log';
import { CORRECTION_EVENTS } from '#corrections';
import { FEE_EVENTS, destinationFeature, type Destination, type DestinationCommand } from '#fees';
import { money, type DomainEvent, type Instant } from '#kernel';
import { shanghai } from '#kernel/testing';
import { MINI_APP_EVENTS, miniAppFeature } from '#miniapp';
import { someMiniAppFacts } from '#miniapp/testing';
import { ORDER_EVENTS, orderFeature, type OrderFact } from '#orders';
import { factsOf, hour, someOrderFacts } from '#orders/testing';
import { PAYMENT_EVENTS, REFERENCE_EVENTS, paymentFeature, type PaymentFact } from '#payments';
import { MERCHANT_NO, tale } from '#payments/testing';
import { entriesOf } from '#projections';
import { SETTLEMENT_EVENTS, settlementFeature, type SettlementFact } from '#settlements';
import { acquirerRow, douyinMovement } from '#settlements/testing';
import { STATEMENT_ROW_EVENTS, statementRowFeature, type StatementRow } from '#statements';
import { LIFE_MOVEMENT_EVENTS, VOUCHER_EVENTS, voucherFeature } from '#vouchers';
import { someVoucherFacts } from '#vouchers/testing';

export const CODEC = EventCodec.of(
  ORDER_EVENTS,
  PAYMENT_EVENTS,
  REFERENCE_EVENTS,
  SETTLEMENT_EVENTS,
  VOUCHER_EVENTS,
  LIFE_MOVEMENT_EVENTS,
  MINI_APP_EVENTS,
  STATEMENT_ROW_EVENTS,
  FEE_EVENTS,
  CORRECTION_EVENTS,
);

/** One thing that is told, whatever feature takes it. */
type Tell = (handling: CommandHandling, context: Parameters<CommandHandling['handle']>[2]) => Promise<unknown>;

const telling =
  <S, C, E extends DomainEvent>(feature: CommandFeature<S, C, E>, command: C): Tell =>
  (handling, context) =>
    handling.handle(feature, command, context);

const TALES = [
  'purchase 200.00',
  'purchase 75.00; refund 25.00; +1d refund 10.00',
  'authorize 200.00; capture 180.00; refund 20.00',
  'authorize 90.00',
  'purchase 12.34; void purchase',
  '+3d purchase 20.00',
  'decline purchase 10.00',
];
const SHOPS = ['11', '22'];

/** `n` payments, each at its own terminal and operator, and what an acquirer paid out of some of them. */
function payments(n: number): Tell[] {
  return Array.from({ length: n }, (_, index) => {
    const paymentId = `pay_${MERCHANT_NO}.${String(index)}`;
    const terminalNo = `POS0000${String(index % 3)}`;
    const rrn = (fact: PaymentFact): string => `${String(index).padStart(6, '0')}${'traceNo' in fact ? fact.traceNo : ''}`;
    const facts = tale(TALES[index % TALES.length] ?? '').map((fact): PaymentFact => {
      const own = {
        ...fact,
        paymentId,
        batchNo: String(index),
        booking: { ...fact.booking, of: { ...fact.booking.of, store: `s${String(index % 2)}` } },
      };
      if (!('terminalNo' in fact)) return own;
      const told = { ...own, terminalNo, ...(index % 4 !== 0 && { operatorNo: `0${String(index % 2)}` }) };
      return ('rrn' in fact ? { ...told, rrn: rrn(fact) } : told) as PaymentFact;
    });
    const opening = facts[0];
    const gross = money(1_000 + index);
    const row = { settlementNo: String(index), direction: 'in' as const, gross, fee: money(index % 7) };
    const naming = [{ paymentId }, { rrn: opening ? rrn(opening) : '' }, {}][(index >> 2) % 3];
    const settled: SettlementFact = { ...acquirerRow(row), channel: 'unionpay', merchantNo: MERCHANT_NO, ...naming };
    const told = facts.map((fact) => telling(paymentFeature, { type: 'RecordPaymentFact', fact }));
    return index % 5 === 0 ? told : [...told, telling(settlementFeature, { type: 'RecordSettlementFact', fact: settled })];
  }).flat();
}

/** Random lives of `n` orders; some name a live room, some are detailed, some have a premium taken off the shop's account. */
function orders(n: number, seed: number): Tell[] {
  return Array.from({ length: n }, (_, index) => {
    const orderId = `69${String(index).padStart(17, '0')}`;
    const shopId = SHOPS[index % 2] ?? '';
    const make = factsOf({ orderId, shopId });
    const facts: OrderFact[] = [
      ...(fc.sample(someOrderFacts({ orderId, shopId }), { seed: seed + index, numRuns: 1 })[0] ?? []),
    ];
    if (index % 3 > 0) facts.push(make.created(hour(0), `730000000000000000${String(index % 3)}`));
    if (index % 4 === 0) facts.push(...detailedOrder(make, index));
    const moved = { tradeNo: `m${String(index)}`, direction: 'out' as const, amount: money(30 + index), shopId, tag: 5 };
    const movement = douyinMovement({ ...moved, ...(index % 2 === 0 && { orderId }) });
    return [
      ...facts.map((fact) => telling(orderFeature, { type: 'RecordOrderFact', fact })),
      ...(index % 3 === 0 ? [telling(settlementFeature, { type: 'RecordSettlementFact', fact: movement })] : []),
    ];
  }).flat();
}

function detailedOrder(make: ReturnType<typeof factsOf>, index: number): OrderFact[] {
  const list = 10_000 + index * 100;
  const discounts = { discountShop: money(1_000), discountPlatform: money(500), discountTalent: money(index) };
  const paid = money(list - 1_500 - index);
  const said = { orderAmount: money(list), payAmount: paid, discounts: money(1_500 + index), ...discounts };
  const fees = { platformService: money(90 + index), commission: money(50) };
  return [
    make.detailed(hour(41), { ...said, discountPayment: money(7) }),
    make.settled(hour(60), { requestNo: `set${String(index)}`, gross: paid, fees }),
  ];
}

const others = (n: number, seed: number): Tell[] => [
  ...fc.sample(someVoucherFacts, { seed, numRuns: n }).flatMap((facts, index) =>
    facts.map((fact) => {
      const own = { ...fact, orderId: `10000000000000${String(index).padStart(5, '0')}` };
      return telling(voucherFeature, { type: 'RecordVoucherFact', fact: own });
    }),
  ),
  ...fc.sample(someMiniAppFacts, { seed, numRuns: n }).flatMap((facts, index) =>
    facts.map((fact) => {
      const own = { ...fact, orderNo: `20000000000000${String(index).padStart(5, '0')}` };
      return telling(miniAppFeature, { type: 'RecordMiniAppFact', fact: own });
    }),
  ),
];

const bank = (id: string, account: string, from: Instant, more: Partial<Destination> = {}): Destination => ({
  id,
  from,
  payee: { kind: 'bank_account', account, bank: '工商银行', lastFour: '0200' },
  cycle: 'T+1',
  cutOff: '23:00',
  ...more,
});

const set = (channel: string, merchantNo: string, destination: Destination): DestinationCommand => ({
  type: 'SetSettlementDestination',
  merchantId: 'm1',
  channel,
  merchantNo,
  destination,
});

/** Changes once, by an end that was set afterwards; they are told in their order, but whenever. */
export const DESTINATIONS: readonly DestinationCommand[] = [
  set('unionpay', MERCHANT_NO, bank('first', 'icbc-0200', shanghai('2026-09-01 00:00'))),
  {
    type: 'EndSettlementDestination',
    merchantId: 'm1',
    channel: 'unionpay',
    merchantNo: MERCHANT_NO,
    id: 'first',
    to: shanghai('2026-09-22 00:00'),
  },
  set('unionpay', MERCHANT_NO, bank('second', 'ccb-0300', shanghai('2026-09-22 00:00'))),
  set('douyin', '11', {
    ...bank('account', '', shanghai('2026-09-01 00:00'), { cycle: 'D0', cutOff: '24:00' }),
    payee: { kind: 'douyin_account', shopId: '11' },
  }),
];

const statementRow = (key: string, more: Partial<StatementRow>): Tell => {
  const row: StatementRow = {
    channel: 'unionpay',
    book: 'trades',
    account: MERCHANT_NO,
    key,
    kind: 'payment',
    amount: 20_000,
    direction: 'in',
    occurredAt: '2026-09-21T02:01:00.000Z',
    billDate: '2026-09-21',
    refs: {},
    ...more,
  };
  const toldAt = shanghai('2026-09-22 02:00');
  const told = { row, digest: key.padEnd(64, '0'), file: 'f'.padEnd(64, '0'), toldAt, merchant: 'm1' };
  return telling(statementRowFeature, { type: 'RecordStatementRow', told });
};

/** Rows that name the first payments by RRN, a row of a refund, one that names nothing, one of another book. */
const statementRows = (): Tell[] => [
  statementRow('payment.0', { fee: 120, refs: { rrn: '000000000101' } }),
  statementRow('payment.1', { fee: 46, amount: 7_500, refs: { rrn: '000001000101' } }),
  statementRow('refund.1', { fee: -15, amount: 2_500, direction: 'out', kind: 'refund', refs: { rrn: '000001000301' } }),
  statementRow('payment.x', { fee: 9, amount: 1_500, refs: { rrn: '999999000101' } }),
  statementRow('flow.0', { fee: 120, book: 'funds', refs: { rrn: '000000000101' } }),
];

export interface Recorded {
  readonly log: MemoryEventLog;
  readonly events: readonly StoredEvent[];
}

const TOLD_AT = shanghai('2026-10-01 09:00');

/** Sales at terminals that a correction takes back: under the same headings, in streams of their own. */
async function takeBack(log: MemoryEventLog): Promise<void> {
  for (const index of [5, 12]) {
    const [sold] = await log.readStream(`payment.pay_${MERCHANT_NO}.${String(index)}`);
    const entries = sold ? entriesOf(CODEC.decode(sold)) : [];
    const reversed = entries.map((entry) => ({
      ...entry,
      lines: entry.lines.map((line) => ({ ...line, side: line.side === 'debit' ? 'credit' : 'debit' })),
    }));
    const stream = `correction.${String(index)}`;
    const standing = { correctionId: stream, approvals: [], by: 'test', at: TOLD_AT, digest: '', reason: 'sold twice' };
    const metadata = { commandId: stream, correlationId: stream, actor: 'test' };
    await log.append(
      stream,
      'no_stream',
      CODEC.encode(stream, [{ type: 'CorrectionApplied', data: { entries: reversed, standing } }], metadata),
    );
  }
}

/** The same things told in their order, or in an order without any sense; destinations keep theirs, as they are instructions. */
export async function recorded(seed: number, { isShuffled = false, isCorrected = false } = {}): Promise<Recorded> {
  const facts = [...payments(40), ...orders(40, seed), ...others(10, seed), ...statementRows()];
  const [told = facts] = isShuffled
    ? fc.sample(fc.shuffledSubarray(facts, { minLength: facts.length }), { seed, numRuns: 1 })
    : [];
  const destinations = DESTINATIONS.map((command) => telling(destinationFeature, command));
  const log = new MemoryEventLog();
  const handling = new CommandHandling(log, CODEC);
  const all = isShuffled ? [...told, ...destinations] : [...destinations, ...told];
  for (const [index, tell] of all.entries()) {
    const commandId = deterministicId('history', String(seed), String(index));
    await tell(handling, { commandId, correlationId: commandId, actor: 'test' });
  }
  if (isCorrected) await takeBack(log);
  const events: StoredEvent[] = [];
  for await (const batch of log.readAll('')) events.push(...batch.events.map((event) => CODEC.decode(event)));
  return { log, events };
}
