import fc from 'fast-check';
import type { MatchRule, Verdict } from '../domain/match.messages.js';
import type { Item, ItemRefs } from '../item.js';
import { item, judging, plantings, saidOf, sameVerdicts, standingsOf, type Plant } from '../testing.js';
import { totalOf, valueOf } from './canonical.js';
import { judge, type JudgeInput } from './judge.js';

const NUMBERS: readonly (readonly [MatchRule, (no: string) => ItemRefs])[] = [
  ['channel-trade-no', (no) => ({ channelTradeNo: no })],
  ['merchant-order-no', (no) => ({ merchantOrderNo: no })],
  ['terminal-batch-trace', (no) => ({ terminalNo: 'T', batchNo: '7', traceNo: no })],
  ['rrn', (no) => ({ rrn: no })],
];

const plants: fc.Arbitrary<readonly Plant[]> = fc
  .tuple(
    fc.constantFrom(...NUMBERS),
    fc.array(
      // Few amounts: what is alike in all but its number must not be taken for one another.
      fc.tuple(fc.constantFrom(...Object.keys(plantings('rrn'))), fc.constantFrom(20_00, 20_07, 19_91, 100_00)),
      { maxLength: 40 },
    ),
  )
  .map(([[by, refsOf], list]) =>
    list.flatMap(([name, amount], index) => {
      const id = String(1_000 + index);
      return plantings(by)[name]?.(refsOf(id), id, amount) ?? [];
    }),
  );

const shuffled = <T>(list: readonly T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray([...list], { minLength: list.length });

/** Anything beside anything: few numbers, few amounts, few days. */
const noise = (book: Item['book']): fc.Arbitrary<readonly Item[]> => {
  const few = (of: string) => fc.option(fc.constantFrom(...['1', '2', '3'].map((no) => of + no)), { nil: undefined, freq: 2 });
  const refs = fc.record({
    channelTradeNo: few('T'),
    channelRefundNo: few('R'),
    merchantOrderNo: few('M'),
    traceNo: few('N'),
    rrn: few('r'),
    orderId: few('O'),
    requestId: few('q'),
  });
  return fc
    .array(
      fc.record({
        side: fc.constantFrom<Item['side']>('ledger', 'statement', ...(book === 'trades' ? (['order'] as const) : [])),
        kind:
          book === 'trades' ? fc.constantFrom('payment', 'payment', 'refund') : fc.constantFrom('payout', 'payout', 'movement'),
        status: fc.constantFrom<Item['status']>('done', 'done', 'done', 'undone', 'open'),
        amount: fc.constantFrom(10_00, 20_00, 30_00, 30_01),
        fee: fc.option(fc.constantFrom(6, 12), { nil: undefined }),
        day: fc.constantFrom('2026-10-01', '2026-10-02', '2026-10-03', '2026-10-05', '2026-10-31', '2026-11-02'),
        direction: fc.constantFrom<Item['direction']>('in', 'in', 'in', 'out'),
        refs,
      }),
      { maxLength: 40 },
    )
    .map((all) =>
      all.map(({ fee, refs: some, ...one }, index) => {
        const numbers = Object.fromEntries(Object.entries(some).filter(([, no]) => no !== undefined));
        const kind = one.kind;
        const side = kind === 'movement' ? 'ledger' : one.side;
        const made = item(`i${String(index)}`, {
          ...one,
          kind,
          side,
          book,
          refs: { ...numbers, terminalNo: '1', batchNo: '1' },
        });
        return { ...made, direction: kind === 'refund' ? 'out' : one.direction, ...(fee !== undefined && { fee }) };
      }),
    );
};
const books = fc.constantFrom<Item['book']>('trades', 'payouts').chain((book) => fc.tuple(fc.constant(book), noise(book)));

const inBook = (book: Item['book'], items: readonly Item[], over: Partial<JudgeInput> = {}): readonly Verdict[] =>
  judge(judging(items, { of: { book, channel: 'wechat', account: '1230000109' }, ...over }));

const idsOf = (verdicts: readonly Verdict[]): string[] => verdicts.flatMap(({ items }) => items.map(({ id }) => id));

function expectConserved(verdicts: readonly Verdict[]): void {
  for (const { items, differences } of verdicts) {
    const sum = (side: Item['side']): number =>
      totalOf(
        items.filter((one) => one.side === side),
        valueOf,
      );
    const money = differences.filter((one) => one.leg === 'statement' && one.class !== 'fee');
    expect(money.reduce((total, { amount }) => total + amount, 0)).toBe(sum('statement') - sum('ledger'));
  }
}

describe('differences that were planted in a book', () => {
  it('are all found and classified, and no other', () => {
    const planted = plants.chain((list) => fc.tuple(fc.constant(list), shuffled(list.flatMap(({ items }) => items))));
    fc.assert(
      fc.property(planted, ([list, items]) => {
        const verdicts = judge(judging(items));
        expect(verdicts.map(saidOf).sort()).toEqual(list.flatMap(({ said }) => said).sort());
        expectConserved(verdicts);
      }),
      { numRuns: 300 },
    );
  });
});

describe('whatever the items', () => {
  it('verdicts are the same in any order', () => {
    const mixed = books.chain(([book, list]) => fc.tuple(fc.constant(book), fc.constant(list), shuffled(list)));
    fc.assert(
      fc.property(mixed, ([book, list, other]) => {
        expect(sameVerdicts(inBook(book, other))).toEqual(sameVerdicts(inBook(book, list)));
      }),
      { numRuns: 500 },
    );
  });

  it('an item is in one verdict at most, and differences sum up to the statement less ours', () => {
    fc.assert(
      fc.property(books, ([book, items]) => {
        const verdicts = inBook(book, items);
        expect(new Set(idsOf(verdicts)).size).toBe(idsOf(verdicts).length);
        expect(new Set(verdicts.map(({ caseId }) => caseId)).size).toBe(verdicts.length);
        expectConserved(verdicts);
      }),
      { numRuns: 500 },
    );
  });

  it('what a run left behind changes nothing in the next one', () => {
    fc.assert(
      fc.property(books, ([book, items]) => {
        const verdicts = inBook(book, items);
        const again = inBook(book, items, { cases: standingsOf(verdicts).map((one) => ({ ...one, status: 'difference' })) });
        expect(sameVerdicts(again)).toEqual(sameVerdicts(verdicts.map((one) => ({ ...one, absorbs: [] }))));
      }),
      { numRuns: 300 },
    );
  });

  it('a case of an earlier run goes on as itself, or is absorbed once; what comes after a decision is conserved as well', () => {
    const status = fc.constantFrom('difference', 'matched', 'resolved', 'written_off');
    const later = books.chain(([book, items]) =>
      fc.tuple(fc.constant(book), fc.constant(items), fc.nat({ max: items.length }), status),
    );
    fc.assert(
      fc.property(later, ([book, items, known, left]) => {
        const before = standingsOf(inBook(book, items.slice(0, known))).map((one) => ({ ...one, status: left as never }));
        const held = new Set(left === 'difference' ? [] : before.flatMap((one) => one.items.map(({ id }) => id)));
        const verdicts = inBook(
          book,
          items.filter(({ id }) => !held.has(id)),
          { cases: before },
        );
        expectConserved(verdicts);
        const cases = verdicts.flatMap(({ caseId, absorbs }) => [caseId, ...absorbs]);
        expect(new Set(cases).size).toBe(cases.length);
        if (left === 'difference') expect(cases).toEqual(expect.arrayContaining(before.map(({ caseId }) => caseId)));
      }),
      { numRuns: 500 },
    );
  });
});
