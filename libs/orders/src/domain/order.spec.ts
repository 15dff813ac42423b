import { balances, EMPTY_BOOK, post } from '#kernel';
import { after, balanceLines, balanceText, permutations, yuan } from '#kernel/testing';
import { factsOf, hour, SHOP } from '../testing.js';
import { orderDecider } from './order.js';
import type { OrderFact, OrderPaid } from './order.messages.js';
import type { OrderStanding } from './order.standing.messages.js';

/**
 * Facts happen in the order written, six hours apart, and are recorded in every order there is.
 * Balances in yuan, a credit marked Cr. rec = receivable, con = contract liability, rev = revenue, sus = suspense, acc = the
 * shop's account with Douyin, cod = cash on delivery.
 */
const ONLINE = `
facts                                                 | rec       | con       | rev       | sus   | status          | exceptions
created                                               |           |           |           |       | created         |
created, held                                         |           |           |           |       | held            |
created, held, paid 129.90                            | 129.90    | 129.90 Cr |           |       | paid            |
paid 129.90, partly shipped                           | 129.90    | 129.90 Cr |           |       | partly_shipped  |
paid 129.90, partly shipped, shipped                  | 129.90    | 129.90 Cr |           |       | shipped         |
paid 129.90, shipped, completed                       | 129.90    |           | 129.90 Cr |       | completed       |
paid 129.90, completed, settled 129.90                |           |           | 129.90 Cr |       | settled         |
created, repriced 99.00, paid 99.00                   | 99.00     | 99.00 Cr  |           |       | paid            |
created, cancelled                                    |           |           |           |       | cancelled       |
paid 129.90, cancelled                                | 129.90    | 129.90 Cr |           |       | refund_due      |
paid 129.90, cancelled, refund 129.90                 |           |           |           |       | refunded        |
paid 129.90, refund 30.00                             | 99.90     | 99.90 Cr  |           |       | partly_refunded |
paid 129.90, refund 30.00, completed                  | 99.90     |           | 99.90 Cr  |       | partly_refunded |
paid 129.90, completed, refund 30.00                  | 99.90     |           | 99.90 Cr  |       | partly_refunded |
paid 129.90, refund 30.00, completed, refund 99.90    |           |           |           |       | refunded        |
paid 129.90, refund 129.90, completed                 |           |           |           |       | refunded        |
paid 100.00, refund 120.00                            | 20.00 Cr  |           |           | 20.00 | refunded        | REFUND_ABOVE_PAID
paid 100.00, completed, refund 60.00, refund 60.00    | 20.00 Cr  |           |           | 20.00 | refunded        | REFUND_ABOVE_PAID
paid 100.00, refund 120.00, completed                 | 20.00 Cr  |           |           | 20.00 | refunded        | REFUND_ABOVE_PAID
refund 30.00                                          | 30.00 Cr  |           |           | 30.00 | partly_refunded | REFUND_WITHOUT_PAYMENT
refund 30.00, paid 129.90                             | 99.90     | 99.90 Cr  |           |       | partly_refunded |
completed                                             |           |           |           |       | completed       | COMPLETED_WITHOUT_PAYMENT
completed, paid 129.90                                | 129.90    |           | 129.90 Cr |       | completed       |
cancelled, paid 129.90                                | 129.90    | 129.90 Cr |           |       | refund_due      | PAID_AFTER_CANCELLATION
settled 100.00                                        | 100.00 Cr |           |           |       | settled         | SETTLED_WITHOUT_PAYMENT
settled 100.00, paid 100.00                           |           | 100.00 Cr |           |       | settled         |
paid 100.00, settled 100.00                           |           | 100.00 Cr |           |       | settled         |
paid 100.00, settled 60.00, settled 60.00             | 20.00 Cr  | 100.00 Cr |           |       | settled         | SETTLED_ABOVE_PAID
paid 0.00, completed                                  |           |           |           |       | completed       |
paid 0.00, cancelled                                  |           |           |           |       | cancelled       |
`;

