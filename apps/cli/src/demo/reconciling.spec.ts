import { compared, type Found } from './reconciling.js';
import type { Planted } from './story/statements/plants.js';

const WHERE = { tradeNo: '42', orderNo: 'o', terminalNo: '1', batchNo: '2', traceNo: '3' };
const plant: Planted = {
  outcome: 'difference',
  class: 'surplus',
  cause: 'NOT_TOLD',
  channel: 'wechat',
  amount: 100,
  where: WHERE,
};

const found = (more: Partial<Found> = {}, refs: Readonly<Record<string, string>> = { channelTradeNo: '42' }): Found => ({
  outcome: 'difference',
  class: 'surplus',
  cause: 'NOT_TOLD',
  channel: 'wechat',
  amount: 100,
  proposal: 'record',
  of: {
    caseId: 'c1',
    book: 'trades',
    channel: 'wechat',
    status: 'difference',
    statementCount: 1,
    statementIn: 100,
    statementOut: 0,
    difference: 100,
    differences: [],
    items: [{ channel: 'wechat', refs }],
  },
  ...more,
});

describe('what was planted, held against what was found', () => {
  it('is found by the number of its channel, or by its slip', () => {
    expect(compared([plant], [found()])).toEqual([]);
    expect(compared([plant], [found({}, { terminalNo: '1', batchNo: '2', traceNo: '3' })])).toEqual([]);
    expect(compared([plant], [found({}, { terminalNo: '1', traceNo: '3' })])).toEqual([]);
  });

  it.each([
    ['of another class', found({ class: 'shortage' })],
    ['of another cause', found({ cause: 'UNEXPLAINED' })],
    ['of another amount', found({ amount: 99 })],
    ['that is explained', found({ outcome: 'matched' })],
    ['of another trade', found({}, { channelTradeNo: '43' })],
    ['of another slip', found({}, { terminalNo: '1', batchNo: '9', traceNo: '3' })],
  ])('is missed where there is only one %s, and that one is invented', (_what, other) => {
    const wrong = compared([plant], [other]);
    expect(wrong).toHaveLength(2);
    expect(wrong[0]).toBe('planted and not found: wechat surplus NOT_TOLD 100 分');
    expect(wrong[1]).toMatch(/^found and not planted: wechat .*, case c1$/);
  });

  it('is found once: the same again is invented', () => {
    expect(compared([plant], [found(), found()])).toEqual(['found and not planted: wechat surplus NOT_TOLD 100 分, case c1']);
    expect(compared([plant, plant], [found()])).toEqual(['planted and not found: wechat surplus NOT_TOLD 100 分']);
  });
});
