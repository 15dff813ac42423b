import fc from 'fast-check';
import { assertBalanced, canonicalJson, isRejection, plusMs, turnedRound, type Entry } from '#kernel';
import { balanceLines, bookText } from '#kernel/testing';
import { corrections, digestOf } from '../corrections.feature.js';
import { ENTRY_ID, NOW, approving, found, proposing, reversing, sale } from '../testing.js';
import type { CorrectionEvent, Draft } from './correction.messages.js';
import { shownOf } from './shown.js';

const PEOPLE = ['key:ann', 'key:bo', 'key:cy', 'key:di'];
const HOUR_MS = 3_600_000;

/** Something that somebody tries: rightly or wrongly, with this or another revision, amount and digest. */
const attempt = fc.record({
  what: fc.constantFrom('propose', 'approve', 'approve', 'approve', 'reject', 'withdraw'),
  by: fc.constantFrom(...PEOPLE),
  amount: fc.constantFrom(12_990, 300_000, 9_000_000),
  revision: fc.constantFrom(3, 3, 3, 4),
  rightDigest: fc.constantFrom(true, true, true, false),
  id: fc.nat({ max: 3 }),
  hours: fc.nat({ max: 100 }),
});
type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never;

function commandOf(tried: Attempt, state: Parameters<typeof approving>[0], at: typeof NOW) {
  const { what, by, amount, revision, id } = tried;
  const mine = { correctionId: ENTRY_ID, by, now: at };
  const name = `${by} ${String(id)}`;
  switch (what) {
    case 'propose':
      return proposing(reversing(sale(amount), revision), { by, now: at, proposalId: name });
    case 'approve': {
      const standing = (state.standing?.seen ?? []).map((seen) => ({ ...seen, revision }));
      const digest = tried.rightDigest ? (state.standing?.digest ?? '') : 'another';
      return approving(state, by, { now: at, approvalId: name, standing, digest });
    }
    case 'reject':
      return { type: 'RejectCorrection', ...mine, reason: 'no' } as const;
    case 'withdraw':
      return { type: 'WithdrawCorrection', ...mine, reason: 'no' } as const;
  }
}

const accounts = fc.constantFrom('assets:bank:a', 'assets:bank:b', 'revenue:offline:tea:bund', 'expenses:fees:tea:channel');
const entries = fc
  .array(
    fc.record({
      account: accounts,
      side: fc.constantFrom('debit' as const, 'credit' as const),
      amount: fc.integer({ min: 1, max: 99_999 }),
    }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((lines) => ({ ...sale(), lines: [...lines, ...turnedRound(lines as never)] }) as unknown as Entry);

describe('corrections, whatever is tried', () => {
  it('are applied once at most, by enough others, as they were shown, in time', () => {
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 40 }), (tries) => {
        let state = corrections.initial;
        let at = NOW;
        const events: CorrectionEvent[] = [];
        for (const tried of tries) {
          at = plusMs(at, tried.hours * HOUR_MS);
          const decided = corrections.decide(commandOf(tried, state, at), state);
          if (isRejection(decided)) {
            outcomes.add(decided.code);
            continue;
          }
          events.push(...decided);
          state = decided.reduce((before, event) => corrections.evolve(before, event), state);
        }
        const applied = events.filter((event) => event.type === 'CorrectionApplied');
        expect(applied.length).toBeLessThanOrEqual(1);
        for (const { data } of applied) {
          outcomes.add('applied');
          const { standing } = data;
          const { by, approvals, tier, expiresAt } = standing;
          const others = approvals.map((approval) => approval.by);
          expect(others).not.toContain(by);
          expect(new Set(others).size).toBe(tier.approvals);
          expect(approvals.every((approval) => approval.at < expiresAt)).toBe(true);
          const shown = events.findLast((event) => event.type === 'CorrectionProposed')?.data.standing;
          expect(canonicalJson(data.entries)).toBe(canonicalJson(shown?.entries));
          expect(standing.digest).toBe(shown?.digest);
          assertBalanced(data.entries);
        }
      }),
      { numRuns: 400 },
    );
    const seen = ['applied', 'OWN_PROPOSAL', 'APPROVED_ALREADY', 'PROPOSAL_CHANGED', 'PROPOSAL_EXPIRED', 'TARGET_MOVED'];
    expect([...outcomes]).toEqual(expect.arrayContaining(seen));
  });

  it('of a correction give the original back', () => {
    fc.assert(
      fc.property(entries, (booked) => {
        const once = entriesOf({ kind: 'reverse', target: found(booked) });
        expect(balanceLines([booked, ...once])).toEqual([]);
        const [reversal] = once;
        const twice = entriesOf({ kind: 'reverse', target: found(reversal) });
        const onDay = { ...booked, businessDate: twice[0]?.businessDate ?? booked.businessDate };
        expect(bookText(twice)).toBe(bookText([onDay]));
      }),
    );
  });

  it('that count money elsewhere change no sum, and counted back leave nothing', () => {
    fc.assert(
      fc.property(entries, (booked) => {
        const [taken, given] = entriesOf({
          kind: 're-attribute',
          target: found(booked),
          attribution: { to: 'order', orderId: '1', shopId: '2', store: 'lake' },
        });
        if (!taken || !given) throw new Error('two entries');
        const back = entriesOf({
          kind: 're-attribute',
          target: found(given),
          attribution: { to: 'store', store: 'bund' },
        });
        expect(bookText([taken, given, ...back])).toBe('');
      }),
    );
  });

  it('have one digest for one content', () => {
    const shown = shownOf(proposing());
    const other = shownOf(proposing(reversing(sale(), 4)));
    if (isRejection(shown) || isRejection(other)) throw new Error('refused');
    expect(digestOf(shown)).toMatch(/^[0-9a-f]{64}$/);
    expect(digestOf({ ...shown, reason: shown.reason })).toBe(digestOf(shown));
    expect(digestOf(other)).not.toBe(digestOf(shown));
  });
});

function entriesOf(draft: Draft): readonly Entry[] {
  const shown = shownOf(proposing(draft));
  if (isRejection(shown)) throw new Error(shown.code);
  return shown.entries;
}
