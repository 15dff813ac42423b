import { plusMs, type Instant } from '#kernel';
import { balanceText, permutations } from '#kernel/testing';
import { balanceUnder, bookOf, record, tale, type Played } from '../testing.js';
import type { PaymentAuthorized, PaymentException, PaymentFact, PaymentStatus } from './payment.messages.js';

/** Money by column in yuan, empty where nothing stands: revenue and suspense as credits, negative where we are owed. */
const RULES = `
what happened                                                          | status          | held   | clearing | revenue | suspense | exceptions

authorize 200.00                                                       | authorized      | 200.00 |          |         |          |
authorize 200.00; void authorization                                   | voided          |        |          |         |          |
authorize 200.00; +30d expire                                          | expired         |        |          |         |          |
authorize 200.00; reverse authorization                                | reversed        |        |          |         |          |
authorize 200.00; +29d expire                                          | authorized      | 200.00 |          |         |          |
authorize 200.00; void authorization; void authorization#2             | voided          |        |          |         |          | VOID_WITHOUT_ORIGINAL
authorize 200.00; +30d expire; void authorization                      | expired         |        |          |         |          |
authorize 200.00; void authorization; +30d expire                      | voided          |        |          |         |          |
authorize 200.00; void authorization in batch 000008                   | voided          |        |          |         |          |

authorize 200.00; capture 200.00                                       | captured        |        | 200.00   | 200.00  |          |
authorize 200.00; capture 30.00                                        | captured        |        | 30.00    | 30.00   |          |
authorize 200.00; capture 230.00                                       | captured        |        | 230.00   | 230.00  |          |
authorize 200.00; capture 230.01                                       | captured        |        | 230.01   | 230.00  | 0.01     | CAPTURE_ABOVE_LIMIT
authorize 9.99; capture 11.48                                          | captured        |        | 11.48    | 11.48   |          |
authorize 9.99; capture 11.49                                          | captured        |        | 11.49    | 11.48   | 0.01     | CAPTURE_ABOVE_LIMIT

authorize 200.00 multi; capture 50.00                                  | partly_captured | 150.00 | 50.00    | 50.00   |          |
authorize 200.00 multi; capture 50.00; capture 150.00                  | captured        |        | 200.00   | 200.00  |          |
authorize 200.00 multi; capture 150.00; capture 80.00                  | captured        |        | 230.00   | 230.00  |          |
authorize 200.00 multi; capture 150.00; capture 100.00                 | captured        |        | 250.00   | 230.00  | 20.00    | CAPTURE_ABOVE_LIMIT
authorize 200.00 multi; capture 50.00; void authorization              | captured        |        | 50.00    | 50.00   |          |
authorize 200.00 multi; capture 50.00; +30d expire                     | captured        |        | 50.00    | 50.00   |          |
authorize 200.00 multi; capture 50.00; capture 60.00; void capture#1   | partly_captured | 140.00 | 60.00    | 60.00   |          |
authorize 200.00 multi; capture 50.00; void authorization; capture 9.00| captured        |        | 59.00    | 50.00   | 9.00     | CAPTURE_AFTER_VOID

capture 50.00                                                          | captured        |        | 50.00    |         | 50.00    | CAPTURE_WITHOUT_AUTHORIZATION
authorize 200.00; reverse authorization; capture 50.00                 | captured        |        | 50.00    |         | 50.00    | CAPTURE_WITHOUT_AUTHORIZATION
unknown authorization 200.00; capture 50.00                            | captured        |        | 50.00    |         | 50.00    | CAPTURE_WITHOUT_AUTHORIZATION OUTCOME_UNKNOWN
authorize 200.00; capture 100.00; capture 100.00                       | captured        |        | 200.00   | 100.00  | 100.00   | SECOND_CAPTURE
authorize 200.00; void authorization; capture 50.00                    | captured        |        | 50.00    |         | 50.00    | CAPTURE_AFTER_VOID
authorize 200.00; +30d capture 50.00                                   | captured        |        | 50.00    | 50.00   |          | CAPTURE_AFTER_EXPIRY
authorize 200.00; +30d expire; capture 50.00                           | captured        |        | 50.00    | 50.00   |          | CAPTURE_AFTER_EXPIRY
authorize 200.00; +30d capture 230.01                                  | captured        |        | 230.01   | 230.00  | 0.01     | CAPTURE_ABOVE_LIMIT CAPTURE_AFTER_EXPIRY
authorize 200.00; capture 50.00; void authorization                    | captured        |        | 50.00    | 50.00   |          | VOID_AFTER_CAPTURE
purchase 50.00; capture 50.00                                          | captured        |        | 100.00   | 50.00   | 50.00    | CAPTURE_WITHOUT_AUTHORIZATION

authorize 200.00; capture 100.00; void capture#1                       | authorized      | 200.00 |          |         |          |
authorize 200.00; capture 100.00; reverse capture#1                    | authorized      | 200.00 |          |         |          |
authorize 200.00; capture 100.00; void capture#1; capture 120.00       | captured        |        | 120.00   | 120.00  |          |
authorize 200.00; capture 100.00; void capture#1 in batch 000008       | authorized      | 200.00 |          |         |          | VOID_IN_OTHER_BATCH
authorize 200.00; capture 9.00; void capture#1; reverse capture_void   | captured        |        | 9.00     | 9.00    |          |
capture 50.00; void capture#1                                          | voided          |        |          |         |          |
capture 50.00; reverse capture#1                                       | reversed        |        |          |         |          |
void capture#1                                                         | voided          |        |          |         |          | VOID_WITHOUT_ORIGINAL
void authorization                                                     | voided          |        |          |         |          | VOID_WITHOUT_ORIGINAL

purchase 12.34                                                         | captured        |        | 12.34    | 12.34   |          |
purchase 12.34; void purchase                                          | voided          |        |          |         |          |
purchase 12.34; void purchase in batch 000008                          | voided          |        |          |         |          | VOID_IN_OTHER_BATCH
purchase 12.34; reverse purchase                                       | reversed        |        |          |         |          |
purchase 12.34; void purchase; reverse purchase_void                   | captured        |        | 12.34    | 12.34   |          |
purchase 12.34; void purchase; void purchase#2                         | voided          |        |          |         |          | VOID_WITHOUT_ORIGINAL
purchase 12.34; reverse purchase; void purchase                        | reversed        |        |          |         |          | VOID_WITHOUT_ORIGINAL
void purchase                                                          | voided          |        |          |         |          | VOID_WITHOUT_ORIGINAL
reverse purchase                                                       | reversed        |        |          |         |          | REVERSAL_WITHOUT_ORIGINAL
purchase 12.34; reverse refund#1                                       | captured        |        | 12.34    | 12.34   |          | REVERSAL_WITHOUT_ORIGINAL

purchase 100.00; refund 30.00                                          | partly_refunded |        | 70.00    | 70.00   |          |
purchase 100.00; refund 30.00; refund 70.00                            | refunded        |        |          |         |          |
purchase 100.00; refund 30.00; reverse refund#1                        | captured        |        | 100.00   | 100.00  |          |
purchase 100.00; refund 130.00                                         | refunded        |        | -30.00   |         | -30.00   | REFUND_ABOVE_CAPTURED
purchase 100.00; refund 100.00; refund 5.00                            | refunded        |        | -5.00    |         | -5.00    | REFUND_ABOVE_CAPTURED
purchase 100.00; refund 80.00; refund 30.00                            | refunded        |        | -10.00   |         | -10.00   | REFUND_ABOVE_CAPTURED
purchase 100.00; refund 30.00; void purchase                           | refunded        |        | -30.00   |         | -30.00   | REFUND_WITHOUT_CAPTURE
refund 5.00                                                            | refunded        |        | -5.00    |         | -5.00    | REFUND_WITHOUT_CAPTURE
authorize 200.00; refund 5.00                                          | refunded        | 200.00 | -5.00    |         | -5.00    | REFUND_WITHOUT_CAPTURE
authorize 200.00; capture 230.01; refund 0.01                          | partly_refunded |        | 230.00   | 230.00  |          | CAPTURE_ABOVE_LIMIT
authorize 200.00; capture 100.00; capture 100.00; refund 100.00        | partly_refunded |        | 100.00   | 100.00  |          | SECOND_CAPTURE
authorize 200.00; capture 100.00; capture 100.00; refund 130.00        | partly_refunded |        | 70.00    | 70.00   |          | SECOND_CAPTURE
capture 50.00; refund 20.00                                            | partly_refunded |        | 30.00    |         | 30.00    | CAPTURE_WITHOUT_AUTHORIZATION
capture 50.00; refund 20.00; authorize 200.00                          | partly_refunded |        | 30.00    | 30.00   |          |

unknown purchase 12.34                                                 | unknown         |        |          |         |          | OUTCOME_UNKNOWN
unknown purchase 12.34; purchase 12.34                                 | captured        |        | 12.34    | 12.34   |          |
unknown purchase 12.34; decline purchase 12.34                         | declined        |        |          |         |          |
unknown purchase 12.34; reverse purchase                               | reversed        |        |          |         |          |
unknown purchase 12.34; void purchase                                  | voided          |        |          |         |          |
unknown purchase 10.00; unknown purchase 12.34                         | unknown         |        |          |         |          | OUTCOME_UNKNOWN
unknown authorization 200.00; authorize 200.00                         | authorized      | 200.00 |          |         |          |
unknown authorization 200.00; void authorization                       | voided          |        |          |         |          |
authorize 200.00; unknown capture 50.00                                | authorized      | 200.00 |          |         |          | OUTCOME_UNKNOWN
authorize 200.00; unknown capture 50.00; capture 50.00                 | captured        |        | 50.00    | 50.00   |          |
authorize 200.00; unknown capture 50.00; void capture#1                | authorized      | 200.00 |          |         |          |
authorize 200.00; decline capture 50.00                                | authorized      | 200.00 |          |         |          |
purchase 12.34; unknown refund 5.00                                    | captured        |        | 12.34    | 12.34   |          | OUTCOME_UNKNOWN
purchase 12.34; unknown refund 5.00; decline refund 5.00               | captured        |        | 12.34    | 12.34   |          |
decline purchase 12.34                                                 | declined        |        |          |         |          |
decline authorization 200.00                                           | declined        |        |          |         |          |
decline purchase 12.34; reverse purchase                               | declined        |        |          |         |          |
decline capture 50.00                                                  | unknown         |        |          |         |          |

purchase 60.00 of 100.00                                               | captured        |        | 60.00    | 60.00   |          | PARTLY_APPROVED
unknown purchase 100.00; purchase 60.00 of 100.00                      | captured        |        | 60.00    | 60.00   |          | PARTLY_APPROVED
purchase 60.00 of 100.00; void purchase                                | voided          |        |          |         |          |
purchase 60.00 of 100.00; reverse purchase                             | reversed        |        |          |         |          |
purchase 60.00 of 100.00; refund 20.00                                 | partly_refunded |        | 40.00    | 40.00   |          | PARTLY_APPROVED
purchase 60.00 of 100.00; refund 60.00                                 | refunded        |        |          |         |          |
authorize 60.00 of 100.00                                              | authorized      | 60.00  |          |         |          | PARTLY_APPROVED
authorize 60.00 of 100.00; capture 69.00                               | captured        |        | 69.00    | 69.00   |          | PARTLY_APPROVED
authorize 60.00 of 100.00; capture 69.01                               | captured        |        | 69.01    | 69.00   | 0.01     | CAPTURE_ABOVE_LIMIT PARTLY_APPROVED
authorize 60.00 of 100.00; void authorization                          | voided          |        |          |         |          |

reverse purchase; reverse purchase#1; purchase 12.34                   | reversed        |        |          |         |          |
purchase 12.34; refund 5.00; reverse refund#1; refund 12.34            | refunded        |        |          |         |          |
purchase 12.34; void purchase; reverse purchase_void; void purchase#2  | voided          |        |          |         |          |
authorize 200.00; void authorization; reverse authorization_void       | authorized      | 200.00 |          |         |          |
authorize 200.00; +45d capture 50.00; void capture#1                   | authorized      | 200.00 |          |         |          |
authorize 200.00; +30d expire; capture 50.00; void capture#1           | expired         |        |          |         |          |
authorize 200.00; +30d expire; capture 50.00; +9d refund 20.00         | partly_refunded |        | 30.00    | 30.00   |          | CAPTURE_AFTER_EXPIRY
authorize 200.00; capture 150.00; +40d refund 50.00; +40d refund 60.00 | partly_refunded |        | 40.00    | 40.00   |          |

decline purchase 12.34; purchase 12.34                                 | captured        |        | 12.34    | 12.34   |          | FACTS_CONTRADICT
purchase#1 10.00; purchase#1 12.34                                     | captured        |        | 12.34    | 12.34   |          | FACTS_CONTRADICT
purchase 10.00; purchase#2 12.34                                       | captured        |        | 22.34    | 22.34   |          | FACTS_CONTRADICT
authorize 200.00; purchase 50.00                                       | partly_captured | 200.00 | 50.00    | 50.00   |          | FACTS_CONTRADICT
authorize 200.00; authorize#2 50.00                                    | authorized      | 200.00 |          |         |          | FACTS_CONTRADICT
`;

