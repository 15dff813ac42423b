import { isRejection } from '#kernel';
import { bookOf, byRrn, journal, record, tale } from '../testing.js';
import type { PaymentFact, PaymentPurchased } from './payment.messages.js';
import { referenceDecider } from './reference.js';

describe('a partial approval', () => {
  const standing = (...facts: PaymentFact[]): unknown => record(facts).state.standing;

  it('tells what was asked for and what was approved, and counts what was approved', () => {
    expect(standing(...tale('purchase 60.00 of 100.00'))).toMatchObject({
      requested: 100_00,
      approved: 60_00,
      captured: 60_00,
    });
    expect(standing(...tale('authorize 60.00 of 100.00'))).toMatchObject({ requested: 100_00, approved: 60_00, held: 60_00 });
  });

  it('takes what was asked for from the try without an answer, where the answer does not repeat it', () => {
    const [unknown, purchase] = tale('unknown purchase 100.00; purchase 60.00 of 100.00') as [PaymentFact, PaymentPurchased];
    const { requestedAmount: _, ...answer } = purchase;
    expect(standing(unknown, answer)).toMatchObject({ requested: 100_00, approved: 60_00, exceptions: ['PARTLY_APPROVED'] });
    expect(standing(answer)).toMatchObject({ approved: 60_00, exceptions: ['PARTLY_APPROVED'] });
  });

  it('is none where all of it was approved', () => {
    const [purchase] = tale('purchase 60.00') as [PaymentPurchased];
    expect(standing({ ...purchase, requestedAmount: purchase.amount })).not.toHaveProperty('approved');
  });
});

describe('the settlement date of the acquirer', () => {
  const [late, told] = tale('purchase 12.34; purchase#1 12.34 settled 2026-09-22') as [PaymentFact, PaymentFact];
  const retold = { ...told, occurredAt: late.occurredAt };

  it('is the day that a transaction is booked on, whatever the cut-off says', () => {
    expect(journal(record([retold]).events)[0]).toMatch(/^2026-09-22 sale/);
    expect(journal(record(tale('purchase 9.00; +1d refund 5.00 settled 2026-09-25')).events).at(-1)).toMatch(
      /^2026-09-25 refund/,
    );
    expect(journal(record(tale('authorize 9.00; +1d capture 5.00 settled 2026-09-25')).events).slice(1)).toEqual([
      expect.stringMatching(/^2026-09-25 sale/),
      expect.stringMatching(/^2026-09-25 authorization/),
    ]);
  });

  it('moves what is booked already by the cut-off, and comes before or after to the same effect', () => {
    const M = '898100012340001';
    expect(journal(record([late, retold]).events)).toEqual([
      `2026-09-21 sale: Dr assets:clearing:unionpay:${M} 12.34 Cr revenue:offline:m1:s1 12.34`,
      `2026-09-21 sale: Dr revenue:offline:m1:s1 12.34 Cr assets:clearing:unionpay:${M} 12.34`,
      `2026-09-22 sale: Dr assets:clearing:unionpay:${M} 12.34 Cr revenue:offline:m1:s1 12.34`,
    ]);
    expect(bookOf(record([retold, late]))).toBe(bookOf(record([late, retold])));
    expect(record([retold, late]).state.standing).toMatchObject({ captured: 12_34, exceptions: [] });
  });

  it('told in two ways is a contradiction', () => {
    const other = { ...retold, settlementDate: '2026-09-23' } as PaymentFact;
    expect(record([retold, other]).state.standing?.exceptions).toEqual(['FACTS_CONTRADICT']);
  });

  it('of a refund by RRN is that of its suspense', () => {
    const [refund] = tale('refund 5.00 settled 2026-09-25') as [PaymentFact];
    const decision = referenceDecider.decide(
      { type: 'RecordReferencedFact', fact: byRrn(refund, '260921000101') },
      referenceDecider.initial,
    );
    expect(isRejection(decision) ? decision : decision[0]?.data.entries).toMatchObject([{ businessDate: '2026-09-25' }]);
  });
});
