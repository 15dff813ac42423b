import { isRejection } from '#kernel';
import { after, balanceOf, balanceText, bookText, permutations } from '#kernel/testing';
import { CASE, answering, day, document, tale } from '../testing.js';
import { disputeDecider, type DisputeState } from './dispute.js';
import { dueBy, type DisputeTerm } from './dispute.terms.js';
import type { DisputeCommand, DisputeException, DisputeFact, DisputeStatus } from './dispute.messages.js';

const CLEARING = `assets:clearing:${CASE.channel}:${CASE.merchantNo}`;

/** Money in yuan: what the acquirer took, what of it is a loss, what waits on suspense. */
const RULES = `
what happened                                                | status             | charged | loss   | suspense | exceptions
retrieval 100.00                                             | retrieval          |         |        |          |
retrieval 100.00; evidence                                   | evidence_submitted |         |        |          |
retrieval 100.00; evidence; won                              | won                |         |        |          |
retrieval 100.00; chargeback 100.00 in 2                     | chargeback         |         |        |          |
retrieval 100.00; chargeback 100.00 in 2; debit 100.00 in 2  | chargeback         | 100.00  |        | 100.00   |
chargeback 100.00; debit 100.00                              | chargeback         | 100.00  |        | 100.00   |
chargeback 100.00; debit 60.00; debit#2 40.00                | chargeback         | 100.00  |        | 100.00   |
chargeback 100.00; debit 100.00; evidence                    | evidence_submitted | 100.00  |        | 100.00   |
chargeback 100.00; debit 100.00; evidence; won               | won                |         |        |          |
chargeback 100.00; debit 100.00; evidence; lost 100.00       | lost               | 100.00  | 100.00 |          |
chargeback 100.00; lost 100.00                               | lost               | 100.00  | 100.00 |          |
chargeback 100.00; lost 100.00; debit 100.00                 | lost               | 100.00  | 100.00 |          |
chargeback 100.00; debit 100.00; lost 30.00                  | lost               | 30.00   | 30.00  |          |
chargeback 100.00; accepted                                  | accepted           |         |        |          |
chargeback 100.00; debit 100.00; accepted                    | accepted           | 100.00  | 100.00 |          |
chargeback 100.00; accepted; lost 100.00                     | lost               | 100.00  | 100.00 |          |
chargeback 100.00; accepted; debit 100.00; won               | won                |         |        |          |
chargeback 100.00; lost 100.00; chargeback 100.00 in 2       | chargeback         | 100.00  | 100.00 |          |
chargeback 100.00; lost 100.00; chargeback 100.00 in 2; won in 2         | won    |         |        |          |
chargeback 100.00; debit 100.00; won; chargeback 80.00 in 2; debit#2 80.00 in 2             | chargeback | 80.00 |       | 80.00 |
chargeback 100.00; debit 100.00; won; chargeback 80.00 in 2; debit#2 80.00 in 2; lost 80.00 in 2 | lost  | 80.00 | 80.00 |       |

chargeback 100.00; lost 120.00                               | lost               | 120.00  | 100.00 | 20.00    | CHARGED_ABOVE_DISPUTED
chargeback 100.00; debit 120.00                              | chargeback         | 120.00  |        | 120.00   | CHARGED_ABOVE_DISPUTED
chargeback 100.00; won; debit 100.00                         | won                | 100.00  |        | 100.00   | DEBIT_AFTER_WON
chargeback 100.00; won; lost 100.00                          | lost               | 100.00  | 100.00 |          | FACTS_CONTRADICT
chargeback 100.00; lost 100.00; won                          | won                |         |        |          | FACTS_CONTRADICT
chargeback 100.00; chargeback 90.00                          | chargeback         |         |        |          | FACTS_CONTRADICT
chargeback 100.00; +7d evidence                              | evidence_submitted |         |        |          | EVIDENCE_LATE
chargeback 100.00; lost 100.00; evidence                     | lost               | 100.00  | 100.00 |          | EVIDENCE_LATE
chargeback 100.00; accepted; evidence                        | accepted           |         |        |          | EVIDENCE_LATE
chargeback 100.00; won; accepted                             | won                |         |        |          | ACCEPTED_AFTER_DECISION
debit 100.00                                                 | unopened           | 100.00  |        | 100.00   | CHARGED_ABOVE_DISPUTED DISPUTE_WITHOUT_OPENING
lost 100.00                                                  | unopened           | 100.00  |        | 100.00   | CHARGED_ABOVE_DISPUTED DISPUTE_WITHOUT_OPENING
evidence                                                     | unopened           |         |        |          | DISPUTE_WITHOUT_OPENING
won                                                          | unopened           |         |        |          | DISPUTE_WITHOUT_OPENING
chargeback 100.00; debit 50.00 in 2                          | chargeback         | 50.00   |        | 50.00    | CHARGED_ABOVE_DISPUTED DISPUTE_WITHOUT_OPENING
`;