const [, ...rows] = RULES.split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([facts = '', ...stands]) => ({ facts, stands }));

/** `-12.34` where we are owed. */
const money = (amount: number): string => (amount < 0 ? `-${balanceText(-amount)}` : balanceText(amount));

function standsAs(played: Played): string[] {
  const { standing } = played.state;
  if (!standing) throw new Error('nothing stands');
  return [
    standing.status,
    money(standing.held),
    money(balanceUnder(played, 'assets:clearing:')),
    money(-balanceUnder(played, 'revenue:')),
    money(-balanceUnder(played, 'equity:suspense:')),
    standing.exceptions.join(' '),
  ];
}

describe('a payment', () => {
  it.each(rows)('$facts', ({ facts, stands }) => {
    const played = record(tale(facts));
    expect(standsAs(played)).toEqual(stands);
    expect(balanceUnder(played, 'memo:authorized:')).toBe(played.state.standing?.held);
    expect(balanceUnder(played, '')).toBe(0);
  });

  it.each(rows)('$facts: in any order, told twice', ({ facts }) => {
    const told = tale(facts);
    const one = record(told);
    for (const order of permutations(told)) {
      const other = record([...order, ...order]);
      expect(other.state.standing).toEqual(one.state.standing);
      expect(bookOf(other)).toBe(bookOf(one));
      expect(other.events).toHaveLength(told.length);
    }
  });
});

