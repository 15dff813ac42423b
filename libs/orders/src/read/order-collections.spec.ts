import { collectionDecider, type CollectionCommand } from '#collections';
import { AT, EXPIRES, ORDER_ID, POS, paymentMoved, requestPayment } from '#collections/testing';
import { isRejection } from '#kernel';
import { after } from '#kernel/testing';
import { collectionOf } from './order-collections.js';

const of = { orderId: ORDER_ID, requestId: 'r1', now: AT } as const;
const confirmed: CollectionCommand = { type: 'ConfirmRequest', ...of, by: POS };
const cancelled: CollectionCommand = { type: 'CancelRequest', ...of, reason: 'buyer left' };
const expired: CollectionCommand = { type: 'ExpireRequest', ...of, now: EXPIRES };
const moved = (status: string, over: object = {}): CollectionCommand =>
  paymentMoved({ requestId: 'r1', paymentId: 'p1', status, ...over });
const backToBuyer = { captured: 12_990, refunded: 12_990, revision: 1 };

const TALES: readonly (readonly [says: string, commands: readonly CollectionCommand[], row: object])[] = [
  ['waits', [], { status: 'requested', collected: 0, paymentIds: [] }],
  ['is confirmed', [confirmed], { status: 'confirmed', collected: 0 }],
  ['has an outcome that nobody knows', [moved('unknown')], { status: 'unknown', collected: 0 }],
  ['was declined', [confirmed, moved('declined')], { status: 'declined', collected: 0, paymentIds: [] }],
  ['was taken back', [cancelled], { status: 'cancelled' }],
  ['is expired', [expired], { status: 'expired' }],
  ['was collected', [moved('captured')], { status: 'approved', collected: 12_990, paymentIds: ['p1'] }],
  ['was collected late', [expired, moved('captured')], { status: 'approved', collected: 12_990 }],
  ['was reversed', [moved('reversed')], { status: 'reversed', collected: 0 }],
  ['was given back', [moved('captured'), moved('refunded', backToBuyer)], { status: 'refunded', collected: 0 }],
];

describe('how far terminals came with an order', () => {
  it.each(TALES)('whose request %s, and whether another may follow as the decider has it', (_says, commands, row) => {
    const { state } = after(collectionDecider, [requestPayment('r1'), ...commands]);
    if (!state.standing) throw new Error('nothing was requested');
    const mayRequest = !isRejection(collectionDecider.decide(requestPayment('r2'), state));
    expect(collectionOf(state.standing)).toMatchObject({ requestId: 'r1', mayRequest, ...row });
  });

  it('is told of the request that may still bring money, not of a later one that did not', () => {
    const declined = paymentMoved({ requestId: 'r2', paymentId: 'p2', status: 'declined' });
    const { state } = after(collectionDecider, [
      requestPayment('r1'),
      expired,
      requestPayment('r2'),
      declined,
      moved('unknown'),
    ]);
    if (!state.standing) throw new Error('nothing was requested');
    expect(collectionOf(state.standing)).toMatchObject({ requestId: 'r1', status: 'unknown', mayRequest: false });
  });
});