const [, ...rows] = RULES.split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([facts = '', ...stands]) => ({ facts, stands }));

const record = (facts: readonly DisputeFact[]) =>
  after(
    disputeDecider,
    facts.map((fact): DisputeCommand => ({ type: 'RecordDisputeFact', fact })),
  );
const entriesOf = (facts: readonly DisputeFact[]) => record(facts).events.flatMap(({ data }) => data.entries);

describe('a dispute', () => {
  it.each(rows)('$facts', ({ facts, stands }) => {
    const { state } = record(tale(facts));
    const entries = entriesOf(tale(facts));
    const suspense = ['dispute', 'dispute-above-disputed', 'dispute-after-won'].map((why) =>
      balanceOf(entries, `equity:suspense:m1:${why}`),
    );
    const { charged = 0, exceptions = [], lost = 0, status } = state.standing ?? {};
    const waiting = suspense.reduce((total, amount) => total + amount, 0);
    expect([status, balanceText(charged), balanceText(lost), balanceText(waiting), exceptions.join(' ')]).toEqual(stands);
    expect(balanceOf(entries, CLEARING)).toBe(0 - charged);
    expect(balanceOf(entries, 'expenses:losses:m1:chargeback')).toBe(lost);
  });

  it.each(rows)('$facts: in any order, told twice', ({ facts }) => {
    const told = tale(facts);
    for (const order of permutations(told)) {
      const other = record([...order, ...order]);
      expect(other.state.standing).toEqual(record(told).state.standing);
      expect(bookText(other.events.flatMap(({ data }) => data.entries))).toBe(bookText(entriesOf(told)));
      expect(other.events).toHaveLength(told.length);
    }
  });

  it('the rules above reach every status and every exception', () => {
    const statuses: Record<DisputeStatus, true> = {
      unopened: true,
      retrieval: true,
      chargeback: true,
      evidence_submitted: true,
      accepted: true,
      won: true,
      lost: true,
    };
    const exceptions: Record<DisputeException, true> = {
      DISPUTE_WITHOUT_OPENING: true,
      EVIDENCE_LATE: true,
      ACCEPTED_AFTER_DECISION: true,
      DEBIT_AFTER_WON: true,
      CHARGED_ABOVE_DISPUTED: true,
      FACTS_CONTRADICT: true,
    };
    const standings = rows.map(({ facts }) => record(tale(facts)).state.standing);
    expect(new Set(standings.map((standing) => standing?.status))).toEqual(new Set(Object.keys(statuses)));
    expect(new Set(standings.flatMap((standing) => standing?.exceptions ?? []))).toEqual(new Set(Object.keys(exceptions)));
  });

  it('books each charge on its own day under the dimensions of the opening, and takes it off suspense where it is lost', () => {
    const entries = record(tale('chargeback 100.00; debit 100.00; evidence; lost 100.00')).events.map(({ data }) =>
      data.entries.map(({ businessDate, kind, of }) => [businessDate, kind, of.store].join(' ')),
    );
    expect(entries).toEqual([[], ['2026-09-22 charge s1'], [], ['2026-09-22 charge s1', '2026-09-24 charge s1']]);
  });
});

