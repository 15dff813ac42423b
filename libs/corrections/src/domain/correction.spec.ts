import { plusMs, type BusinessDate } from '#kernel';
import { ENTRY_ID, Desk, NOW, TODAY, YESTERDAY, proposing, reversing, sale, approving } from '../testing.js';

const APPLIED = ['CorrectionApproved', 'CorrectionApplied'];
const DAY_MS = 86_400_000;

const withdrawing = {
  type: 'WithdrawCorrection',
  correctionId: ENTRY_ID,
  by: 'key:ann',
  now: NOW,
  reason: 'a mistake',
} as const;

const proposed = (...asked: Parameters<typeof proposing>): Desk => {
  const desk = new Desk();
  expect(desk.take(proposing(...asked))).toEqual(['CorrectionProposed']);
  return desk;
};

describe('a correction', () => {
  it('is applied with the last approval of another person', () => {
    const desk = proposed();
    expect(desk.state.standing).toMatchObject({ status: 'proposed', amount: 12_990, tier: { approvals: 1 }, proposal: 1 });
    expect(desk.approve('key:ann')).toBe('OWN_PROPOSAL');
    expect(desk.approve()).toEqual(APPLIED);
    expect(desk.state.standing).toMatchObject({ status: 'applied', decided: { by: 'key:bo' } });
  });

  it('asks for as many others as its amount does, each once', () => {
    const desk = proposed(reversing(sale(5_000_001)));
    expect(desk.state.standing?.tier).toEqual({ upTo: null, approvals: 3 });
    expect(desk.approve()).toEqual(['CorrectionApproved']);
    expect(desk.approve('key:bo', { approvalId: 'another' })).toBe('APPROVED_ALREADY');
    expect(desk.approve()).toEqual([]);
    expect(desk.approve('key:cy')).toEqual(['CorrectionApproved']);
    expect(desk.approve('key:di')).toEqual(APPLIED);
  });

  it('keeps the tier and the time that it was proposed under', () => {
    const rules = { tiers: [{ upTo: null, approvals: 2 }], expiryDays: 1 };
    const desk = proposed(reversing(), { rules });
    expect(desk.approve('key:bo', { now: plusMs(NOW, DAY_MS) })).toBe('PROPOSAL_EXPIRED');
    expect(desk.approve('key:bo', { now: plusMs(NOW, DAY_MS - 1) })).toEqual(['CorrectionApproved']);
  });

  it('is approved as it was shown and as it still is, or not at all', () => {
    const desk = proposed();
    const { standing } = desk.state;
    expect(desk.approve('key:bo', { digest: 'of something else' })).toBe('PROPOSAL_CHANGED');
    expect(desk.approve('key:bo', { standing: standing?.seen.map((seen) => ({ ...seen, revision: 4 })) ?? [] })).toBe(
      'TARGET_MOVED',
    );
    expect(desk.approve('key:bo', { standing: [] })).toBe('TARGET_MOVED');
    expect(desk.approve('key:bo', { closedThrough: YESTERDAY })).toBe('TARGET_MOVED');
    expect(desk.approve('key:bo', { closedThrough: TODAY })).toBe('PERIOD_CLOSED');
    expect(desk.state.standing).toBe(standing);
  });

  it('is applied once, whoever asks again', () => {
    const desk = proposed();
    desk.approve();
    expect(desk.approve()).toEqual([]);
    expect(desk.approve('key:cy')).toBe('CORRECTION_APPLIED');
    expect(desk.take(proposing(reversing(), { proposalId: 'p2', by: 'key:cy' }))).toBe('CORRECTION_APPLIED');
    expect(desk.take(proposing())).toEqual([]);
    expect(desk.take(withdrawing)).toBe('CORRECTION_APPLIED');
  });

  it('is rejected by others and withdrawn by who proposed it; then it can be proposed again', () => {
    const desk = proposed();
    const end = { correctionId: ENTRY_ID, now: NOW };
    const rejecting = { type: 'RejectCorrection', ...end, reason: 'it was one sale' } as const;
    expect(desk.take({ ...rejecting, by: 'key:ann' })).toBe('OWN_PROPOSAL');
    expect(desk.take({ ...rejecting, by: 'key:bo', reason: ' ' })).toBe('CORRECTION_REASON_MISSING');
    expect(desk.take({ ...rejecting, by: 'key:bo' })).toEqual(['CorrectionRejected']);
    expect(desk.take({ ...rejecting, by: 'key:bo' })).toEqual([]);
    expect(desk.approve('key:cy')).toBe('CORRECTION_NOT_OPEN');
    expect(desk.take(proposing(reversing(), { proposalId: 'p2' }))).toEqual(['CorrectionProposed']);
    expect(desk.take({ ...withdrawing, by: 'key:bo' })).toBe('NOT_THE_PROPOSER');
    expect(desk.take(withdrawing)).toEqual(['CorrectionWithdrawn']);
    expect(desk.take(withdrawing)).toEqual([]);
    expect(desk.state.standing).toMatchObject({ proposal: 2, status: 'withdrawn' });
  });

  it('waits as one proposal, until its time is over or what it corrects has moved', () => {
    const desk = proposed();
    const again = { proposalId: 'p2', by: 'key:cy' };
    expect(desk.take(proposing(reversing(), again))).toBe('CORRECTION_OPEN');
    expect(desk.take(proposing(reversing(), { proposalId: 'p1b' }))).toEqual([]);
    expect(desk.take(proposing(reversing(sale(), 4), again))).toEqual(['CorrectionProposed']);
    expect(desk.take(proposing(reversing(sale(), 4), { proposalId: 'p3', now: plusMs(NOW, 7 * DAY_MS) }))).toEqual([
      'CorrectionProposed',
    ]);
    expect(desk.state.standing).toMatchObject({ proposal: 3, by: 'key:ann', approvals: [] });
  });

  it('is nothing before it was proposed', () => {
    const desk = new Desk();
    expect(desk.take(approving(desk.state))).toBe('CORRECTION_NOT_FOUND');
    expect(desk.take(withdrawing)).toBe('CORRECTION_NOT_FOUND');
  });

  it.each([
    [{ reason: ' ' }, 'CORRECTION_REASON_MISSING'],
    [{ evidence: [] }, 'EVIDENCE_MISSING'],
    [{ evidence: [' '] }, 'EVIDENCE_MISSING'],
    [{ day: YESTERDAY, closedThrough: YESTERDAY }, 'PERIOD_CLOSED'],
    [{ day: '2026-09-22' as BusinessDate }, 'CORRECTION_DAY_AHEAD'],
  ])('%p is refused with %s', (more, code) => {
    const desk = new Desk();
    expect(desk.take(proposing(reversing(), more))).toBe(code);
    expect(desk.state.standing).toBeUndefined();
  });

  it('of what lies in a closed period is booked on the first open day', () => {
    expect(proposed(reversing(), { closedThrough: YESTERDAY }).state.standing).toMatchObject({ day: TODAY });
    const desk = proposed(reversing(), { closedThrough: '2026-09-30' as BusinessDate });
    expect(desk.state.standing).toMatchObject({ day: '2026-10-01', entries: [{ businessDate: '2026-10-01' }] });
    expect(desk.approve()).toEqual(APPLIED);
  });
});
