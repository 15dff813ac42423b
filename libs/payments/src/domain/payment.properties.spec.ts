import fc from 'fast-check';
import {
  assertBalanced,
  emptyFactState,
  evolveFacts,
  money,
  percentOf,
  plusMs,
  signed,
  type Account,
  type BusinessDate,
} from '#kernel';
import {
  OPENED_AT,
  PAYMENT_ID,
  balanceUnder,
  bookOf,
  bookingAt,
  factOf,
  play,
  record,
  type Played,
  type Told,
} from '../testing.js';
import { factKey, refOfKey, type TransactionKind } from './payment.identity.js';
import type {
  CapturePayment,
  PaymentCommand,
  PaymentFact,
  PaymentStanding,
  RefundPayment,
  VoidAuthorization,
} from './payment.messages.js';

const DAY_MS = 86_400_000;

const amounts = fc.integer({ min: 0, max: 300_00 }).map(money);
const moments = fc
  .tuple(fc.constantFrom(0, 0, 0, 1, 29, 30, 31), fc.integer({ min: 0, max: 4 }))
  .map(([days, minutes]) => plusMs(OPENED_AT, days * DAY_MS + minutes * 60_000));
const ordinals = fc.integer({ min: 1, max: 3 });
const batches = fc.constantFrom('000007', '000007', '000008');

const told = (verb: string, kinds: readonly TransactionKind[], ordinal = ordinals): fc.Arbitrary<Told> =>
  fc.record(
    {
      verb: fc.constant(verb),
      kind: fc.constantFrom(...kinds),
      ordinal,
      amount: amounts,
      at: moments,
      batchNo: batches,
      multiCapture: fc.boolean(),
      instructionId: fc.constantFrom('i1', 'i2'),
      requested: amounts,
      settlementDate: fc.constantFrom('2026-09-21' as BusinessDate, '2026-09-22' as BusinessDate),
    },
    { requiredKeys: ['verb', 'kind', 'ordinal', 'amount', 'at', 'batchNo', 'multiCapture'] },
  );

const first = fc.constant(1);
const tries: readonly TransactionKind[] = [
  'authorization',
  'capture',
  'purchase',
  'refund',
  'capture_void',
  'authorization_void',
  'purchase_void',
];
const voidable: readonly TransactionKind[] = ['authorization', 'capture', 'purchase'];

/** Everything that can be told of a payment, in sense and nonsense. One opening twice in three, so that much else has something to meet. */
const facts: fc.Arbitrary<PaymentFact> = fc
  .oneof(
    { weight: 3, arbitrary: told('authorize', ['authorization'], first) },
    { weight: 1, arbitrary: told('purchase', ['purchase'], first) },
    { weight: 5, arbitrary: told('capture', ['capture']) },
    { weight: 4, arbitrary: told('refund', ['refund']) },
    { weight: 2, arbitrary: told('void', voidable) },
    { weight: 3, arbitrary: told('reverse', tries) },
    { weight: 1, arbitrary: told('expire', ['authorization'], first) },
    { weight: 1, arbitrary: told('decline', tries) },
    { weight: 1, arbitrary: told('unknown', [...tries, 'reversal']) },
    { weight: 2, arbitrary: told('instruct', ['capture', 'refund', 'authorization_void']) },
    { weight: 1, arbitrary: told('withdraw', ['capture']) },
  )
  .map(factOf);

const histories = fc.array(facts, { minLength: 1, maxLength: 12 });
const shuffled = histories.chain((list) =>
  fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })),
);

const standing = ({ state }: Played): PaymentStanding => {
  if (!state.standing) throw new Error('nothing stands');
  return state.standing;
};

const real = (account: Account): boolean => !account.startsWith('memo:');

