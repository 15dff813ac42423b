import fc from 'fast-check';
import { plusMs, type DomainEvent } from '#kernel';
import { NOON, stored, transactionOf } from '../testing.js';
import { WorklistFold } from './fold.js';
import { emptyMemory, type Memory } from './memory.js';

type Told = readonly [string, DomainEvent];

function folded(told: readonly Told[]): Memory {
  const memory = emptyMemory();
  const fold = new WorklistFold(memory, () => undefined);
  for (const [index, [stream, event]] of told.entries()) fold.take(stored(stream, event, index));
  return memory;
}

let traces = 0;
const made = (type: string, amount: number, operatorNo?: string, more: Partial<{ payment: string; minutes: number }> = {}) => {
  const { payment = `payment.o${String((traces += 1))}`, minutes = 1 } = more;
  const event = transactionOf(type, amount, plusMs(NOON, minutes * 60_000));
  const { fact, standing } = event.data as { fact: object; standing: object };
  const operator = operatorNo === undefined ? {} : { operatorNo };
  return [payment, { ...event, data: { fact: { ...fact, ...operator }, standing } }] as const;
};
const refunds = (operatorNo?: string) => Array.from({ length: 3 }, () => made('PaymentRefunded', 100, operatorNo));
const found = (...told: readonly Told[]) =>
  folded(told)
    .items.all()
    .filter(({ stands }) => stands)
    .map(({ kind, code, worth, subject }) => ({ kind, code, worth, operator: subject['operatorNo'] }));
const ofOperator = (operator: string) => [{ kind: 'operator', code: 'FRAUD_REFUND_RATE', worth: 300, operator }];
const ofTerminal = [{ kind: 'terminal', code: 'FRAUD_REFUND_RATE', worth: 300, operator: undefined }];

describe('what an operator does', () => {
  it('is held against what that operator sold', () => {
    expect(found(made('PaymentPurchased', 9_000, '07'), made('PaymentPurchased', 100, '08'), ...refunds('08'))).toEqual(
      ofOperator('08'),
    );
    expect(found(made('PaymentPurchased', 9_000, '07'), ...refunds('07'))).toEqual([]);
    const [item] = folded(refunds('08')).items.all();
    expect(item?.subject).toEqual({ merchantNo: 'no', terminalNo: 't', operatorNo: '08' });
  });

  it('is the terminal’s where none is told, beside all that it sold', () => {
    expect(found(made('PaymentPurchased', 100), ...refunds())).toEqual(ofTerminal);
    expect(found(made('PaymentPurchased', 9_000, '07'), ...refunds())).toEqual([]);
  });

  it('has voids, whoever sold', () => {
    const sale = made('PaymentPurchased', 500, '07', { payment: 'payment.v' });
    const late = made('PurchaseVoided', 0, '08', { payment: 'payment.v', minutes: 300 });
    for (const told of [
      [sale, late],
      [late, sale],
    ])
      expect(found(...told)).toEqual([{ kind: 'operator', code: 'FRAUD_LATE_VOID', worth: 500, operator: '08' }]);
  });

  it('leaves hours and limits to the terminal', () => {
    const near = ['07', '08', '09', undefined, '07'].map((operator) => made('PaymentPurchased', 99_000, operator));
    expect(found(...near)).toMatchObject([{ kind: 'terminal', code: 'FRAUD_NEAR_LIMIT', worth: 495_000 }]);
  });

  it('is counted once and to one, in whatever order it is told, with and without the operator', () => {
    const sales = [made('PaymentPurchased', 100, '08'), made('PaymentPurchased', 9_000, '07')];
    const undone = made('PurchaseVoided', 0, '08', { payment: 'payment.w', minutes: 300 });
    const told = [...sales, ...refunds('08'), made('PaymentPurchased', 500, '07', { payment: 'payment.w' }), undone];
    const without = told.map(([stream, { type, data }]) => {
      const { fact, standing } = data as { fact: { operatorNo?: string }; standing: object };
      const { operatorNo: _, ...rest } = fact;
      return [stream, { type, data: { fact: rest, standing } }] as const;
    });
    const all = [...told, ...without];
    const daysOf = (some: readonly Told[]) =>
      folded(some)
        .days.all()
        .map(({ operatorNo, sales: { amount }, refunds: { count }, pairs, hours }) => ({
          operatorNo,
          amount,
          count,
          pairs,
          hours,
        }))
        .sort((a, b) => (a.operatorNo < b.operatorNo ? -1 : 1));
    const isSame = (a: { code: string; kind: string }, b: { code: string; kind: string }) =>
      `${a.kind}${a.code}` < `${b.kind}${b.code}` ? -1 : 1;
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(daysOf(shuffled)).toEqual(daysOf(told));
        expect(found(...shuffled).sort(isSame)).toEqual(found(...told).sort(isSame));
      }),
    );
    expect(daysOf(told).map(({ operatorNo, amount, count }) => [operatorNo, amount, count])).toEqual([
      ['', 9_600, 0],
      ['07', 9_500, 0],
      ['08', 100, 3],
    ]);
  });
});