const CASH_ON_DELIVERY = `
facts                                                 | cod       | rec       | con       | rev       | acc       | status
paid 88.00, shipped                                   | 88.00     |           | 88.00 Cr  |           |           | shipped
paid 88.00, shipped, completed, refund 8.00           | 80.00     |           |           | 80.00 Cr  |           | partly_refunded
paid 88.00, completed, settled 88.00                  |           |           |           | 88.00 Cr  | 88.00     | settled
settled 88.00, paid 88.00                             |           |           | 88.00 Cr  |           | 88.00     | settled
`;

const ACCOUNTS: Readonly<Record<string, string>> = {
  rec: `assets:receivable:douyin:${SHOP}`,
  cod: `assets:receivable:cod:${SHOP}`,
  con: `liabilities:contract:${SHOP}`,
  rev: `revenue:online:${SHOP}`,
  sus: 'equity:suspense:m1:refund-above-paid',
  acc: `assets:douyin-account:${SHOP}`,
};

type Row = Readonly<Record<string, string>>;

function rowsOf(table: string): Row[] {
  const [head = [], ...body] = table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return body.map((cells) => Object.fromEntries(head.map((column, index) => [column, cells[index] ?? ''])));
}

function factsIn(words: string, payType: number): OrderFact[] {
  const make = factsOf({ payType });
  return words.split(', ').map((word, index): OrderFact => {
    const at = hour(index);
    const [, name = '', amount = '0.00'] = /^([a-z ]+?)(?: ([\d.]+))?$/.exec(word) ?? [];
    switch (name) {
      case 'created':
      case 'held':
      case 'shipped':
      case 'completed':
      case 'cancelled':
        return make[name](at);
      case 'partly shipped':
        return make.partlyShipped(at);
      case 'paid':
      case 'repriced':
        return make[name](at, yuan(amount));
      case 'refund':
        return make.refunded(at, yuan(amount), String(index));
      case 'settled':
        return make.settled(at, { requestNo: String(index), gross: yuan(amount) });
      default:
        throw new Error(`no such fact: ${word}`);
    }
  });
}

const recorded = (facts: readonly OrderFact[]) =>
  after(
    orderDecider,
    facts.map((fact) => ({ type: 'RecordOrderFact', fact })),
  );

function standingAfter(facts: readonly OrderFact[]): OrderStanding {
  const { standing } = recorded(facts).state;
  if (!standing) throw new Error('nothing was recorded');
  return standing;
}

function asRow(facts: readonly OrderFact[], { facts: words = '', ...columns }: Row): Row {
  const { state, events } = recorded(facts);
  const book = balances(events.reduce((before, { data }) => post(before, data.entries), EMPTY_BOOK));
  const cell = (column: string): string => {
    if (column === 'status') return state.standing?.status ?? '';
    if (column === 'exceptions') return state.standing?.exceptions.join(' ') ?? '';
    return balanceText(book.get(ACCOUNTS[column] ?? '') ?? 0);
  };
  return { facts: words, ...Object.fromEntries(Object.keys(columns).map((column) => [column, cell(column)])) };
}

describe('an order paid online', () => {
  it.each(rowsOf(ONLINE))('$facts → $status $exceptions', (row) => {
    for (const order of permutations(factsIn(row['facts'] ?? '', 1))) expect(asRow(order, row)).toEqual(row);
  });
});

describe('an order paid on delivery', () => {
  it.each(rowsOf(CASH_ON_DELIVERY))('$facts → $status', (row) => {
    for (const order of permutations(factsIn(row['facts'] ?? '', 0))) expect(asRow(order, row)).toEqual(row);
  });
});

