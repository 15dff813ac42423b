import fc from 'fast-check';
import type { StoredEvent } from '#event-log';
import type { Reaction } from '#projections';
import { isRejection, type Entry } from '#kernel';
import { bookText } from '#kernel/testing';
import type { PaymentCommand, PaymentFact, PaymentStanding } from '../domain/payment.messages.js';
import type { ReferenceCommand } from '../domain/reference.messages.js';
import { paymentFeature, referenceFeature, referenceStream } from '../payments.feature.js';
import { MERCHANT_NO, PAYMENT_ID, byRrn, record, tale } from '../testing.js';
import { whenReferenceKnown } from './when-reference-known.js';
import { whenRrnRecorded } from './when-rrn-recorded.js';

type Command = PaymentCommand | ReferenceCommand;
interface Event {
  readonly type: string;
  readonly data: { readonly entries: readonly Entry[] };
}
interface Stream {
  readonly state: unknown;
  readonly events: readonly Event[];
}

const RRN = '260921000101';
const reactions: readonly Reaction<Command>[] = [whenRrnRecorded, whenReferenceKnown];

const follow = (event: StoredEvent): Command[] =>
  reactions.filter(({ handles }) => handles.includes(event.type)).flatMap((reaction) => reaction.react(event));

/** Both features and both reactions, until nothing is left to do. `choices` says which waiting command is next; all come twice. */
function settle(outside: readonly Command[], choices: readonly number[]): ReadonlyMap<string, Stream> {
  const streams = new Map<string, Stream>();
  const waiting = [...outside, ...outside];
  for (let step = 0; waiting.length > 0; step += 1) {
    const [command] = waiting.splice((choices[step % choices.length] ?? 0) % waiting.length, 1);
    if (!command) throw new Error('nothing waits');
    const stored = apply(streams, command).map((event) => JSON.parse(JSON.stringify(event)) as StoredEvent);
    waiting.push(...stored.flatMap(follow), ...stored.flatMap(follow));
  }
  return streams;
}

function apply(streams: Map<string, Stream>, command: Command): readonly Event[] {
  const isReference = command.type === 'RecordReferencedFact' || command.type === 'LearnPaymentReference';
  const name = isReference ? referenceFeature.streamOf(command) : paymentFeature.streamOf(command);
  const decider = isReference ? referenceFeature.decider : paymentFeature.decider;
  const { decide, evolve } = decider as unknown as {
    decide: (command: Command, state: unknown) => readonly Event[];
    evolve: (state: unknown, event: Event) => unknown;
  };
  const { state, events } = streams.get(name) ?? { state: decider.initial, events: [] };
  const decided = decide(command, state);
  if (isRejection(decided)) throw new Error(decided.code);
  streams.set(name, { state: decided.reduce(evolve, state), events: [...events, ...decided] });
  return decided;
}

const books = (streams: ReadonlyMap<string, Stream>): string =>
  bookText([...streams.values()].flatMap(({ events }) => events.flatMap(({ data }) => data.entries)));

const paymentOf = (streams: ReadonlyMap<string, Stream>): PaymentStanding | undefined =>
  (streams.get(`payment.${PAYMENT_ID}`)?.state as { standing?: PaymentStanding } | undefined)?.standing;

const opening = (fact: PaymentFact): boolean => /Authorized|Captured|Purchased/.test(fact.type);
const asTold = (fact: PaymentFact, rrn: string): Command =>
  opening(fact) || (fact.type === 'PaymentReversed' && fact.originalKey.startsWith('purchase'))
    ? { type: 'RecordPaymentFact', fact }
    : { type: 'RecordReferencedFact', fact: byRrn(fact, rrn) };

const stories: [string, string][] = [
  ['purchase 100.00; refund 30.00', RRN],
  ['purchase 100.00; refund 30.00; refund 70.00', RRN],
  ['purchase 100.00; refund 130.00', RRN],
  ['purchase 100.00; refund 30.00; reverse refund#1', RRN],
  ['purchase 100.00; refund 30.00; reverse purchase', RRN],
  ['purchase 100.00; unknown refund 30.00', RRN],
  ['purchase 100.00; unknown refund 30.00; refund 30.00', RRN],
  ['purchase 100.00; decline refund 30.00; refund 20.00', RRN],
  ['authorize 200.00; capture 50.00; refund 20.00', '260921000201'],
  ['authorize 200.00 multi; capture 50.00; capture 60.00; refund 20.00', '260921000202'],
];

describe('a refund that names its payment by RRN', () => {
  it.each(stories)('%s: books as if it had named the payment itself, in any order', (words, rrn) => {
    const facts = tale(words);
    const direct = record(facts);
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), (choices) => {
        const streams = settle(
          facts.map((fact) => asTold(fact, rrn)),
          choices,
        );
        expect(paymentOf(streams)).toEqual(direct.state.standing);
        expect(books(streams)).toBe(bookText(direct.events.flatMap(({ data }) => data.entries)));
      }),
    );
  });

  it('waits where no payment ever carried the RRN', () => {
    const streams = settle(
      tale('refund 5.00').map((fact) => asTold(fact, RRN)),
      [0],
    );
    expect([...streams.keys()]).toEqual([referenceStream(MERCHANT_NO, RRN)]);
    expect(books(streams)).toContain('equity:suspense:m1:refund-original-unknown 5.00');
  });
});

describe('a transaction without an RRN', () => {
  it('teaches no reference', () => {
    const [purchase] = tale('purchase 12.34');
    const { rrn: _, ...without } = purchase as PaymentFact & { rrn: string };
    expect(whenRrnRecorded.react({ type: 'PaymentPurchased', data: { fact: without } } as unknown as StoredEvent)).toEqual([]);
  });
});

describe('a wallet’s own number of a payment', () => {
  const said = (merchantNo: string, paymentId: string): PaymentFact => {
    const [purchase] = tale('purchase 12.34');
    const { rrn: _, ...fact } = purchase as PaymentFact & { rrn: string };
    return { ...fact, merchantNo, paymentId, channelTradeNo: '4200001234202609210123456789' } as PaymentFact;
  };
  const record = (fact: PaymentFact): Command => ({ type: 'RecordPaymentFact', fact });
  const claims = referenceStream('m1', 'trade-4200001234202609210123456789');

  it('belongs to one payment, also where it is told again', () => {
    const streams = settle([record(said(MERCHANT_NO, PAYMENT_ID))], [0]);
    expect(streams.get(claims)?.state).toMatchObject({ standing: { paymentId: PAYMENT_ID, exceptions: [] } });
  });

  it('that two payments carry, under whatever merchant numbers, is flagged', () => {
    const outside = [
      record(said(MERCHANT_NO, PAYMENT_ID)),
      record(said('100000000000000001', 'pay_100000000000000001.shouqianba.1')),
    ];
    for (const choices of [[0], [1], [3, 1, 2]])
      expect(settle(outside, choices).get(claims)?.state).toMatchObject({ standing: { exceptions: ['REFERENCE_DISPUTED'] } });
  });
});
