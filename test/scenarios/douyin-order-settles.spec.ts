import fc from 'fast-check';
import { money, sum, type Entry, type Money } from '#kernel';
import { after, balanceOf } from '#kernel/testing';
import { orderDecider, type OrderFact, type OrderSettled, type OrderStanding } from '#orders';
import { SHOP, factsOf, hour } from '#orders/testing';

const RECEIVABLE = `assets:receivable:douyin:${SHOP}`;
const make = factsOf();

function told(facts: readonly OrderFact[]): { entries: readonly Entry[]; standing: OrderStanding | undefined } {
  const order = after(
    orderDecider,
    facts.map((fact) => ({ type: 'RecordOrderFact', fact })),
  );
  return { entries: order.events.flatMap(({ data }) => data.entries), standing: order.state.standing };
}

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
        gross: amounts,
        subsidy: amounts,
        fee: amounts,
      }),
      { maxLength: 3 },
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
    rows: rows.map(
      ({ fee, ...row }, index) =>
        make.settled(hour(9), { requestNo: `r${String(index)}`, ...row, fees: { platformService: fee } }) as OrderSettled,
    ),
  }));

describe('any order with any settlement rows', () => {
  const signed = ({ tradeType }: OrderSettled, amount: Money): number => (tradeType === 0 ? amount : 0 - amount);
  const total = (values: readonly number[]): number => values.reduce((left, right) => left + right, 0);

  it('Σ settlement rows + open receivable = Σ paid − Σ refunds + subsidies', () => {
    fc.assert(
      fc.property(stories, ({ paid, refunds, facts, rows }) => {
        const { entries, standing } = told([...facts, ...rows]);
        const settled = total(rows.map((row) => signed(row, row.gross)));
        const subsidies = total(rows.map((row) => signed(row, row.subsidy)));
        const open = balanceOf(entries, RECEIVABLE);
        expect(settled + open).toBe(paid - sum(refunds) + subsidies);
        expect(standing && standing.paid + standing.subsidy - standing.refunded - standing.settledGross).toBe(open);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves nothing open once everything paid was refunded or settled, whoever held the money', () => {
    const complete = fc.record({
      paid: amounts,
      payType: fc.constantFrom(0, 1, 2),
      refundPermille: fc.integer({ min: 0, max: 1000 }),
      subsidy: amounts,
      completed: fc.boolean(),
      rowFirst: fc.boolean(),
    });
    fc.assert(
      fc.property(complete, ({ paid, payType, refundPermille, subsidy, completed, rowFirst }) => {
        const refunded = money(Math.floor((paid * refundPermille) / 1000));
        const facts = [
          factsOf({ payType }).paid(hour(0), paid),
          make.refunded(hour(2), refunded, '71'),
          ...(completed ? [make.completed(hour(1))] : []),
        ];
        const row = make.settled(hour(9), { requestNo: 'r1', gross: money(paid - refunded + subsidy), subsidy });
        const { entries } = told(rowFirst ? [row, ...facts] : [...facts, row]);
        expect([RECEIVABLE, `assets:receivable:cod:${SHOP}`].map((account) => balanceOf(entries, account))).toEqual([0, 0]);
      }),
    );
  });
});
