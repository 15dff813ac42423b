import { yuan } from '#kernel/testing';
import { miniAppDecider, type MiniAppCommand, type MiniAppFact } from '#miniapp';
import { hour, miniApp } from '#miniapp/testing';
import { describeStates } from './describe-states.js';
import { deciderMachine } from './machine.js';

const record = (fact: MiniAppFact): MiniAppCommand => ({ type: 'RecordMiniAppFact', fact });

const steps: Readonly<Record<string, MiniAppCommand>> = {
  paid: record(miniApp.paid(hour(0), yuan('100.00'))),
  cancelled: record(miniApp.cancelled(hour(1))),
  'refund applied for': record(miniApp.applied(hour(2), 'r1', yuan('30.00'))),
  'refund of a part': record(miniApp.refunded(hour(3), 'r1', yuan('30.00'))),
  'refund of the rest': record(miniApp.refunded(hour(3), 'r2', yuan('70.00'))),
  'refund above the rest': record(miniApp.refunded(hour(4), 'r3', yuan('100.00'))),
  'refund failed': record(miniApp.failed(hour(4), 'r1')),
};

describe('states of a payment in a mini-app', () => {
  describeStates(
    deciderMachine(miniAppDecider, {
      statuses: ['unpaid', 'cancelled', 'paid', 'partly_refunded', 'refunded'],
      steps,
      statusOf: ({ standing }) => standing?.status ?? '',
      flagsOf: ({ standing }) => standing?.exceptions ?? [],
      alike: ({ facts }) => [...facts.keys()].sort(),
    }),
    { readme: 'libs/miniapp/README.md' },
  );
});
