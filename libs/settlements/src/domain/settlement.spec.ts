import { after, balanceLines, permutations, yuan } from '#kernel/testing';
import { acquirerRow, douyinRow, terminalBatch, type DouyinRow } from '../testing.js';
import { settlementDecider } from './settlement.js';
import type { SettlementFact, SettlementStanding } from './settlement.messages.js';

const recorded = (facts: readonly SettlementFact[]) =>
  after(
    settlementDecider,
    facts.map((fact) => ({ type: 'RecordSettlementFact', fact })),
  );
const booked = (...facts: SettlementFact[]): string[] =>
  balanceLines(recorded(facts).events.flatMap(({ data }) => data.entries));
const kinds = (fact: SettlementFact): string[] =>
  recorded([fact])
    .events.flatMap(({ data }) => data.entries)
    .map(({ kind }) => kind);

function standingAfter(...facts: SettlementFact[]): SettlementStanding {
  const { standing } = recorded(facts).state;
  if (!standing) throw new Error('nothing was recorded');
  return standing;
}

/** Worked example: order of 129.90, 30.00 refunded before settlement, 8.00 added by the platform. */
const EXAMPLE: DouyinRow = {
  requestNo: 'r1',
  tradeType: 0,
  income: yuan('107.90'),
  subsidy: yuan('8.00'),
  fees: { platformService: yuan('5.40'), commission: yuan('10.79') },
};

describe('a row of the Douyin settle bill', () => {
  it('takes the income off the receivable, the net to the account, each fee to its own', () => {
    expect(booked(douyinRow({ ...EXAMPLE, subsidy: yuan('0.00') }))).toEqual([
      'assets:douyin-account:4463798 91.71',
      'assets:receivable:douyin:4463798 107.90 Cr',
      'expenses:fees:m1:commission 10.79',
      'expenses:fees:m1:platform-service 5.40',
    ]);
  });

  it('takes the income off what the courier owes where the order was paid on delivery', () => {
    const row = douyinRow({ requestNo: 'r1', tradeType: 0, income: yuan('88.00') });
    const onDelivery = { ...row, booking: { ...row.booking, of: { ...row.booking.of, method: 'cod' } } };
    expect(booked(onDelivery)).toEqual(['assets:douyin-account:4463798 88.00', 'assets:receivable:cod:4463798 88.00 Cr']);
  });

  it('makes what the platform added a receivable and revenue', () => {
    expect(kinds(douyinRow(EXAMPLE))).toEqual(['settlement', 'subsidy']);
    expect(booked(douyinRow(EXAMPLE))).toEqual([
      'assets:douyin-account:4463798 91.71',
      'assets:receivable:douyin:4463798 99.90 Cr',
      'expenses:fees:m1:commission 10.79',
      'expenses:fees:m1:platform-service 5.40',
      'revenue:online:4463798 8.00 Cr',
    ]);
  });

  it.each([1, 3] as const)('gives money and fees back after settlement, trade type %i', (tradeType) => {
    const back = douyinRow({ requestNo: 'r2', tradeType, income: yuan('20.00'), fees: { platformService: yuan('1.00') } });
    expect(booked(back)).toEqual([
      'assets:douyin-account:4463798 19.00 Cr',
      'assets:receivable:douyin:4463798 20.00',
      'expenses:fees:m1:platform-service 1.00 Cr',
    ]);
    expect(standingAfter(back)).toMatchObject({ gross: -2000, fees: -100, net: -1900, exceptions: [] });
  });

  it('gives money back out of the deposit, trade type 2', () => {
    expect(booked(douyinRow({ requestNo: 'r2', tradeType: 2, income: yuan('20.00') }))).toEqual([
      'assets:douyin-deposit:4463798 20.00 Cr',
      'assets:receivable:douyin:4463798 20.00',
    ]);
  });

  it('takes the subsidy back with the money', () => {
    const there = douyinRow(EXAMPLE);
    const back = douyinRow({ ...EXAMPLE, tradeType: 1 });
    expect([...booked(there), ...booked(back)].filter((line) => line.startsWith('revenue'))).toEqual([
      'revenue:online:4463798 8.00 Cr',
      'revenue:online:4463798 8.00',
    ]);
  });

  it.each([
    ['short', '90.00', '1.71'],
    ['above', '92.00', '0.29 Cr'],
  ])('that pays out %s is booked as it came, the rest on suspense, and flagged', (_, net, rest) => {
    const row = douyinRow({ ...EXAMPLE, net: yuan(net) });
    expect(booked(row)).toContain(`equity:suspense:m1:settlement-row ${rest}`);
    expect(booked(row)).toContain(`assets:douyin-account:4463798 ${net}`);
    expect(standingAfter(row).exceptions).toEqual(['ROW_DOES_NOT_ADD_UP']);
  });

  it('of nothing books nothing and stands', () => {
    expect(booked(douyinRow({ requestNo: 'r3', tradeType: 0, income: yuan('0.00') }))).toEqual([]);
    expect(standingAfter(douyinRow({ requestNo: 'r3', tradeType: 1, income: yuan('0.00') }))).toMatchObject({
      gross: 0,
      net: 0,
    });
  });

  it('told twice with different amounts is flagged; the same variant stands in every order', () => {
    for (const rows of permutations([douyinRow(EXAMPLE), douyinRow({ ...EXAMPLE, income: yuan('107.00') })])) {
      expect(standingAfter(...rows)).toMatchObject({ gross: 10_790, exceptions: ['FACTS_CONTRADICT'] });
    }
  });

  it('told again adds nothing', () => {
    expect(recorded([douyinRow(EXAMPLE), douyinRow(EXAMPLE)]).events).toHaveLength(1);
  });
});

describe('a row of an acquirer', () => {
  it('pays 225.00 out less a fee of 1.35', () => {
    const row = acquirerRow({ settlementNo: 's1', direction: 'in', gross: yuan('225.00'), fee: yuan('1.35') });
    expect(booked(row)).toEqual([
      'assets:bank:icbc-0200 223.65',
      'assets:clearing:lakala:822290070111135 225.00 Cr',
      'expenses:fees:m1:channel 1.35',
    ]);
    expect(standingAfter(row)).toMatchObject({ kind: 'acquirer', reference: 's1', gross: 22_500, fees: 135, net: 22_365 });
  });

  it('takes a refund back and returns its fee', () => {
    expect(booked(acquirerRow({ settlementNo: 's2', direction: 'out', gross: yuan('5.00'), fee: yuan('0.03') }))).toEqual([
      'assets:bank:icbc-0200 4.97 Cr',
      'assets:clearing:lakala:822290070111135 5.00',
      'expenses:fees:m1:channel 0.03 Cr',
    ]);
  });

  it('that does not add up is flagged, the rest on suspense', () => {
    const row = acquirerRow({
      settlementNo: 's3',
      direction: 'in',
      gross: yuan('100.00'),
      fee: yuan('0.60'),
      net: yuan('99.00'),
    });
    expect(booked(row)).toContain('equity:suspense:m1:settlement-row 0.40');
    expect(standingAfter(row).exceptions).toEqual(['ROW_DOES_NOT_ADD_UP']);
  });
});

describe('totals of a terminal batch', () => {
  it('book nothing and stand for comparison', () => {
    const batch = terminalBatch({ debitTotal: yuan('500.00'), creditTotal: yuan('20.00') });
    expect(booked(batch)).toEqual([]);
    expect(standingAfter(batch)).toMatchObject({
      kind: 'terminal_batch',
      reference: '822290070111135.12345678.000001',
      gross: 48_000,
    });
  });
});
