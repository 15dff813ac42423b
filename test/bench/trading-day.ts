import { EventCodec, deterministicId, type EventLog, type NewEvent } from '#event-log';
import { isRejection, money, type Decider, type DomainEvent } from '#kernel';
import { ORDER_EVENTS, orderDecider, orderStream, type OrderFact } from '#orders';
import { factsOf, hour } from '#orders/testing';
import { PAYMENT_EVENTS, REFERENCE_EVENTS, paymentDecider, paymentStream } from '#payments';
import { tale } from '#payments/testing';
import { SETTLEMENT_EVENTS, settlementDecider, settlementStream } from '#settlements';
import { douyinRow } from '#settlements/testing';

export const TRADING_CODEC = EventCodec.of(ORDER_EVENTS, PAYMENT_EVENTS, REFERENCE_EVENTS, SETTLEMENT_EVENTS);

/** One stream and the events that come to it, one after the other. */
export interface Life {
  readonly stream: string;
  readonly events: readonly NewEvent[];
}

const TALES = [
  'purchase 75.00',
  'purchase 129.00',
  'purchase 8.80; refund 3.00',
  'authorize 200.00; capture 180.00',
  'authorize 200.00 multi; capture 30.00; capture 50.00; void authorization',
] as const;

/** Streams at once: how far apart the events of one stream stand in the log. */
const OPEN_STREAMS = 2_000;

/**
 * Records a mixed trading day of about so many events: orders, counter payments and settlement rows, interleaved. Answers the
 * number of the first thing of another one.
 */
export async function recordTradingDay(log: EventLog, events: number, firstThing = 0): Promise<number> {
  let recorded = 0;
  let thing = firstThing;
  while (recorded < events) {
    const lives: Life[] = [];
    for (; lives.length < OPEN_STREAMS; thing += 1) lives.push(...livesOf(thing));
    recorded += await record(log, lives);
  }
  return thing;
}

/** Appends lives event by event, all of them side by side. Answers how many events. */
export async function record(log: EventLog, lives: readonly Life[]): Promise<number> {
  const longest = Math.max(...lives.map((life) => life.events.length));
  let recorded = 0;
  for (let turn = 0; turn < longest; turn += 1) {
    const appends = lives.flatMap(({ stream, events: all }) => {
      const event = all[turn];
      return event ? [log.append(stream, turn === 0 ? 'no_stream' : turn - 1, [event])] : [];
    });
    if ((await Promise.all(appends)).some(({ ok }) => !ok)) throw new Error('an append of the trading day was refused');
    recorded += appends.length;
  }
  return recorded;
}

function livesOf(thing: number): Life[] {
  if (thing % 2 === 0) return orderLives(thing);
  const paymentId = `pay_${String(thing).padStart(12, '0')}`;
  const store = `s${String(thing % 40)}`;
  const facts = tale(TALES[thing % TALES.length] ?? '').map((fact) => ({
    ...fact,
    paymentId,
    booking: { ...fact.booking, of: { ...fact.booking.of, store } },
  }));
  const commands = facts.map((fact) => ({ type: 'RecordPaymentFact' as const, fact }));
  return [lifeOf(paymentStream(paymentId), paymentDecider, commands)];
}

/** An order from its creation to its settlement; one in ten gives something back. */
function orderLives(thing: number): Life[] {
  const orderId = `69${String(thing).padStart(17, '0')}`;
  const shopId = String(4_463_798 + (thing % 7));
  const paid = money(1_000 + ((thing * 7_919) % 90_000));
  const make = factsOf({ orderId, shopId });
  const settled = { requestNo: `r${String(thing)}`, gross: paid, fees: { platformService: money(500) } };
  const facts: OrderFact[] = [
    make.created(hour(0)),
    make.paid(hour(1), paid),
    make.shipped(hour(2)),
    ...(thing % 10 === 0 ? [make.refunded(hour(3), money(900), '71')] : []),
    make.completed(hour(4)),
    make.settled(hour(9), settled),
  ];
  const row = douyinRow({
    requestNo: settled.requestNo,
    tradeType: 0,
    income: paid,
    shopId,
    orderId,
    fees: { platformService: money(500) },
  });
  return [
    lifeOf(
      orderStream(orderId),
      orderDecider,
      facts.map((fact) => ({ type: 'RecordOrderFact' as const, fact })),
    ),
    lifeOf(settlementStream(row), settlementDecider, [{ type: 'RecordSettlementFact', fact: row }]),
  ];
}

export function lifeOf<State, Command, Event extends DomainEvent>(
  stream: string,
  decider: Decider<State, Command, Event>,
  commands: readonly Command[],
): Life {
  let state = decider.initial;
  const events: NewEvent[] = [];
  for (const [index, command] of commands.entries()) {
    const decided = decider.decide(command, state);
    if (isRejection(decided)) throw new Error(`refused: ${decided.code}`);
    state = decided.reduce((before, event) => decider.evolve(before, event), state);
    const commandId = deterministicId('trading-day', stream, String(index));
    const notice = { id: commandId, digest: commandId.replaceAll('-', '').repeat(2) };
    events.push(
      ...TRADING_CODEC.encode(stream, decided, { commandId, correlationId: commandId, actor: 'douyin:4463798', notice }),
    );
  }
  return { stream, events };
}