describe('the rules above', () => {
  const statuses: Record<PaymentStatus, true> = {
    unknown: true,
    declined: true,
    authorized: true,
    partly_captured: true,
    captured: true,
    voided: true,
    expired: true,
    reversed: true,
    partly_refunded: true,
    refunded: true,
  };
  const exceptions: Record<PaymentException, true> = {
    CAPTURE_ABOVE_LIMIT: true,
    CAPTURE_WITHOUT_AUTHORIZATION: true,
    CAPTURE_AFTER_EXPIRY: true,
    CAPTURE_AFTER_VOID: true,
    SECOND_CAPTURE: true,
    REFUND_ABOVE_CAPTURED: true,
    REFUND_WITHOUT_CAPTURE: true,
    REVERSAL_WITHOUT_ORIGINAL: true,
    VOID_WITHOUT_ORIGINAL: true,
    VOID_IN_OTHER_BATCH: true,
    VOID_AFTER_CAPTURE: true,
    OUTCOME_UNKNOWN: true,
    PARTLY_APPROVED: true,
    FACTS_CONTRADICT: true,
  };

  it('reach every status and every exception', () => {
    const standings = rows.map(({ facts }) => record(tale(facts)).state.standing);
    expect(new Set(standings.map((standing) => standing?.status))).toEqual(new Set(Object.keys(statuses)));
    expect(new Set(standings.flatMap((standing) => standing?.exceptions ?? []))).toEqual(new Set(Object.keys(exceptions)));
  });
});

