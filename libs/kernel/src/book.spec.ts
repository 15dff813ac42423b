import fc from 'fast-check';
import {
  EMPTY_BOOK,
  assertBalanced,
  balances,
  credit,
  debit,
  difference,
  entry,
  post,
  signed,
  type Book,
  type Entry,
} from './book.js';
import { Fault } from './fault.js';
import type { BusinessDate } from './instant.js';
import { ZERO, money } from './money.js';

const of = { merchant: 'm1', store: 's1', side: 'offline', channel: 'unionpay', method: 'card' } as const;
const day = '2026-09-21' as BusinessDate;
const names = ['assets:bank:1', 'assets:clearing:unionpay:1', 'revenue:offline:s1', 'equity:suspense:x'];

const entries: fc.Arbitrary<Entry> = fc
  .record({
    kind: fc.constantFrom('sale', 'refund', 'authorization'),
    businessDate: fc.constantFrom(day, '2026-09-22' as BusinessDate),
    method: fc.constantFrom('card', 'wechat'),
    legs: fc.array(
      fc.record({ from: fc.constantFrom(...names), to: fc.constantFrom(...names), amount: fc.integer({ min: 1, max: 1e9 }) }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ kind, businessDate, method, legs }) => ({
    kind,
    businessDate,
    currency: 'CNY',
    of: { ...of, method },
    lines: legs.flatMap(({ from, to, amount }) => [debit(to, money(amount)), credit(from, money(amount))]),
  }));

const books = fc.array(entries, { maxLength: 6 });

const total = (book: Book): number => [...balances(book).values()].reduce((left, right) => left + right, 0);

/** Net by kind, day, dimensions and account: what any report can ask of a book. */
function nets(book: Book): Record<string, number> {
  const all: Record<string, number> = {};
  for (const [key, { net }] of book) {
    for (const [account, amount] of net) if (amount !== 0) all[`${key} ${account}`] = amount;
  }
  return all;
}

describe('an entry', () => {
  it('leaves out lines of zero, and itself where nothing is left', () => {
    const lines = [debit('a', money(5)), credit('b', money(5)), credit('c', ZERO)];
    expect(entry('sale', { businessDate: day, of }, lines)[0]?.lines).toHaveLength(2);
    expect(entry('sale', { businessDate: day, of }, [debit('a', ZERO), credit('b', ZERO)])).toEqual([]);
  });

  const refused: [string, Entry['lines']][] = [
    ['does not sum to zero', [debit('a', money(5)), credit('b', money(4))]],
    ['has one line', [debit('a', money(5))]],
    ['has a line of zero', [debit('a', ZERO), credit('b', ZERO)]],
    ['has an unsafe amount', [debit('a', (Number.MAX_SAFE_INTEGER + 1) as never), credit('b', money(1))]],
    ['has a negative amount', [debit('a', -5 as never), credit('b', -5 as never)]],
  ];
  it.each(refused)('that %s is a fault', (_why, lines) => {
    expect(() => {
      assertBalanced([{ kind: 'sale', businessDate: day, currency: 'CNY', of, lines }]);
    }).toThrow(Fault);
  });

  it('counts debit up and credit down', () => {
    expect([signed(debit('a', money(5))), signed(credit('a', money(5)))]).toEqual([5, -5]);
  });
});

describe('a book', () => {
  it('sums to zero whatever balanced entries are posted', () => {
    fc.assert(fc.property(books, (posted) => total(post(EMPTY_BOOK, posted)) === 0));
  });

  it('does not depend on the order of posting, nor on how it is cut into posts', () => {
    fc.assert(
      fc.property(books, (posted) => {
        const atOnce = nets(post(EMPTY_BOOK, posted));
        const oneByOne = [...posted].reverse().reduce((book, one) => post(book, [one]), EMPTY_BOOK);
        expect(nets(oneByOne)).toEqual(atOnce);
      }),
    );
  });

  it('is not changed by posting to it', () => {
    fc.assert(
      fc.property(books, books, (before, more) => {
        const book = post(EMPTY_BOOK, before);
        const seen = nets(book);
        post(book, more);
        expect(nets(book)).toEqual(seen);
      }),
    );
  });

  it('keeps apart what differs in kind, day or a dimension', () => {
    const lines = [debit('a', money(1)), credit('b', money(1))];
    const heads: Pick<Entry, 'kind' | 'businessDate' | 'of'>[] = [
      { kind: 'sale', businessDate: day, of },
      { kind: 'refund', businessDate: day, of },
      { kind: 'sale', businessDate: '2026-09-22' as BusinessDate, of },
      { kind: 'sale', businessDate: day, of: { ...of, merchant: 'm2' } },
      { kind: 'sale', businessDate: day, of: { ...of, store: 's2' } },
      { kind: 'sale', businessDate: day, of: { ...of, side: 'online' } },
      { kind: 'sale', businessDate: day, of: { ...of, channel: 'wechat' } },
      { kind: 'sale', businessDate: day, of: { ...of, method: 'wechat' } },
    ];
    const book = post(
      EMPTY_BOOK,
      heads.map((head) => ({ ...head, currency: 'CNY', lines })),
    );
    expect(book.size).toBe(heads.length);
    expect(balances(book)).toEqual(
      new Map([
        ['a', heads.length],
        ['b', -heads.length],
      ]),
    );
  });
});

describe('a difference', () => {
  it('takes any book to its target', () => {
    fc.assert(
      fc.property(books, books, (before, target) => {
        const booked = post(EMPTY_BOOK, before);
        const after = post(booked, difference(target, booked));
        expect(nets(after)).toEqual(nets(post(EMPTY_BOOK, target)));
      }),
    );
  });

  it('is nothing where the target is booked already', () => {
    fc.assert(fc.property(books, (target) => difference(target, post(EMPTY_BOOK, target)).length === 0));
  });

  it('negates what is booked where nothing should stand', () => {
    const sale: Entry = {
      kind: 'sale',
      businessDate: day,
      currency: 'CNY',
      of,
      lines: [debit('assets:clearing:unionpay:1', money(230)), credit('revenue:offline:s1', money(230))],
    };
    expect(difference([], post(EMPTY_BOOK, [sale]))).toEqual([
      { ...sale, lines: [credit('assets:clearing:unionpay:1', money(230)), debit('revenue:offline:s1', money(230))] },
    ]);
  });

  it('to a target that does not balance is a fault', () => {
    const off: Entry = {
      kind: 'sale',
      businessDate: day,
      currency: 'CNY',
      of,
      lines: [debit('a', money(2)), credit('b', money(1))],
    };
    expect(() => difference([off], EMPTY_BOOK)).toThrow(Fault);
  });
});
