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

function standingAfter(...facts: SettlementFact[]): SettlementStanding {
  const { standing } = recorded(facts).state;
  if (!standing) throw new Error('nothing was recorded');
  return standing;
}

const EXAMPLE: DouyinRow = {
  requestNo: 'r1',
  tradeType: 0,
  income: yuan('107.90'),
  subsidy: yuan('8.00'),
  fees: { platformService: yuan('5.40'), commission: yuan('10.79') },
};

describe('a row of the Douyin settle bill', () => {
  it('books nothing: the order that it names does', () => {
    expect(booked(douyinRow(EXAMPLE))).toEqual([]);
  });

  it('stands with its sums, negative where money went back', () => {
    expect(standingAfter(douyinRow(EXAMPLE))).toMatchObject({ gross: 10_790, fees: 1619, net: 9171, exceptions: [] });
    const back = douyinRow({ requestNo: 'r2', tradeType: 1, income: yuan('20.00'), fees: { platformService: yuan('1.00') } });
    expect(standingAfter(back)).toMatchObject({ gross: -2000, fees: -100, net: -1900, exceptions: [] });
    expect(standingAfter(douyinRow({ requestNo: 'r3', tradeType: 1, income: yuan('0.00') }))).toMatchObject({
      gross: 0,
      net: 0,
    });
  });

  it.each(['90.00', '92.00'])('that pays out %s, not what is left, is flagged', (net) => {
    expect(standingAfter(douyinRow({ ...EXAMPLE, net: yuan(net) })).exceptions).toEqual(['ROW_DOES_NOT_ADD_UP']);
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
