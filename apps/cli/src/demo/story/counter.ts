import { pushBody, type PushItem } from './douyin-messages.js';
import type { Cast, DemoTerminal } from './cast.js';
import { MINUTE_MS, clock } from './moments.js';
import { PaymentTeller, type Instruction, type PaymentOutcome } from './payment-teller.js';
import type { PosLine } from './pos-lines.js';
import { Random } from './random.js';
import type { AcquirerRow } from './acquirer-rows.js';
import type { ChannelRow } from './statements/channel-row.js';

/** What becomes of an order whose buyer wants to pay at a counter. */
export type CounterLife = 'collected' | 'second_try' | 'not_taken_on' | 'paid_inside' | 'on_delivery';

/** An order of the shop that the office hands to a terminal. */
export interface CounterOrder {
  readonly orderId: string;
  /** 分 */
  readonly amount: number;
  /** Out of the live room: its default is another counter's. */
  readonly live: boolean;
  readonly life: CounterLife;
  /** The payment inside Douyin that crosses with the one at the counter. */
  readonly paidInside: PushItem | undefined;
}

/** An order handed to a terminal once, and what the terminal makes of it. */
export interface HandOver {
  readonly orderId: string;
  readonly terminal: DemoTerminal;
  readonly idempotencyKey: string;
  /** 分; absent where the order itself says what is due. */
  readonly amount?: number;
  /** The transaction there; absent where nobody takes the request on, and it expires. */
  readonly taken?: { readonly line: PosLine; readonly outcome: 'approved' | 'declined' };
  /** Sent once the terminal has confirmed, to the byte. */
  readonly paidInside?: string;
  /** What was taken twice: the ledger proposes it, the office gives it back. */
  readonly givenBack?: Instruction;
}

/** What the ledger should say of a payment request. 分 */
export interface RequestOutcome {
  readonly orderId: string;
  readonly terminalNo: string;
  readonly status: string;
  readonly amount: number;
  readonly collected: number;
  readonly refunded: number;
  /** Of its order, where something is left that a person has to look at. */
  readonly exceptions: string;
}

export interface ToldCounter {
  /** One after another. */
  readonly handOvers: readonly HandOver[];
  readonly requests: readonly RequestOutcome[];
  readonly payments: readonly PaymentOutcome[];
  readonly rows: readonly AcquirerRow[];
  readonly channelRows: readonly ChannelRow[];
}

interface At {
  readonly cast: Cast;
  /** Of the orders at counters. */
  readonly number: number;
  /** Payments that each terminal has of its own: those for orders are numbered after them. */
  readonly own: number;
}

/** Tries that an order may need. */
const TRIES = 2;

/** One order at the counter, from its hand-over to its money. */
export function tellCounter({ cast, number, own }: At, order: CounterOrder): ToldCounter {
  const { orderId, life } = order;
  const desk = cast.defaults[order.live ? 'room' : 'shop'];
  const merchantNo = cast.interfaces.find(({ id }) => id === desk)?.merchantNo;
  const [first, second] = new Random(cast.tale, 'counter', number).shuffled(
    cast.terminals.filter((terminal) => terminal.merchantNo === merchantNo),
  );
  if (!first || !second) throw new RangeError(`no two terminals under ${String(merchantNo)}`);
  const tried = (serial: number, terminal: DemoTerminal): Try => {
    const index = own + number * TRIES + serial;
    const collects = { amount: order.amount, atMs: clock('10:00', 1) + number * MINUTE_MS };
    const random = new Random(cast.tale, 'counter', number, serial);
    const payment = new PaymentTeller({ cast, terminal, index, random, method: 'card', collects });
    const idempotencyKey = `demo-${cast.tale}-hand-over-${String(number)}-${String(serial)}`;
    const amount = life === 'on_delivery' ? {} : { amount: order.amount };
    return { payment, handOver: { orderId, terminal, idempotencyKey, ...amount } };
  };
  return toldOf(COURSES[life](order, (serial) => tried(serial, serial === 0 ? first : second)));
}

interface Try {
  readonly payment: PaymentTeller;
  readonly handOver: HandOver;
}
interface Tried extends Try {
  readonly status: string;
}
type Course = (order: CounterOrder, tryAt: (serial: number) => Try) => readonly Tried[];

const approved = ({ payment, handOver }: Try): Tried => {
  payment.isPurchased();
  return { payment, handOver: { ...handOver, ...takenBy(payment, 'approved') }, status: 'approved' };
};

const declined = ({ payment, handOver }: Try): Tried => {
  payment.isTried('51');
  return { payment, handOver: { ...handOver, ...takenBy(payment, 'declined') }, status: 'declined' };
};

function takenBy({ lines: [line] }: PaymentTeller, outcome: 'approved' | 'declined'): Pick<HandOver, 'taken'> {
  return line ? { taken: { line, outcome } } : {};
}

const collected: Course = (_order, tryAt) => [approved(tryAt(0))];

const COURSES: Readonly<Record<CounterLife, Course>> = {
  collected,
  on_delivery: collected,
  second_try: (_order, tryAt) => [declined(tryAt(0)), approved(tryAt(1))],
  not_taken_on: (_order, tryAt) => [{ ...tryAt(0), status: 'expired' }],
  paid_inside: ({ paidInside, amount }, tryAt) => {
    const { payment, handOver } = approved(tryAt(0));
    payment.isRefundInstructed('抖音内已支付，门店重复收款', 'carried out', amount);
    const crossing = {
      ...(paidInside && { paidInside: pushBody([{ ...paidInside, spelling: PLAIN }]) }),
      ...(payment.instruction && { givenBack: payment.instruction }),
    };
    return [{ payment, handOver: { ...handOver, ...crossing }, status: 'refunded' }];
  },
};

const PLAIN = { tagAsNumber: false, dataAsObject: false, idInCamelCase: false } as const;

const toldOf = (tries: readonly Tried[]): ToldCounter => ({
  handOvers: tries.map(({ handOver }) => handOver),
  requests: tries.map(requestOf),
  payments: tries.filter(({ handOver }) => handOver.taken).map(({ payment }) => payment.outcome),
  rows: tries.flatMap(({ payment }) => payment.rows),
  channelRows: tries.flatMap(({ payment }) => payment.channelRows),
});

function requestOf({ payment, handOver: { orderId, terminal }, status }: Tried): RequestOutcome {
  const { captured, refunded } = payment.outcome;
  const { terminalNo } = terminal;
  return { orderId, terminalNo, status, amount: payment.amount, collected: captured, refunded, exceptions: '' };
}

/** Requests to the ledger and what they bring: the hand-over, what the terminal says, the payment inside, the refund. */
export const messagesAt = ({ taken, paidInside, givenBack }: HandOver): number =>
  1 + (taken ? 3 : 1) + (paidInside === undefined ? 0 : 1) + (givenBack ? 2 : 0);