describe('the end of a hold', () => {
  it('is the first moment that is too late for a capture', () => {
    const [authorization, capture] = tale('authorize 200.00; capture 50.00') as [PaymentAuthorized, PaymentFact];
    const at = (occurredAt: Instant): unknown => record([authorization, { ...capture, occurredAt }]).state.standing?.exceptions;
    expect(at(plusMs(authorization.expiresAt, -1))).toEqual([]);
    expect(at(authorization.expiresAt)).toEqual(['CAPTURE_AFTER_EXPIRY']);
  });
});

describe('a void from another terminal', () => {
  it('is flagged as one in another batch is', () => {
    const [purchase, voided] = tale('purchase 12.34; void purchase') as [PaymentFact, PaymentFact];
    const elsewhere = { ...voided, terminalNo: 'POS00002' } as PaymentFact;
    expect(record([purchase, elsewhere]).state.standing).toMatchObject({
      status: 'voided',
      exceptions: ['VOID_IN_OTHER_BATCH'],
    });
  });
});

describe('a capture and a void in one second', () => {
  it('are taken in the order in which the acquirer can have approved them both', () => {
    const facts = tale('authorize 200.00 multi; capture 50.00; void authorization');
    const [authorization, capture, released] = facts as [PaymentFact, PaymentFact, PaymentFact];
    const { standing } = record([authorization, { ...released, occurredAt: capture.occurredAt }, capture]).state;
    expect(standing).toMatchObject({ status: 'captured', held: 0, exceptions: [] });
  });
});

describe('a reversal that was tried', () => {
  const [purchase, unknown, declined, reversal] = tale(
    'purchase 12.34; unknown purchase 12.34; decline purchase 12.34; reverse purchase',
  ) as [PaymentFact, PaymentFact, PaymentFact, PaymentFact];
  const ofReversal = (fact: PaymentFact): PaymentFact =>
    ({ ...fact, key: fact.key.replace('-purchase', '-reversal'), attempted: 'reversal' }) as PaymentFact;
  const standing = (...facts: PaymentFact[]): unknown => record(facts).state.standing;

  it('leaves the outcome unknown until it is answered', () => {
    const open = ofReversal(unknown);
    expect(standing(purchase, open)).toMatchObject({ status: 'captured', exceptions: ['OUTCOME_UNKNOWN'] });
    expect(standing(purchase, open, reversal)).toMatchObject({ status: 'reversed', exceptions: [] });
    expect(standing(purchase, open, ofReversal(declined))).toMatchObject({ status: 'captured', exceptions: [] });
  });

  it('does not answer for its original: neither by its decline nor by being known', () => {
    expect(standing(unknown, ofReversal(declined))).toMatchObject({ status: 'unknown', exceptions: ['OUTCOME_UNKNOWN'] });
    expect(standing(ofReversal(declined), reversal)).toMatchObject({ exceptions: ['REVERSAL_WITHOUT_ORIGINAL'] });
  });
});