describe('whatever is told of a payment', () => {
  it('amounts to the same in any order, with any duplicates', () => {
    fc.assert(
      fc.property(shuffled, ([list, mixed]) => {
        const one = record(list);
        const other = record(mixed);
        expect(standing(other)).toEqual(standing(one));
        expect(bookOf(other)).toBe(bookOf(one));
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps the book at zero after every event, and memo apart from real money', () => {
    fc.assert(
      fc.property(histories, (list) => {
        for (const { data } of record(list).events) {
          assertBalanced(data.entries);
          for (const { lines } of data.entries) {
            expect(lines.filter(({ account }) => real(account)).reduce((total, line) => total + signed(line), 0)).toBe(0);
          }
        }
      }),
    );
  });

  it('puts what was captured less what was refunded into clearing, wherever the other side stands', () => {
    fc.assert(
      fc.property(histories, (list) => {
        const played = record(list);
        const { captured, refunded } = standing(played);
        expect(balanceUnder(played, 'assets:clearing:')).toBe(captured - refunded);
        expect(balanceUnder(played, 'revenue:') + balanceUnder(played, 'equity:')).toBe(refunded - captured);
      }),
    );
  });

  it('never holds less than nothing or more than was authorised, and memo accounts say what is held and asked for', () => {
    fc.assert(
      fc.property(histories, (list) => {
        const played = record(list);
        const { authorized, held, instructions } = standing(played);
        expect(held).toBeLessThanOrEqual(authorized);
        expect(balanceUnder(played, 'memo:authorized:')).toBe(held);
        for (const type of ['capture', 'refund'] as const) {
          const asked = instructions.filter((open) => open.type === type).reduce((total, { amount }) => total + amount, 0);
          expect(balanceUnder(played, `memo:instructed-${type}:`)).toBe(asked);
        }
      }),
    );
  });

  it('is never revenue above 115 % of the authorization and the purchases', () => {
    fc.assert(
      fc.property(histories, (list) => {
        const played = record(list);
        const purchased = list.reduce(
          (most, fact) => (fact.type === 'PaymentPurchased' ? Math.max(most, fact.amount) : most),
          0,
        );
        expect(-balanceUnder(played, 'revenue:')).toBeLessThanOrEqual(percentOf(standing(played).authorized, 115) + purchased);
      }),
    );
  });

  it('nets to zero once each transaction is reversed, whichever came first', () => {
    const transactions = fc.array(
      fc.oneof(
        told('authorize', ['authorization'], first),
        told('capture', ['capture']),
        told('refund', ['refund']),
        told('void', voidable),
      ),
      { minLength: 1, maxLength: 6 },
    );
    const withReversals = transactions
      .map((list) => {
        const done = list.map(factOf);
        return [...done, ...done.map(reversalOf)];
      })
      .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
    fc.assert(
      fc.property(withReversals, (list) => {
        const played = record(list);
        expect(bookOf(played)).toBe('');
        expect(standing(played).exceptions).not.toContain('REVERSAL_WITHOUT_ORIGINAL');
      }),
    );
  });

  it('folds to the same state out of events that went through JSON', () => {
    fc.assert(
      fc.property(histories, (list) => {
        const { state, events } = record(list);
        const stored = JSON.parse(JSON.stringify(events)) as typeof events;
        expect(stored.reduce(evolveFacts<PaymentFact, PaymentStanding>, emptyFactState())).toEqual(state);
      }),
    );
  });
});

const reversalOf = ({ key, occurredAt }: PaymentFact): PaymentFact => {
  const reversal = factOf({ verb: 'reverse', kind: 'capture', ordinal: 1, amount: money(0), at: occurredAt });
  return { ...reversal, key: factKey('reversal', refOfKey(key)), originalKey: key } as PaymentFact;
};

type Instruct = CapturePayment | RefundPayment | VoidAuthorization;
const commands: fc.Arbitrary<Instruct> = fc
  .record({
    type: fc.constantFrom('CapturePayment', 'RefundPayment', 'VoidAuthorization'),
    instructionId: fc.constantFrom('a1', 'a2', 'a3', 'a4'),
    amount: fc.integer({ min: 1, max: 150_00 }).map(money),
    now: moments,
  })
  .map(({ type, amount, now, instructionId }) => {
    const said = { paymentId: PAYMENT_ID, instructionId, reason: 'asked for', now, businessDate: bookingAt(now).businessDate };
    return type === 'VoidAuthorization' ? { type, ...said } : { type, ...said, amount };
  });

describe('whatever is asked of a payment', () => {
  it('adds nothing when it is asked again, at any time, whatever was told in between', () => {
    fc.assert(
      fc.property(histories, commands, histories, moments, (before, command, between, later) => {
        const asked = play([command], record(before));
        fc.pre(asked.refusal === undefined);
        const since = record(between, asked);
        const again = play([{ ...command, now: later, businessDate: bookingAt(later).businessDate }], since);
        expect(again).toEqual(since);
      }),
    );
  });

  it('leaves everything as it was where it is refused', () => {
    fc.assert(
      fc.property(histories, commands, (before, command) => {
        const told = record(before);
        const asked = play([command], told);
        if (asked.refusal) expect(asked).toEqual({ ...told, refusal: asked.refusal });
        else expect(asked.events).toHaveLength(told.events.length + 1);
      }),
    );
  });

  const openings = fc.tuple(fc.boolean(), amounts, fc.boolean()).map(([authorized, amount, multiCapture]) =>
    factOf({
      verb: authorized ? 'authorize' : 'purchase',
      kind: authorized ? 'authorization' : 'purchase',
      ordinal: 1,
      amount,
      at: OPENED_AT,
      multiCapture,
    }),
  );
  const steps = fc.array(fc.tuple(commands, fc.constantFrom('carry out', 'decline', 'withdraw', 'wait')), { maxLength: 8 });

  it('never captures above 115 % nor refunds above what was captured, open instructions included', () => {
    fc.assert(
      fc.property(openings, steps, (opening, asks) => {
        let played = record([opening]);
        asks.forEach(([command, then], index) => {
          const now = plusMs(OPENED_AT, (index + 1) * 4 * DAY_MS);
          const ask = { ...command, instructionId: `s${String(index)}`, now };
          const asked = play([ask], played);
          played = asked.refusal ? played : answer(asked, ask, then, index + 1);
          const { authorized, captured, instructions, refunded } = standing(played);
          const open = (type: string): number =>
            instructions.filter((one) => one.type === type).reduce((total, { amount }) => total + amount, 0);
          expect(refunded + open('refund')).toBeLessThanOrEqual(captured);
          if (opening.type === 'PaymentAuthorized') {
            expect(captured + open('capture')).toBeLessThanOrEqual(percentOf(authorized, 115));
            expect(balanceUnder(played, 'equity:suspense:')).toBe(0);
          }
        });
      }),
      { numRuns: 500 },
    );
  });
});

/** A terminal that does just what it was asked, or declines. */
function answer(played: Played, command: Instruct, then: string, ordinal: number): Played {
  const { instructionId, now } = command;
  const amount = command.type === 'VoidAuthorization' ? money(0) : command.amount;
  if (then === 'wait') return played;
  if (then === 'withdraw') return play([withdrawalOf(command)], played);
  const kind = command.type === 'CapturePayment' ? 'capture' : command.type === 'RefundPayment' ? 'refund' : 'authorization';
  const verb = then === 'decline' ? 'decline' : kind === 'authorization' ? 'void' : kind;
  return record([factOf({ verb, kind, ordinal, amount, at: now, instructionId })], played);
}

const withdrawalOf = ({ instructionId, now, businessDate }: Instruct): PaymentCommand => ({
  type: 'WithdrawInstruction',
  paymentId: PAYMENT_ID,
  instructionId,
  reason: 'not needed',
  now,
  businessDate,
});
