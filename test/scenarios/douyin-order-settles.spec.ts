import fc from 'fast-check';
import { money, sum, type Entry, type Money } from '#kernel';
import { after, balanceLines, balanceOf, yuan } from '#kernel/testing';
import { orderDecider, whenSettlementRecorded, type OrderFact, type OrderStanding } from '#orders';
import { SHOP, factsOf, hour } from '#orders/testing';
import { settlementDecider, type DouyinSettled, type SettlementFact } from '#settlements';
import { douyinRow } from '#settlements/testing';

const RECEIVABLE = `assets:receivable:douyin:${SHOP}`;
const make = factsOf();

interface Story {
  readonly entries: readonly Entry[];
  readonly standing: OrderStanding | undefined;
}

/** An order and its settlement rows, each in its own stream; the order learns of the rows by the reaction. */
function told(facts: readonly OrderFact[], rows: readonly DouyinSettled[]): Story {
  const settled = rows.map((row) =>
    after(settlementDecider, [{ type: 'RecordSettlementFact', fact: row satisfies SettlementFact }]),
  );
  const settlementEvents = settled.flatMap(({ events }) => events);
  const learnt = settlementEvents.flatMap(({ type, data }) =>
    whenSettlementRecorded.react({ type, data } as Parameters<typeof whenSettlementRecorded.react>[0]),
  );
  const order = after(orderDecider, [...facts.map((fact) => ({ type: 'RecordOrderFact', fact }) as const), ...learnt]);
  return {
    entries: [...order.events, ...settlementEvents].flatMap(({ data }) => data.entries),
    standing: order.state.standing,
  };
}

describe('the worked example: 129.90 paid, 30.00 refunded, 8.00 added by the platform, 107.90 settled', () => {
  const facts = [
    make.created(hour(0)),
    make.paid(hour(0), yuan('129.90')),
    make.shipped(hour(1)),
    make.completed(hour(9)),
    make.refunded(hour(11), yuan('30.00'), '71'),
  ];
  const row = douyinRow({
    requestNo: 'r1',
    tradeType: 0,
    income: yuan('107.90'),
    subsidy: yuan('8.00'),
    fees: { platformService: yuan('5.40'), commission: yuan('10.79') },
  });
  const after20Back = [...facts, make.refunded(hour(60), yuan('20.00'), '72')];
  const back = douyinRow({ requestNo: 'r2', tradeType: 1, income: yuan('20.00'), fees: { platformService: yuan('1.00') } });

  it('leaves nothing open with Douyin', () => {
    expect(balanceLines(told(facts, [row]).entries)).toEqual([
      'assets:douyin-account:4463798 91.71',
      'expenses:fees:m1:commission 10.79',
      'expenses:fees:m1:platform-service 5.40',
      'revenue:online:4463798 107.90 Cr',
    ]);
  });

  it('tells the order what was settled', () => {
    expect(told(facts, [row]).standing).toMatchObject({
      paid: 12_990,
      refunded: 3000,
      settledGross: 10_790,
      subsidy: 800,
      settledNet: 9171,
    });
  });

  it('takes a later refund of 20.00 out of revenue and the account, and gives its fee back', () => {
    expect(balanceLines(told(after20Back, [row, back]).entries)).toEqual([
      'assets:douyin-account:4463798 72.71',
      'expenses:fees:m1:commission 10.79',
      'expenses:fees:m1:platform-service 4.40',
      'revenue:online:4463798 87.90 Cr',
    ]);
  });

  it('shows a refund that Douyin has not settled yet as money owed to Douyin', () => {
    expect(balanceOf(told(after20Back, [row]).entries, RECEIVABLE)).toBe(-2000);
  });
});

const amounts = fc.integer({ min: 0, max: 500_000 }).map(money);

/** Paid, refunds, rows that settle any part and give any part back; nothing has to fit. */
const stories = fc
  .record({
    paid: fc.option(amounts, { nil: undefined }),
    completed: fc.boolean(),
    refunds: fc.array(amounts, { maxLength: 3 }),
    rows: fc.array(
      fc.record({
        tradeType: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
        income: amounts,
        subsidy: amounts,
        fee: amounts,
      }),
      {
        maxLength: 3,
      },
    ),
  })
  .map(({ paid, completed, refunds, rows }) => ({
    paid: paid ?? money(0),
    refunds,
    facts: [
      make.created(hour(0)),
      ...(paid === undefined ? [] : [make.paid(hour(1), paid)]),
      ...(completed ? [make.completed(hour(4))] : []),
      ...refunds.map((amount, index) => make.refunded(hour(3 + index), amount, String(index))),
    ],
    rows: rows.map(({ fee, ...row }, index) =>
      douyinRow({ requestNo: `r${String(index)}`, ...row, fees: { platformService: fee } }),
    ),
  }));

describe('any order with any settlement rows', () => {
  const signed = ({ tradeType }: DouyinSettled, amount: Money): number => (tradeType === 0 ? amount : 0 - amount);
  const total = (values: readonly number[]): number => values.reduce((left, right) => left + right, 0);

  it('Σ settlement rows + open receivable = Σ paid − Σ refunds + subsidies', () => {
    fc.assert(
      fc.property(stories, ({ paid, refunds, facts, rows }) => {
        const { entries, standing } = told(facts, rows);
        const settled = total(rows.map((row) => signed(row, row.income)));
        const subsidies = total(rows.map((row) => signed(row, row.subsidy)));
        const open = balanceOf(entries, RECEIVABLE);
        expect(settled + open).toBe(paid - sum(refunds) + subsidies);
        expect(standing && standing.paid + standing.subsidy - standing.refunded - standing.settledGross).toBe(open);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves nothing open once everything paid was refunded or settled', () => {
    const complete = fc.record({
      paid: amounts,
      refundPermille: fc.integer({ min: 0, max: 1000 }),
      subsidy: amounts,
      completed: fc.boolean(),
    });
    fc.assert(
      fc.property(complete, ({ paid, refundPermille, subsidy, completed }) => {
        const refunded = money(Math.floor((paid * refundPermille) / 1000));
        const facts = [
          make.paid(hour(0), paid),
          make.refunded(hour(2), refunded, '71'),
          ...(completed ? [make.completed(hour(1))] : []),
        ];
        const row = douyinRow({ requestNo: 'r1', tradeType: 0, income: money(paid - refunded + subsidy), subsidy });
        expect(balanceOf(told(facts, [row]).entries, RECEIVABLE)).toBe(0);
      }),
    );
  });
});
