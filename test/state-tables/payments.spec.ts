import { plusMs } from '#kernel';
import { paymentDecider, type PaymentCommand, type PaymentState } from '#payments';
import { OPENED_AT, asking, tale } from '#payments/testing';
import { describeStates } from './describe-states.js';
import { deciderMachine, type DeciderStates } from './machine.js';

const AFTER_THE_HOLD = plusMs(OPENED_AT, 31 * 86_400_000);

/** One statement, some minutes after the opening. */
function told(words: string, minutes = 0): PaymentCommand {
  const [fact] = tale(words);
  if (!fact) throw new Error(`nothing is told: ${words}`);
  return { type: 'RecordPaymentFact', fact: { ...fact, occurredAt: plusMs(fact.occurredAt, minutes * 60_000) } };
}

type Steps = DeciderStates<PaymentState, PaymentCommand>['steps'];

const ofAuthorization: Steps = {
  'authorization declined': told('decline authorization 100.00'),
  authorized: told('authorize 100.00'),
  captured: told('capture 100.00', 1),
  'captured to the limit': told('capture#2 115.00', 1),
  'captured above the limit': told('capture#3 115.01', 1),
  'capture voided': told('void capture#1', 2),
  'capture reversed': told('reverse capture#1', 2),
  'authorization voided': told('void authorization', 1),
  'authorization reversed': told('reverse authorization', 1),
  'void reversed': told('reverse authorization_void', 2),
  'hold is over': asking.expire(AFTER_THE_HOLD),
  'refund of a part': told('refund 40.00', 2),
  'refund of the rest': told('refund#2 60.00', 2),
  'refund reversed': told('reverse refund#1', 2),
};

const ofSeveralCaptures: Steps = {
  authorized: told('authorize 100.00 multi'),
  'captured a part': told('capture 40.00', 1),
  'captured the rest': told('capture#2 60.00', 1),
  'captured 15 more': told('capture#3 15.00', 1),
  'captured above the limit': told('capture#4 115.01', 1),
  'capture of a part voided': told('void capture#1', 2),
  'authorization voided': told('void authorization', 4),
  'hold is over': asking.expire(AFTER_THE_HOLD),
  'refund of a part': told('refund 40.00', 2),
};

const ofPurchase: Steps = {
  'purchase declined': told('decline purchase 100.00'),
  purchased: told('purchase 100.00'),
  'purchase without an answer': told('unknown purchase 100.00'),
  'purchase voided': told('void purchase', 1),
  'purchase voided in another batch': told('void purchase#2 in batch 000008', 1),
  'purchase reversed': told('reverse purchase', 1),
  'void reversed': told('reverse purchase_void', 2),
  'refund of a part': told('refund 40.00', 2),
  'refund of the rest': told('refund#2 60.00', 2),
  'refund above the rest': told('refund#3 100.01', 2),
  'refund reversed': told('reverse refund#1', 2),
};

const OPENING = /^(?:authorization|(?:declined-)?purchase):/;
/** A declined authorization, and its reversal. */
const OF_A_DECLINE = /^(?:declined-authorization|reversal):/;

/** What came before its payment was opened, and undone since, leaves no exception: the table is of payments that were opened. */
function flagsOf({ facts, standing }: PaymentState): readonly string[] {
  const keys = [...facts.keys()];
  const isOpened = keys.some((key) => OPENING.test(key)) || keys.every((key) => OF_A_DECLINE.test(key));
  const { exceptions = [] } = standing ?? {};
  return exceptions.length > 0 || isOpened ? exceptions : ['NOT_OPENED'];
}

const machine = (statuses: readonly string[], steps: Steps) =>
  deciderMachine(paymentDecider, {
    statuses,
    steps,
    statusOf: ({ standing }) => standing?.status ?? '',
    flagsOf,
    alike: ({ facts }) => [...facts.keys()].sort(),
  });

const readme = 'libs/payments/README.md';

describe('states of a pre-authorization', () => {
  const statuses = ['declined', 'authorized', 'captured', 'voided', 'expired', 'reversed', 'partly_refunded', 'refunded'];
  describeStates(machine(statuses, ofAuthorization), { readme, name: 'authorization' });
});

describe('states of a pre-authorization that takes several captures', () => {
  const statuses = ['authorized', 'partly_captured', 'captured', 'voided', 'expired', 'partly_refunded', 'refunded'];
  describeStates(machine(statuses, ofSeveralCaptures), { readme, name: 'captures' });
});

describe('states of a purchase', () => {
  const statuses = ['declined', 'captured', 'voided', 'reversed', 'partly_refunded', 'refunded'];
  describeStates(machine(statuses, ofPurchase), { readme, name: 'purchase' });
});