describe('an entry of an order', () => {
  const make = factsOf();
  const [paid, completed, refunded] = [
    make.paid(hour(0), yuan('129.90')),
    make.completed(hour(8)),
    make.refunded(hour(12), yuan('30.00'), '7'),
  ];

  it('carries the day of its fact and the dimensions of the payment, whichever came first', () => {
    for (const facts of permutations([paid, completed, refunded])) {
      const entries = recorded(facts).events.flatMap(({ data }) => data.entries);
      const last = new Map(entries.map(({ kind, businessDate, of }) => [kind, { businessDate, method: of.method }]));
      expect(last.get('sale')).toEqual({ businessDate: '2026-09-21', method: 'wechat' });
      expect(entries.filter(({ kind, of }) => kind === 'recognition' && of.method === 'wechat')[0]?.businessDate).toBe(
        '2026-09-23',
      );
      expect(entries.filter(({ kind, of }) => kind === 'refund' && of.method === 'wechat')[0]?.businessDate).toBe('2026-09-24');
    }
  });

  it('carries the way to pay that any message of the payment said', () => {
    const { payType: _, ...silent } = make.paid(hour(1), yuan('88.00')) as OrderPaid;
    for (const facts of permutations<OrderFact>([factsOf({ payType: 0 }).paid(hour(0), yuan('88.00')), silent])) {
      const { state, events } = recorded(facts);
      expect(state.standing).toMatchObject({ method: 'cod', exceptions: [] });
      expect(balanceLines(events.flatMap(({ data }) => data.entries))).toContain(`assets:receivable:cod:${SHOP} 88.00`);
    }
  });

  it.each([
    [0, 'cod'],
    [1, 'wechat'],
    [2, 'alipay'],
    [12, 'pay_later'],
    [77, 'other'],
  ])('of pay type %d stands under %s in the report', (payType, method) => {
    const [event] = recorded([factsOf({ payType }).paid(hour(0), yuan('1.00'))]).events;
    expect(event?.data.entries.map(({ of }) => of.method)).toEqual([method]);
  });

  it('takes a refund without payment off suspense when the payment comes', () => {
    const [, second] = recorded([refunded, paid]).events;
    expect(second?.data.entries.map(({ kind, of, lines }) => [kind, of.method, lines.length])).toEqual([
      ['refund', 'unknown', 2],
      ['sale', 'wechat', 2],
      ['refund', 'wechat', 2],
    ]);
  });
});

describe('where an order stands', () => {
  const make = factsOf();

  it('an after-sale case is open until it is closed or refunded', () => {
    const applied = make.aftersale(hour(1), '71', 'applied');
    expect(standingAfter([applied]).aftersaleOpen).toBe(true);
    expect(standingAfter([make.aftersale(hour(2), '71', 'closed'), applied]).aftersaleOpen).toBe(false);
    expect(standingAfter([make.refunded(hour(2), yuan('1.00'), '71'), applied]).aftersaleOpen).toBe(false);
    expect(standingAfter([make.refunded(hour(2), yuan('1.00'), '72'), applied]).aftersaleOpen).toBe(true);
  });

  it('sums settlement rows, what went back negative', () => {
    const row = {
      requestNo: 'r1',
      gross: yuan('107.90'),
      subsidy: yuan('8.00'),
      fees: { platformService: yuan('5.40'), commission: yuan('10.79') },
    };
    const back = { requestNo: 'r2', tradeType: 1, gross: yuan('20.00'), fees: { platformService: yuan('1.00') } } as const;
    const standing = standingAfter([make.settled(hour(3), back), make.settled(hour(2), row)]);
    expect(standing).toMatchObject({ settledGross: 8790, subsidy: 800, fees: 1519, settledNet: 7271, status: 'settled' });
  });

  it('remembers the live room, whichever message named it', () => {
    expect(standingAfter([make.created(hour(0), '7311'), make.paid(hour(1), yuan('1.00'))]).liveRoomId).toBe('7311');
    expect(standingAfter([make.paid(hour(1), yuan('1.00'))]).liveRoomId).toBeNull();
  });

  it('flags a payment told twice with different amounts and lets the later one stand', () => {
    for (const facts of permutations([make.paid(hour(0), yuan('10.00')), make.paid(hour(1), yuan('12.00'))])) {
      expect(standingAfter(facts)).toMatchObject({ paid: 1200, status: 'paid', exceptions: ['FACTS_CONTRADICT'] });
    }
  });

  it('stays quiet when the same is told again', () => {
    const paid = make.paid(hour(0), yuan('10.00'));
    expect(recorded([paid, paid]).events).toHaveLength(1);
  });
});
