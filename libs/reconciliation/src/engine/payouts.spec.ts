import fc from 'fast-check';
import type { Item } from '../item.js';
import { item, judging, saidOf } from '../testing.js';
import { judge, type JudgeInput } from './judge.js';

const BOOK = { book: 'payouts', kind: 'payout' } as const;
const paid = (id: string, day: number, yuan: number, over: Partial<Item> = {}): Item =>
  item(id, { ...BOOK, day: dayOf(day), amount: yuan * 100, ...over });
const seen = (id: string, day: number, yuan: number, over: Partial<Item> = {}): Item =>
  paid(id, day, yuan, { side: 'statement', channel: 'bank', account: '6222', ...over });
const dayOf = (day: number): string => `2026-10-${String(day).padStart(2, '0')}`;
const of = { book: 'payouts', channel: 'bank', account: '6222' } as const;
const said = (items: readonly Item[], over: Partial<JudgeInput> = {}): string[] =>
  judge(judging(items, { of, ...over }))
    .map(saidOf)
    .sort();
const ref = (no: string) => ({ refs: { channelTradeNo: no } });

describe('payouts and what the bank saw of them', () => {
  it.each([
    ['by reference', [paid('p', 2, 100, ref('W1')), seen('b', 20, 100, ref('W1'))], ['matched p+b by payout-reference']],
    ['by amount', [paid('p', 2, 100), seen('b', 3, 100)], ['matched p+b by payout-total']],
    [
      'equal amounts in order',
      [paid('p1', 2, 100), paid('p2', 3, 100), seen('b1', 3, 100), seen('b2', 4, 100)],
      ['matched p1+b1 by payout-total', 'matched p2+b2 by payout-total'],
    ],
    ['the total of a day', [paid('p1', 2, 70), paid('p2', 2, 31), seen('b', 3, 101)], ['matched p1+p2+b by payout-total']],
    [
      'a weekend in one sum',
      [paid('p1', 2, 70), paid('p2', 3, 31), paid('p3', 4, 12), seen('b', 5, 113), paid('p4', 5, 44), seen('b4', 6, 44)],
      ['matched p1+p2+p3+b by payout-total; net 0 PAID_WITH_OTHER_DAYS explained', 'matched p4+b4 by payout-total'],
    ],
    [
      'a day in two sums',
      [paid('p1', 2, 70), paid('p2', 2, 31), seen('b1', 3, 60), seen('b2', 3, 41)],
      ['matched p1+p2+b1+b2 by payout-total'],
    ],
    ['after the holidays', [paid('p', 2, 100), seen('b', 9, 100)], ['matched p+b by payout-total']],
    [
      'less a movement',
      [paid('p', 2, 100), item('m', { ...BOOK, kind: 'movement', direction: 'out', amount: 7_00 }), seen('b', 3, 93)],
      ['matched m+p+b by payout-total; net -700 NETTED_WITH_MOVEMENT explained'],
    ],
    [
      'a part is missing',
      [paid('p', 2, 100), seen('b', 3, 93)],
      ['difference p+b by payout-total; net -700 UNEXPLAINED adjust'],
    ],
    [
      'nothing to compare',
      [paid('p', 2, 100), seen('b', 3, 9)],
      ['difference b; net 900 NOT_TOLD inquire', 'difference p; net -10000 NOT_ON_STATEMENT inquire'],
    ],
    [
      'came back',
      [paid('p', 2, 100, { status: 'undone' }), seen('b1', 3, 100), seen('b2', 4, 100, { direction: 'out' })],
      ['difference b1; net 10000 NOT_TOLD inquire', 'difference b2; net -10000 NOT_TOLD inquire', 'matched p'],
    ],
  ])('%s', (_, items, wanted) => {
    expect(said(items)).toEqual(wanted);
  });

  it('leaves alone what could be either', () => {
    const items = [paid('p1', 2, 100), paid('p2', 3, 100), seen('b', 4, 100)];
    expect(said(items)).toHaveLength(3);
    expect(said(items).every((text) => text.startsWith('difference'))).toBe(true);
  });

  it('waits for the bank as long as it may take, and says nothing of a movement alone', () => {
    const p = [paid('p', 29, 100)];
    expect(said(p)).toEqual(['suspended p; net -10000 NOT_ON_STATEMENT inquire']);
    expect(said(p, { covered: { from: dayOf(1), until: '2026-11-01' } })).toEqual([
      'difference p; net -10000 NOT_ON_STATEMENT inquire',
    ]);
    expect(said([item('m', { ...BOOK, kind: 'movement' })])).toEqual([]);
  });
});

/** Amounts of which no two selections add up to the same. */
const amountOn = (day: number): number => 10_000 + 2 ** day;

describe('days that are paid out one by one or several in one sum', () => {
  const stretches = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom('paid', 'paid', 'missing')), {
    minLength: 1,
    maxLength: 4,
  });

  it('all meet what the bank saw; what is missing is told, and nothing else', () => {
    fc.assert(
      fc.property(stretches, (list) => {
        let day = 1;
        const wanted: string[] = [];
        const items = list.flatMap(([length, how], index) => {
          const days = Array.from({ length }, (_, at) => day + at);
          day += length;
          const payouts = days.flatMap((on) => [
            paid(`p${String(on)}a`, on, 7_000),
            paid(`p${String(on)}b`, on, amountOn(on) - 7_000),
          ]);
          const line = seen(
            `b${String(index)}`,
            day,
            days.reduce((total, on) => total + amountOn(on), 0),
          );
          const ids = payouts.map(({ id }) => id).sort();
          if (how === 'missing') {
            for (const { id, amount } of payouts)
              wanted.push(`difference ${id}; net ${String(-amount)} NOT_ON_STATEMENT inquire`);
            return payouts;
          }
          const note = length > 1 ? '; net 0 PAID_WITH_OTHER_DAYS explained' : '';
          wanted.push(`matched ${ids.join('+')}+${line.id} by payout-total${note}`);
          return [...payouts, line];
        });
        expect(said(items)).toEqual(wanted.sort());
      }),
    );
  });
});
