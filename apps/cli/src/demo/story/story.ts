import { movementsOfShop, toldLate, type MovementOutcome, type ToldMovement } from './account-items.js';
import { tellNotices, NOTICED_LIVES, type ToldNotices } from './acquirer-notices.js';
import { castOf, type Cast, type DemoTerminal } from './cast.js';
import { PAYMENT_LIVES, tellPayment, type ToldPayment } from './payment-lives.js';
import type { PaymentOutcome } from './payment-teller.js';
import { messagesAt, tellCounter, type RequestOutcome, type ToldCounter } from './counter.js';
import type { DisputeOutcome } from './disputes.js';
import { disturbed, inOrder } from './delivery.js';
import { VOUCHER_LIVES, tellLocalLife, type LifeMovementOutcome, type ToldLife, type VoucherOutcome } from './local-life.js';
import { MINI_APP_LIVES, tellMiniApp, type MiniAppOutcome, type ToldMiniApp } from './mini-app.js';
import { clock } from './moments.js';
import { tellOrder, type ToldOrder } from './order-lives.js';
import type { OrderOutcome } from './order-teller.js';
import { Random } from './random.js';
import { pushes, reports, reportsByTerminal, statements } from './sending.js';
import type { Step } from './step.js';
import { payoutsOf, withdrawalsOf } from './statements/payouts.js';
import { tellStatements, type ToldStatements } from './statements/told.js';
import { straysOf } from './strays.js';

export interface Scene {
  readonly title: string;
  readonly steps: readonly Step[];
}

export interface Story {
  readonly cast: Cast;
  readonly scenes: readonly Scene[];
  readonly orders: readonly OrderOutcome[];
  readonly payments: readonly PaymentOutcome[];
  /** Orders handed to terminals, try by try. */
  readonly requests: readonly RequestOutcome[];
  /** On the shop's account, beside what orders settle. */
  readonly movements: readonly MovementOutcome[];
  readonly disputes: readonly DisputeOutcome[];
  readonly vouchers: readonly VoucherOutcome[];
  readonly lifeMovements: readonly LifeMovementOutcome[];
  readonly miniApp: readonly MiniAppOutcome[];
  /** Payments that acquirers told of by notices. */
  readonly noticed: readonly PaymentOutcome[];
  /** Ids of payments that no notice told the end of: the ledger knows none of them. */
  readonly open: readonly string[];
  /** Of channels and the bank, with what is wrong in them. */
  readonly statements: ToldStatements;
  /** A fact of the month, told once it is closed. */
  readonly late: ToldMovement;
  /** Whose money takes every way that there is, as far as one is told. */
  readonly orderToLookAt: string | undefined;
}

/** The same seed and size tell the same story, to the byte. */
export function tellStory(seed: number, orderCount: number): Story {
  const cast = castOf(seed, orderCount);
  const told = tellLives(cast, orderCount);
  const { orders, payments, counters, movements, life, miniApp, notices } = told;
  const disputes = payments.flatMap(({ dispute }) => dispute ?? []);
  return {
    cast,
    scenes: scenesOf(cast, told),
    orders: orders.map(({ outcome }) => outcome),
    payments: [...payments.map(({ outcome }) => outcome), ...counters.flatMap((counter) => counter.payments)],
    requests: counters.flatMap(({ requests }) => requests),
    movements: movements.map(({ outcome }) => outcome),
    disputes: disputes.map(({ outcome }) => outcome),
    vouchers: life.vouchers,
    lifeMovements: life.movements,
    miniApp: miniApp.payments,
    noticed: notices.payments,
    open: notices.open,
    statements: statementsOf(cast, told),
    late: toldLate(cast.tale, clock('11:00', 9)),
    orderToLookAt: orders.find(({ isWorthALook }) => isWorthALook)?.outcome.orderId,
  };
}

/** Each life from its beginning to its end. */
interface ToldLives {
  readonly orders: readonly ToldOrder[];
  readonly payments: readonly (ToldPayment & { readonly terminal: DemoTerminal })[];
  readonly counters: readonly ToldCounter[];
  readonly movements: readonly ToldMovement[];
  readonly life: ToldLife;
  readonly miniApp: ToldMiniApp;
  readonly notices: ToldNotices;
}

