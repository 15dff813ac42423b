import fc from 'fast-check';
import { money, type DomainEvent } from '#kernel';
import { after } from '#kernel/testing';
import { voucherDecider, type VoucherFact } from '#vouchers';
import { hour, someVoucherFacts, voucher } from '#vouchers/testing';
import { NOON, stored } from '../testing.js';
import { WorklistFold } from './fold.js';
import { emptyMemory, type Memory } from './memory.js';

type Told = readonly [string, DomainEvent];
const AMOUNT = money(5_000);

/** Events of one order of vouchers in stream `voucher-order.<id>`. */
const ordered = (id: string, facts: readonly VoucherFact[]): Told[] =>
  after(
    voucherDecider,
    facts.map((fact) => ({ type: 'RecordVoucherFact', fact })),
  ).events.map((event) => [`voucher-order.${id}`, event]);

function folded(told: readonly Told[]): Memory {
  const memory = emptyMemory();
  const fold = new WorklistFold(memory, () => undefined);
  for (const [index, [stream, event]] of told.entries()) fold.take(stored(stream, event, index));
  return memory;
}

const signals = (told: readonly Told[]): unknown[] =>
  folded(told)
    .items.all()
    .filter(({ stands, kind }) => stands && kind === 'store')
    .map(({ code, day, worth, store, subject, evidence }) => ({ code, day, worth, store, subject, evidence }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const undone = (id: string, at = 1, poiId?: string): Told[] =>
  ordered(id, [
    voucher.paid(hour(0), money(10_000), 2),
    voucher.verified(hour(at), 'c1', { verifyId: 'v1', ...(poiId !== undefined && { poiId }) }),
    voucher.cancelled(hour(at), 'c1', 'v1'),
  ]);

const rules = (least: number | null): Told => [
  'worklist-rules.m1',
  { type: 'ExceptionRulesSet', data: { merchantId: 'm1', rules: { voucher_cancels: least }, by: 'k', at: NOON } },
];

describe('vouchers that are redeemed and taken back', () => {
  it('are told by store and day, once there are many', () => {
    expect(signals(['1', '2'].flatMap((id) => undone(id)))).toEqual([]);
    expect(signals(['1', '2', '3'].flatMap((id) => undone(id)))).toEqual([
      {
        code: 'FRAUD_VOUCHER_CANCELS',
        day: '2026-09-21',
        worth: 15_000,
        store: 's1',
        subject: {},
        evidence: { cancellations: 3 },
      },
    ]);
  });

  it('are counted apart where the platform knows another store, or on another day', () => {
    const pois = ['1', '2', '3', '4'].flatMap((id) => undone(id, 1, Number(id) % 2 === 0 ? 'p2' : 'p1'));
    expect(signals(pois)).toEqual([]);
    expect(signals([...pois, ...undone('5', 1, 'p1')])).toMatchObject([{ subject: { poiId: 'p1' } }]);
    expect(signals([...undone('1'), ...undone('2'), ...undone('3', 5)])).toEqual([]);
  });

  it('are judged by what the merchant set', () => {
    const two = [...undone('1'), ...undone('2')];
    for (const told of [
      [...two, rules(2)],
      [rules(2), ...two],
    ])
      expect(signals(told)).toMatchObject([{ worth: 10_000 }]);
    expect(signals([...two, rules(2), rules(null)])).toEqual([]);
  });

  it('count no more where they turn out to have been another’s', () => {
    const facts = [
      voucher.verified(hour(1), 'c1', { amount: AMOUNT }),
      voucher.cancelled(hour(5), 'c1'),
      voucher.verified(hour(0), 'c1', { store: 's2', amount: AMOUNT }),
    ];
    const places = (upTo: number): string[] =>
      folded(ordered('1', facts.slice(0, upTo)))
        .undone.all()
        .map(({ store, day }) => `${store} ${day}`);
    expect([places(1), places(2), places(3)]).toEqual([[], ['s1 2026-09-22'], ['s2 2026-09-22']]);
  });

  it('are the same in whatever order the facts come', () => {
    fc.assert(
      fc.property(
        someVoucherFacts.chain((facts) =>
          fc.tuple(fc.constant(facts), fc.shuffledSubarray([...facts], { minLength: facts.length })),
        ),
        ([facts, shuffled]) => {
          const told = (some: readonly VoucherFact[]): Told[] => [rules(1), ...ordered('1', some)];
          expect(signals(told(shuffled))).toEqual(signals(told(facts)));
        },
      ),
    );
  });
});
