import { after, yuan } from '#kernel/testing';
import {
  orderDecider,
  type AftersaleMoved,
  type AftersaleStep,
  type OrderCommand,
  type OrderFact,
  type OrderState,
} from '#orders';
import { factsOf, hour } from '#orders/testing';
import { describeStates } from './describe-states.js';
import { deciderMachine } from './machine.js';

const order = factsOf();
const record = (fact: OrderFact): OrderCommand => ({ type: 'RecordOrderFact', fact });

/** One after the other in time, but for what is said to be early. */
const steps: Readonly<Record<string, OrderCommand>> = {
  created: record(order.created(hour(0))),
  held: record(order.held(hour(1))),
  'deposit paid': record(order.phasePaid(hour(2), 1, yuan('20.00'))),
  'balance paid': record(order.phasePaid(hour(3), 2, yuan('80.00'))),
  paid: record(order.paid(hour(3), yuan('100.00'))),
  'repriced before payment': record(order.repriced(hour(1), yuan('100.00'))),
  'repriced after payment': record(order.repriced(hour(4), yuan('90.00'))),
  'partly shipped': record(order.partlyShipped(hour(4))),
  shipped: record(order.shipped(hour(5))),
  completed: record(order.completed(hour(7))),
  'cancelled before payment': record(order.cancelled(hour(1))),
  'cancelled after payment': record(order.cancelled(hour(6))),
  'after-sale applied': record(order.aftersale(hour(8), '71', 'applied', { refundAmount: yuan('30.00') })),
  'after-sale closed': record(order.aftersale(hour(9), '71', 'closed')),
  'refund of a part': record(order.refunded(hour(10), yuan('20.00'), '72')),
  'refund of the rest': record(order.refunded(hour(10), yuan('80.00'), '73')),
  'refund above the rest': record(order.refunded(hour(11), yuan('100.00'), '74')),
  settled: record(order.settled(hour(12), { requestNo: 'r1', gross: yuan('20.00') })),
  'detail: paid': record(order.detailed(hour(6), { orderStatus: 2, payAmount: yuan('100.00') })),
  'detail: completed': record(order.detailed(hour(8), { orderStatus: 5 })),
  'detail: cancelled': record(order.detailed(hour(8), { orderStatus: 4 })),
};

/** What further moves depend on: money, its contradictions, and how far the order came. */
const alike = ({ standing }: OrderState): unknown => ({
  ...standing,
  aftersales: [],
  aftersaleOpen: false,
  createdAt: null,
  payable: null,
});

describe('states of a Douyin order', () => {
  describeStates(
    deciderMachine(orderDecider, {
      statuses: [
        'created',
        'held',
        'deposit_paid',
        'paid',
        'partly_shipped',
        'shipped',
        'completed',
        'settled',
        'cancelled',
        'deposit_kept',
        'refund_due',
        'partly_refunded',
        'refunded',
      ],
      steps,
      statusOf: ({ standing }) => standing?.status ?? '',
      flagsOf: ({ standing }) => standing?.exceptions ?? [],
      alike,
    }),
    { readme: 'libs/orders/README.md' },
  );
});

const moved = (step: AftersaleStep, n: number, said?: Partial<AftersaleMoved>): OrderCommand =>
  record(order.aftersale(hour(n), '71', step, { refundAmount: yuan('30.00'), ...said }));

const aftersaleSteps: Readonly<Record<string, OrderCommand>> = {
  applied: moved('applied', 4),
  'special right applied': moved('applied', 4, { about: 'special_right' }),
  'refund agreed': moved('refund_agreed', 5),
  'refund refused': moved('refund_refused', 5),
  'return agreed': moved('return_agreed', 5),
  'goods returned': moved('goods_returned', 6),
  'return refused': moved('return_refused', 7),
  modified: moved('modified', 8, { refundAmount: yuan('25.00') }),
  arbitration: moved('arbitration', 9),
  'exchange received': moved('other', 9, { about: 'exchange' }),
  'exchange done': moved('other', 10, { aftersaleStatus: 14 }),
  refunded: record(order.refunded(hour(11), yuan('30.00'), '71')),
  'refunded above what was asked': record(order.refunded(hour(11), yuan('31.00'), '71')),
  closed: moved('closed', 12),
};

/** An order of which nothing but its payment is told. */
const paid = after(orderDecider, [record(order.paid(hour(3), yuan('100.00')))]).state;
const caseOf = ({ standing }: OrderState): string | undefined => standing?.aftersales[0]?.status;

describe('states of an after-sale case', () => {
  describeStates(
    deciderMachine(
      { ...orderDecider, initial: paid },
      {
        statuses: [
          'applied',
          'refund_agreed',
          'refund_refused',
          'return_agreed',
          'goods_returned',
          'return_refused',
          'modified',
          'arbitration',
          'other',
          'goods_given',
          'closed',
          'refunded',
        ],
        steps: aftersaleSteps,
        statusOf: (state) => caseOf(state) ?? '',
        flagsOf: ({ standing }) => standing?.exceptions ?? [],
        alike: ({ standing }) => standing,
      },
    ),
    { readme: 'libs/orders/README.md', name: 'aftersale' },
  );
});
