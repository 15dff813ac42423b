import { money, plusMs } from '#kernel';
import { after, balanceLines, permutations } from '#kernel/testing';
import { MERCHANT_NO, OPENED_AT, PAYMENT_ID, bookingAt, byRrn, tale } from '../testing.js';
import type { PaymentFact } from './payment.messages.js';
import { referenceDecider } from './reference.js';
import type { LearnPaymentReference, ReferenceCommand, ReferenceStanding } from './reference.messages.js';

const RRN = '260921000101';
const learn = (paymentId = PAYMENT_ID): LearnPaymentReference => ({
  type: 'LearnPaymentReference',
  merchantNo: MERCHANT_NO,
  originalRrn: RRN,
  paymentId,
  occurredAt: OPENED_AT,
  booking: bookingAt(OPENED_AT),
});
const told = (words: string): ReferenceCommand[] =>
  tale(words).map((fact) => ({ type: 'RecordReferencedFact', fact: byRrn(fact, RRN) }));

const clearing = `assets:clearing:unionpay:${MERCHANT_NO}`;
const suspense = 'equity:suspense:m1:refund-original-unknown';

function stands(commands: readonly ReferenceCommand[]): {
  books: string[];
  standing: ReferenceStanding | undefined;
  events: number;
} {
  const { state, events } = after(referenceDecider, commands);
  return { books: balanceLines(events.flatMap(({ data }) => data.entries)), standing: state.standing, events: events.length };
}

const rules: [string, ReferenceCommand[], string[], Partial<ReferenceStanding>][] = [
  [
    'a refund waits on suspense while its payment is unknown',
    told('refund 5.00'),
    [`${clearing} 5.00 Cr`, `${suspense} 5.00`],
    { paymentId: null, waiting: money(500), exceptions: ['REFUND_ORIGINAL_UNKNOWN'] },
  ],
  [
    'a known payment takes it off suspense',
    [...told('refund 5.00'), learn()],
    [],
    { paymentId: PAYMENT_ID, waiting: money(0), exceptions: [] },
  ],
  [
    'several refunds wait together, a reversed one does not',
    told('refund 5.00; refund 3.00; reverse refund#1'),
    [`${clearing} 3.00 Cr`, `${suspense} 3.00`],
    { waiting: money(300), exceptions: ['REFUND_ORIGINAL_UNKNOWN'] },
  ],
  ['a reversal without its refund is flagged', told('reverse refund#1'), [], { exceptions: ['REVERSAL_WITHOUT_ORIGINAL'] }],
  ['a declined refund moves nothing', told('decline refund 5.00'), [], { waiting: money(0), exceptions: [] }],
  ['an open outcome is flagged', told('unknown refund 5.00'), [], { exceptions: ['OUTCOME_UNKNOWN'] }],
  [
    'an answer settles it',
    told('unknown refund 5.00; refund 5.00'),
    [`${clearing} 5.00 Cr`, `${suspense} 5.00`],
    { exceptions: ['REFUND_ORIGINAL_UNKNOWN'] },
  ],
  [
    'an open outcome is the payment’s matter once that is known',
    [...told('unknown refund 5.00'), learn()],
    [],
    { exceptions: [] },
  ],
  [
    'of two amounts the later stands',
    told('refund#1 5.00; refund#1 6.00'),
    [`${clearing} 6.00 Cr`, `${suspense} 6.00`],
    { waiting: money(600), exceptions: ['FACTS_CONTRADICT', 'REFUND_ORIGINAL_UNKNOWN'] },
  ],
];

describe('a reference', () => {
  it.each(rules)('%s', (_rule, commands, books, standing) => {
    const one = stands(commands);
    expect(one.books).toEqual(books);
    expect(one.standing).toMatchObject(standing);
    for (const order of permutations(commands)) expect(stands([...order, ...order])).toEqual(one);
  });

  it('keeps all that was told, for the payment to take over', () => {
    const facts = tale('refund 5.00; reverse refund#1');
    expect(stands([learn(), ...told('refund 5.00; reverse refund#1')]).standing?.told).toEqual(
      facts.map((fact: PaymentFact) => byRrn(fact, RRN)),
    );
  });

  it('learns once, whichever transaction of the payment told it', () => {
    expect(stands([learn(), { ...learn(), occurredAt: plusMs(OPENED_AT, 1) }]).events).toBe(1);
  });

  it('stays with the first of two payments and flags the dispute once', () => {
    const disputed = stands([
      learn(),
      learn('pay_other'),
      { ...learn('pay_other'), occurredAt: plusMs(OPENED_AT, 1) },
      learn(),
    ]);
    expect(disputed.events).toBe(2);
    expect(disputed.standing).toMatchObject({ paymentId: PAYMENT_ID, exceptions: ['REFERENCE_DISPUTED'] });
  });
});
