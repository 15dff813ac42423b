import { castOf, type Cast, type DemoTerminal } from './cast.js';
import { PAYMENT_LIVES, tellPayment, type ToldPayment } from './payment-lives.js';
import type { PaymentOutcome } from './payment-teller.js';
import { disturbed, inOrder } from './delivery.js';
import { clock } from './moments.js';
import { tellOrder } from './order-lives.js';
import type { OrderOutcome } from './order-teller.js';
import { Random } from './random.js';
import { pushes, reports, reportsByTerminal, statements } from './sending.js';
import type { Step } from './step.js';
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
}

/** The same seed and size tell the same story, to the byte. */
export function tellStory(seed: number, orderCount: number): Story {
  const cast = castOf(seed, orderCount);
  const orders = Array.from({ length: orderCount }, (_, index) => tellOrder(cast, index));
  const perTerminal = Math.max(PAYMENT_LIVES.length, Math.ceil(orderCount / 12));
  const payments = cast.terminals.flatMap((terminal) =>
    Array.from({ length: perTerminal }, (_, index) => ({ terminal, ...tellPayment(cast, terminal, index) })),
  );
  const sent = disturbed(
    orders.flatMap(({ items }) => items),
    new Random(cast.tale, 'douyin delivery'),
  );
  const messages = inOrder([...sent, ...straysOf(cast, orderCount)]);
  const lines = reportsByTerminal(cast, payments);
  const scene = (title: string, when: (message: Delivered) => boolean): Scene => ({
    title,
    steps: inTime([
      ...pushes(messages.filter(when), new Random(cast.tale, title)),
      ...reports(lines, when, new Random(cast.tale, title)),
    ]),
  });
  return {
    cast,
    scenes: [
      scene('trading day', isTradingDay),
      scene('days after', (message) => !isTradingDay(message)),
      { title: 'office', steps: payments.flatMap(instructionOf) },
      { title: 'settlement', steps: inTime(statements(orders, payments)) },
    ],
    orders: orders.map(({ outcome }) => outcome),
    payments: payments.map(({ outcome }) => outcome),
  };
}

interface Delivered {
  readonly deliveredAt: number;
}

const isTradingDay = ({ deliveredAt }: Delivered): boolean => deliveredAt < clock('06:00', 1);

const instructionOf = ({ terminal, instruction }: ToldPayment & { terminal: DemoTerminal }): Step[] =>
  instruction ? [{ type: 'instruction', at: clock('15:00', 4), terminal, instruction }] : [];

const inTime = (steps: readonly Step[]): Step[] => [...steps].sort((a, b) => a.at - b.at);

/** Messages of Douyin, transactions of terminals, rows of bills, and what the office says. */
export const messagesIn = ({ scenes }: Pick<Story, 'scenes'>): number =>
  scenes.flatMap(({ steps }) => steps).reduce((total, step) => total + messagesOf(step), 0);

function messagesOf(step: Step): number {
  switch (step.type) {
    case 'push':
      return step.messages;
    case 'transactions':
      return step.lines.length;
    case 'settle_bill':
    case 'statement':
      return step.rows.length;
    case 'instruction':
      return 2;
  }
}