function tellLives(cast: Cast, orderCount: number): ToldLives {
  const orders = Array.from({ length: orderCount }, (_, index) => tellOrder(cast, index));
  const perTerminal = Math.max(PAYMENT_LIVES.length, Math.ceil(orderCount / 12));
  const payments = cast.terminals.flatMap((terminal) =>
    Array.from({ length: perTerminal }, (_, index) => ({ terminal, ...tellPayment(cast, terminal, index) })),
  );
  const bills = orders.flatMap(({ rows }) => rows);
  const movements = [...orders.flatMap((order) => order.movements), ...movementsOfShop(cast.tale, bills, clock('11:00', 12))];
  const among = (lives: readonly string[]): number => Math.max(lives.length, Math.ceil(orderCount / 20));
  return {
    orders,
    payments,
    counters: tellCounters(cast, orders, perTerminal),
    movements,
    life: tellLocalLife(cast, among(VOUCHER_LIVES)),
    miniApp: tellMiniApp(cast, among(MINI_APP_LIVES)),
    notices: tellNotices(cast, among(NOTICED_LIVES)),
  };
}

/** The same lives as channels and the bank tell them afterwards. */
function statementsOf(cast: Cast, { payments, counters, movements, life, notices }: ToldLives): ToldStatements {
  const acquired = [...payments, ...counters];
  return tellStatements(cast, {
    rows: [...acquired, notices].flatMap(({ channelRows }) => channelRows),
    plain: [...payments.filter(({ isPlain }) => isPlain).flatMap(({ channelRows }) => channelRows), ...notices.plain],
    untold: notices.untold,
    payouts: [...payoutsOf(acquired.flatMap(({ rows }) => rows)), ...withdrawalsOf(cast, movements, life.movements)],
  });
}

/** The same lives as they reach the ledger, scene by scene. */
function scenesOf(cast: Cast, { orders, payments, counters, movements, life, miniApp, notices }: ToldLives): Scene[] {
  const sent = disturbed(
    orders.flatMap(({ items }) => items),
    new Random(cast.tale, 'douyin delivery'),
  );
  const messages = inOrder([...sent, ...straysOf(cast, orders.length)]);
  const lines = reportsByTerminal(cast, payments);
  const scene = (title: string, when: (message: Delivered) => boolean, more: readonly Step[] = []): Scene => ({
    title,
    steps: inTime([
      ...more,
      ...pushes(messages.filter(when), new Random(cast.tale, title)),
      ...reports(lines, when, new Random(cast.tale, title)),
    ]),
  });
  const callbacks = [...life.webhooks, ...miniApp.steps, ...notices.steps];
  const called = (when: (message: Delivered) => boolean): Step[] => callbacks.filter(({ at }) => when({ deliveredAt: at }));
  const atCounters = counters.map(({ handOvers }): Step => ({ type: 'counter', at: clock('06:00', 1), handOvers }));
  const files = statements({
    acquirers: [...payments, ...counters].flatMap(({ rows }) => rows),
    bills: orders.flatMap(({ rows }) => rows),
    items: movements.map(({ item }) => item),
    disputes: payments.flatMap(({ dispute }) => dispute?.rows ?? []),
  });
  return [
    scene('trading day', isTradingDay, called(isTradingDay)),
    scene('days after', isAfter, [...atCounters, ...called(isAfter)]),
    { title: 'office', steps: payments.flatMap(instructionOf) },
    { title: 'settlement', steps: inTime([...files, ...life.files]) },
  ];
}

const tellCounters = (cast: Cast, orders: readonly ToldOrder[], own: number): ToldCounter[] =>
  orders.flatMap(({ counter }) => counter ?? []).map((order, number) => tellCounter({ cast, number, own }, order));

interface Delivered {
  readonly deliveredAt: number;
}

const isTradingDay = ({ deliveredAt }: Delivered): boolean => deliveredAt < clock('06:00', 1);

const isAfter = (message: Delivered): boolean => !isTradingDay(message);

const instructionOf = ({ terminal, instruction }: ToldPayment & { terminal: DemoTerminal }): Step[] =>
  instruction ? [{ type: 'instruction', at: clock('15:00', 4), terminal, instruction }] : [];

const inTime = (steps: readonly Step[]): Step[] => [...steps].sort((a, b) => a.at - b.at);

/** Messages of Douyin and of others, transactions of terminals, rows of bills, and what the office says. */
export const messagesIn = ({ scenes }: Pick<Story, 'scenes'>): number =>
  scenes.flatMap(({ steps }) => steps).reduce((total, step) => total + messagesOf(step), 0);

function messagesOf(step: Step): number {
  switch (step.type) {
    case 'push':
      return step.messages;
    case 'transactions':
      return step.lines.length;
    case 'settle_bill':
    case 'account_items':
    case 'disputes':
    case 'life_ledger':
    case 'life_movements':
    case 'statement':
      return step.rows.length;
    case 'counter':
      return step.handOvers.reduce((total, handOver) => total + messagesAt(handOver), 0);
    case 'callback':
      return 1;
    case 'instruction':
      return 2;
  }
}
