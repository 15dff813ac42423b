import { approvalRefusal, completes, type Proposed } from './approval.js';
import type { Instant } from './instant.js';

const at = (time: string): Instant => `2026-10-01T${time}.000Z` as Instant;
const proposed: Proposed = { by: 'ann', digest: 'd', expiresAt: at('12:00:00'), approvalsNeeded: 2, approvedBy: ['bo'] };
const approval = { by: 'cy', digest: 'd', now: at('11:59:59') };

describe('an approval', () => {
  it('is for another person, in time, of what was shown, once', () => {
    expect(approvalRefusal(proposed, approval)).toBeUndefined();
    expect(approvalRefusal(proposed, { ...approval, by: 'ann' })).toBe('OWN_PROPOSAL');
    expect(approvalRefusal(proposed, { ...approval, by: 'bo' })).toBe('APPROVED_ALREADY');
    expect(approvalRefusal(proposed, { ...approval, digest: 'e' })).toBe('PROPOSAL_CHANGED');
    expect(approvalRefusal(proposed, { ...approval, now: proposed.expiresAt })).toBe('PROPOSAL_EXPIRED');
  });

  it('completes a proposal where no other is needed', () => {
    expect(completes(proposed)).toBe(true);
    expect(completes({ ...proposed, approvalsNeeded: 3 })).toBe(false);
  });
});
