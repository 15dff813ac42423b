import { after, balanceLines, permutations, yuan } from '#kernel/testing';
import { factsOf, hour, type SettledRow } from '../testing.js';
import { orderDecider } from './order.js';
import type { OrderFact } from './order.messages.js';
import type { OrderStanding } from './order.standing.messages.js';

const make = factsOf();

const recorded = (facts: readonly OrderFact[]) =>
  after(
    orderDecider,
    facts.map((fact) => ({ type: 'RecordOrderFact', fact })),
  );
const booked = (...facts: OrderFact[]): string[] => balanceLines(recorded(facts).events.flatMap(({ data }) => data.entries));
const standingAfter = (...facts: OrderFact[]): OrderStanding | undefined => recorded(facts).state.standing;
const row = (said: SettledRow): OrderFact => make.settled(hour(20), said);

/** Worked example: order of 129.90, 30.00 refunded before settlement, 8.00 added by the platform. */
const EXAMPLE: SettledRow = {
  requestNo: 'r1',
  gross: yuan('107.90'),
  subsidy: yuan('8.00'),
  fees: { platformService: yuan('5.40'), commission: yuan('10.79') },
};

describe('a row of the settle bill', () => {
  it('takes the gross off the receivable, the net to the account, each fee to its own', () => {
    expect(booked(row({ ...EXAMPLE, subsidy: yuan('0.00') }))).toEqual([
      'assets:douyin-account:4463798 91.71',
      'assets:receivable:douyin:4463798 107.90 Cr',
      'expenses:fees:m1:commission 10.79',
      'expenses:fees:m1:platform-service 5.40',
    ]);
  });

  it('makes what the platform added a receivable and revenue', () => {
    const kinds = recorded([row(EXAMPLE)]).events.flatMap(({ data }) => data.entries.map(({ kind }) => kind));
    expect(kinds).toEqual(['settlement', 'subsidy']);
    expect(booked(row(EXAMPLE))).toEqual([
      'assets:douyin-account:4463798 91.71',
      'assets:receivable:douyin:4463798 99.90 Cr',
      'expenses:fees:m1:commission 10.79',
      'expenses:fees:m1:platform-service 5.40',
      'revenue:online:4463798 8.00 Cr',
    ]);
  });

  it.each([1, 3] as const)('gives money and fees back after settlement, trade type %i', (tradeType) => {
    const back = row({ requestNo: 'r2', tradeType, gross: yuan('20.00'), fees: { platformService: yuan('1.00') } });
    expect(booked(back)).toEqual([
      'assets:douyin-account:4463798 19.00 Cr',
      'assets:receivable:douyin:4463798 20.00',
      'expenses:fees:m1:platform-service 1.00 Cr',
    ]);
    expect(standingAfter(back)).toMatchObject({ settledGross: -2000, fees: -100, settledNet: -1900 });
  });

  it('gives money back out of the deposit, trade type 2', () => {
    expect(booked(row({ requestNo: 'r2', tradeType: 2, gross: yuan('20.00') }))).toEqual([
      'assets:douyin-deposit:4463798 20.00 Cr',
      'assets:receivable:douyin:4463798 20.00',
    ]);
  });

  it('takes the subsidy back with the money', () => {
    expect(booked(row({ ...EXAMPLE, requestNo: 'r2', tradeType: 1 }))).toContain('revenue:online:4463798 8.00');
  });

  it.each([
    ['short', '90.00', '1.71'],
    ['above', '92.00', '0.29 Cr'],
  ])('that pays out %s is booked as it came, the rest on suspense, and flagged', (_, net, rest) => {
    const odd = row({ ...EXAMPLE, net: yuan(net) });
    expect(booked(odd)).toContain(`equity:suspense:m1:settlement-row ${rest}`);
    expect(booked(odd)).toContain(`assets:douyin-account:4463798 ${net}`);
    expect(standingAfter(odd)?.exceptions).toContain('ROW_DOES_NOT_ADD_UP');
  });

  it('stands under the day of the row and the method of the payment, whichever came first', () => {
    for (const facts of permutations([factsOf({ payType: 2 }).paid(hour(0), yuan('107.90')), row(EXAMPLE)])) {
      const { events } = recorded(facts);
      const standing = events
        .flatMap(({ data }) => data.entries)
        .filter(({ kind, of }) => kind === 'settlement' && of.method === 'alipay');
      expect(standing.map(({ businessDate }) => businessDate)).toEqual(['2026-09-26']);
    }
  });
});

describe('the worked example: 129.90 paid, 30.00 refunded, 8.00 added by the platform, 107.90 settled', () => {
  const facts = [
    make.created(hour(0)),
    make.paid(hour(0), yuan('129.90')),
    make.completed(hour(9)),
    make.refunded(hour(11), yuan('30.00'), '71'),
    row(EXAMPLE),
  ];
  const late = make.refunded(hour(60), yuan('20.00'), '72');
  const back = make.settled(hour(61), {
    requestNo: 'r2',
    tradeType: 1,
    gross: yuan('20.00'),
    fees: { platformService: yuan('1.00') },
  });

  it('leaves nothing open with Douyin', () => {
    expect(booked(...facts)).toEqual([
      'assets:douyin-account:4463798 91.71',
      'expenses:fees:m1:commission 10.79',
      'expenses:fees:m1:platform-service 5.40',
      'revenue:online:4463798 107.90 Cr',
    ]);
    expect(standingAfter(...facts)).toMatchObject({
      paid: 12_990,
      refunded: 3000,
      settledGross: 10_790,
      subsidy: 800,
      settledNet: 9171,
    });
  });

  it('takes a later refund of 20.00 out of revenue and the account, and gives its fee back', () => {
    expect(booked(...facts, late, back)).toEqual([
      'assets:douyin-account:4463798 72.71',
      'expenses:fees:m1:commission 10.79',
      'expenses:fees:m1:platform-service 4.40',
      'revenue:online:4463798 87.90 Cr',
    ]);
  });

  it('shows a refund that Douyin has not settled yet as money owed to Douyin', () => {
    expect(booked(...facts, late)).toContain('assets:receivable:douyin:4463798 20.00 Cr');
  });
});
