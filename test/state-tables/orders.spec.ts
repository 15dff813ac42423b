import { yuan } from '#kernel/testing';
import { orderDecider, type OrderCommand, type OrderFact } from '#orders';
import { factsOf, hour } from '#orders/testing';
import { describeStates } from './describe-states.js';
import { deciderMachine } from './machine.js';

const order = factsOf();
const record = (fact: OrderFact): OrderCommand => ({ type: 'RecordOrderFact', fact });

const steps: Readonly<Record<string, OrderCommand>> = {
  created: record(order.created(hour(0))),
  held: record(order.held(hour(1))),
  repriced: record(order.repriced(hour(1), yuan('90.00'))),
  paid: record(order.paid(hour(2), yuan('100.00'))),
  'partly shipped': record(order.partlyShipped(hour(3))),
  shipped: record(order.shipped(hour(4))),
  completed: record(order.completed(hour(6))),
  'cancelled before payment': record(order.cancelled(hour(1))),
  'cancelled after payment': record(order.cancelled(hour(5))),
  'after-sale applied': record(order.aftersale(hour(7), '71', 'applied')),
  'after-sale closed': record(order.aftersale(hour(8), '71', 'closed')),
  'refund of a part': record(order.refunded(hour(9), yuan('30.00'), '71')),
  'refund of the rest': record(order.refunded(hour(9), yuan('70.00'), '72')),
  'refund above the rest': record(order.refunded(hour(10), yuan('100.00'), '73')),
  settled: record(order.settled(hour(11), { requestNo: 'r1', gross: yuan('100.00') })),
};

describe('states of a Douyin order', () => {
  describeStates(
    deciderMachine(orderDecider, {
      statuses: [
        'created',
        'held',
        'paid',
        'partly_shipped',
        'shipped',
        'completed',
        'settled',
        'cancelled',
        'refund_due',
        'partly_refunded',
        'refunded',
      ],
      steps,
      statusOf: ({ standing }) => standing?.status ?? '',
      flagsOf: ({ standing }) => standing?.exceptions ?? [],
      alike: ({ standing }) => standing,
    }),
    { readme: 'libs/orders/README.md' },
  );
});
