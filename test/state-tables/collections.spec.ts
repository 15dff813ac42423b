import { plusMs } from '#kernel';
import { collectionDecider, type CollectionCommand } from '#collections';
import { AT, EXPIRES, ORDER_ID, POS, paymentMoved, requestPayment } from '#collections/testing';
import { describeStates } from './describe-states.js';
import { deciderMachine } from './machine.js';

const of = { orderId: ORDER_ID, requestId: 'r1', now: AT } as const;
const moved = (status: string, revision: number): CollectionCommand =>
  paymentMoved({ requestId: 'r1', paymentId: 'p1', status, revision });
const reported = (outcome: 'approved' | 'declined' | 'unknown'): CollectionCommand => ({
  type: 'ReportOutcome',
  ...of,
  by: POS,
  outcome,
  businessDate: requestPayment('r1').request.booking.businessDate,
});

describe('states of a payment request', () => {
  describeStates(
    deciderMachine(collectionDecider, {
      statuses: ['requested', 'confirmed', 'cancelled', 'expired', 'unknown', 'declined', 'approved', 'reversed', 'refunded'],
      steps: {
        requested: requestPayment('r1'),
        confirmed: { type: 'ConfirmRequest', ...of, by: POS },
        cancelled: { type: 'CancelRequest', ...of, reason: 'buyer left' },
        'time is over': { type: 'ExpireRequest', ...of, now: plusMs(EXPIRES, 3_600_000) },
        'outcome unknown': reported('unknown'),
        'outcome declined': reported('declined'),
        'payment declined': moved('declined', 0),
        'payment unknown': moved('unknown', 0),
        'payment captured': moved('captured', 1),
        'payment reversed': moved('reversed', 2),
        'payment refunded': moved('refunded', 3),
      },
      statusOf: ({ standing }) => standing?.requests[0]?.status ?? '',
      flagsOf: ({ standing }) => standing?.exceptions.filter((code) => code !== 'COLLECTION_OUTCOME_UNKNOWN') ?? [],
      alike: ({ standing, facts }) => [standing, [...facts.keys()].filter((key) => key.startsWith('payment:')).sort()],
    }),
    { readme: 'libs/collections/README.md' },
  );
});
