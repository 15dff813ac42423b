import fc from 'fast-check';
import { assertBalanced } from '#kernel';
import { after, balanceLines, bookText, permutations, yuan } from '#kernel/testing';
import { hour, miniApp, someMiniAppFacts } from '../testing.js';
import { miniAppDecider } from './mini-payment.js';
import type { MiniAppFact } from './mini-payment.messages.js';

const recorded = (facts: readonly MiniAppFact[]) =>
  after(
    miniAppDecider,
    facts.map((fact) => ({ type: 'RecordMiniAppFact', fact })),
  );
const entriesOf = (facts: readonly MiniAppFact[]) => recorded(facts).events.flatMap(({ data }) => data.entries);
const standingAfter = (...facts: MiniAppFact[]) => recorded(facts).state.standing;

const paid = miniApp.paid(hour(0), yuan('12.99'));
const part = miniApp.refunded(hour(2), 'r1', yuan('2.99'));
const rest = miniApp.refunded(hour(3), 'r2', yuan('10.00'));

describe('a payment in a mini-app', () => {
  it('is earned online when it is paid, and held by Douyin', () => {
    const [event] = recorded([paid]).events;
    expect(event?.data.entries).toMatchObject([
      { kind: 'sale', of: { side: 'online', channel: 'douyin-miniapp', method: 'alipay' } },
    ]);
    expect(balanceLines(entriesOf([paid]))).toEqual([
      'assets:receivable:douyin-miniapp:tt000 12.99',
      'revenue:online:tt000 12.99 Cr',
    ]);
  });

  it.each([
    [1, 'wechat'],
    [2, 'alipay'],
    [10, 'douyin_pay'],
    [77, 'other'],
  ])('by way %d is paid by %s', (way, method) => {
    expect(standingAfter(miniApp.paid(hour(0), yuan('1.00'), way))).toMatchObject({ method, status: 'paid' });
  });

  it('is given back in parts until nothing is left, in every order', () => {
    for (const facts of permutations([paid, part, rest])) {
      expect(standingAfter(...facts)).toMatchObject({ status: 'refunded', refunded: 1299, exceptions: [] });
      expect(balanceLines(entriesOf(facts))).toEqual([]);
    }
    expect(standingAfter(paid, part)).toMatchObject({ status: 'partly_refunded', refunded: 299 });
  });

  it('has a refund open from its application until it succeeds or fails', () => {
    const applied = miniApp.applied(hour(1), 'r1', yuan('2.99'));
    expect(standingAfter(paid, applied)).toMatchObject({ status: 'paid', refundOpen: true });
    expect(standingAfter(paid, applied, part)).toMatchObject({ refundOpen: false });
    expect(standingAfter(paid, applied, miniApp.failed(hour(2), 'r1'))).toMatchObject({ status: 'paid', refundOpen: false });
  });

  it.each<[string, MiniAppFact[], string]>([
    ['paid and cancelled', [paid, miniApp.cancelled(hour(1))], 'PAID_AND_CANCELLED'],
    ['refunded and never paid', [part], 'REFUND_WITHOUT_PAYMENT'],
    ['refunded above what was paid', [paid, rest, miniApp.refunded(hour(4), 'r3', yuan('3.00'))], 'REFUND_ABOVE_PAID'],
    ['refunded and failed', [paid, part, miniApp.failed(hour(4), 'r1')], 'REFUND_FAILED_AND_SUCCEEDED'],
    ['of two amounts', [paid, miniApp.paid(hour(0), yuan('13.00'))], 'FACTS_CONTRADICT'],
  ])('%s is flagged, in every order', (_, facts, exception) => {
    for (const order of permutations(facts)) expect(standingAfter(...order)?.exceptions).toEqual([exception]);
  });

  it('amounts to the same whatever order its facts come in and however often, at zero after each', () => {
    const disturbed = someMiniAppFacts.chain((facts) =>
      fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }).map((other) => [facts, other] as const),
    );
    fc.assert(
      fc.property(disturbed, ([facts, other]) => {
        expect(standingAfter(...other)).toEqual(standingAfter(...facts));
        expect(bookText(entriesOf(other))).toBe(bookText(entriesOf(facts)));
        for (const { data } of recorded(other).events) assertBalanced(data.entries);
      }),
      { numRuns: 500 },
    );
  });
});
