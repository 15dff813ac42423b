import type { QueuedLine } from '#ledger';
import { withdrawnOf } from './waterfall.js';

const came = (amount: number, before: number): QueuedLine => ({ side: 'in', stream: 'o', position: '1', amount, before });
const paidOut = (position: string, amount: number, before: number): QueuedLine => ({
  side: 'out',
  stream: `m${position}`,
  position,
  amount,
  before,
});

describe('what of an order was paid out, first in first out', () => {
  it.each([
    ['nothing while payouts have not reached it', [came(100, 500), paidOut('2', 500, 0)], 0, []],
    ['what payouts have reached of it', [came(100, 500), paidOut('2', 500, 0), paidOut('3', 40, 500)], 40, ['3']],
    ['all of it, by two payouts', [came(100, 500), paidOut('2', 550, 0), paidOut('3', 300, 550)], 100, ['2', '3']],
    ['less what was returned', [came(100, 0), paidOut('2', 100, 0), paidOut('3', -30, 100)], 70, ['2']],
    ['each line by itself', [came(100, 0), came(50, 900), paidOut('2', 120, 0)], 100, ['2']],
    ['nothing where nothing came', [paidOut('2', 120, 0)], 0, []],
  ])('is %s', (_, queue, amount, positions) => {
    const withdrawn = withdrawnOf(queue);
    expect(withdrawn.amount).toBe(amount);
    expect(withdrawn.events.map(({ position }) => position)).toEqual(positions);
  });
});