describe('an answer of ours', () => {
  const given = (words: string): DisputeState => record(tale(words)).state;
  const codeOf = (state: DisputeState, command: DisputeCommand): string | undefined => {
    const decided = disputeDecider.decide(command, state);
    return isRejection(decided) ? decided.code : undefined;
  };
  const then = (state: DisputeState, command: DisputeCommand): DisputeState => {
    const decided = disputeDecider.decide(command, state);
    if (isRejection(decided)) throw new Error(decided.code);
    return decided.reduce((before, event) => disputeDecider.evolve(before, event), state);
  };
  const { accept, submit } = answering;

  it('is evidence, or to let it go, and tells both at once where it stands', () => {
    expect(then(given('chargeback 100.00'), submit()).standing).toMatchObject({
      status: 'evidence_submitted',
      evidence: ['e1'],
    });
    expect(then(given('chargeback 100.00'), accept()).standing).toMatchObject({ status: 'accepted', charged: 0 });
    expect(then(given('chargeback 100.00; debit 100.00'), accept()).standing).toMatchObject({ lost: 100_00 });
  });

  it('adds nothing when it is given again, whenever, whatever came in between', () => {
    const state = then(given('chargeback 100.00'), submit());
    const decided = then(state, { type: 'RecordDisputeFact', fact: tale('chargeback 1.00; lost 100.00')[1] as DisputeFact });
    for (const later of [state, decided]) expect(disputeDecider.decide(submit('e1', day(30)), later)).toEqual([]);
    expect(disputeDecider.decide(accept(day(30)), then(state, accept()))).toEqual([]);
  });

  it.each<[string, DisputeCommand, string]>([
    ['debit 100.00', submit(), 'DISPUTE_NOT_OPENED'],
    ['chargeback 100.00; won', submit(), 'DISPUTE_DECIDED'],
    ['chargeback 100.00; lost 100.00', accept(), 'DISPUTE_DECIDED'],
    ['chargeback 100.00; accepted', submit(), 'DISPUTE_ACCEPTED'],
    ['chargeback 100.00', submit('e1', day(8)), 'DISPUTE_OVERDUE'],
    ['chargeback 100.00', submit('e1', day(1), []), 'EVIDENCE_EMPTY'],
    ['chargeback 100.00; evidence#e1', submit('e1', day(1), [document('b')]), 'EVIDENCE_ID_REUSED'],
  ])('to %s is refused where it can not be', (words, command, code) => {
    expect(codeOf(given(words), command)).toBe(code);
  });

  it('needs a dispute, may be to let go after it is due, and is for the latest round', () => {
    expect(codeOf(disputeDecider.initial, submit())).toBe('DISPUTE_NOT_FOUND');
    expect(codeOf(disputeDecider.initial, accept())).toBe('DISPUTE_NOT_FOUND');
    expect(codeOf(given('chargeback 100.00'), accept(day(9)))).toBeUndefined();
    const reopened = given('chargeback 100.00; accepted; lost 100.00; chargeback 100.00 in 2');
    const decided = disputeDecider.decide(submit('e2', day(5)), reopened);
    expect(isRejection(decided) ? decided : decided[0]?.data.fact).toMatchObject({ round: 2 });
  });
});

describe('the time to answer', () => {
  const from = day(0);
  const terms: DisputeTerm[] = [
    { channel: '*', stage: 'chargeback', from: day(-100), answerWithinDays: 7 },
    { channel: 'lakala', stage: 'chargeback', from, answerWithinDays: 10 },
  ];

  it('is that of the channel since its day, else of all', () => {
    expect(dueBy({ channel: 'lakala', stage: 'chargeback', at: from }, terms)).toBe(day(10));
    expect(dueBy({ channel: 'lakala', stage: 'chargeback', at: day(-1) }, terms)).toBe(day(6));
    expect(dueBy({ channel: 'unionpay', stage: 'chargeback', at: from }, terms)).toBe(day(7));
    expect(dueBy({ channel: 'unionpay', stage: 'retrieval', at: from })).toBe(day(3));
  });
});
