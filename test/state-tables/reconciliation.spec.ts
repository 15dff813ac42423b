import type { Instant } from '#kernel';
import { judge, matchDecider, type Item, type MatchCommand } from '#reconciliation';
import { item, judging, row } from '#reconciliation/testing';
import { describeStates } from './describe-states.js';
import { deciderMachine } from './machine.js';

const CASE = 'c'.repeat(32);
const refs = { channelTradeNo: 'T' };
const [ours, theirs] = [item('l', { refs }), row('s', { refs })];
const covered = { from: '2026-10-01', until: '2026-10-02' };

function judged(...items: readonly Item[]): MatchCommand {
  const [verdict] = judge(judging(items, { covered }));
  if (!verdict) throw new Error('nothing is found');
  return { type: 'JudgeMatch', verdict: { ...verdict, caseId: CASE } };
}

const decision = { caseId: CASE, by: 'key:ann', reason: 'seen', now: '2026-10-05T02:00:00.000Z' as Instant };

const steps: Readonly<Record<string, MatchCommand>> = {
  'only ours': judged(ours),
  'both agree': judged(ours, theirs),
  'both differ': judged(ours, { ...theirs, amount: 90_00 }),
  'both by amount and time': judged({ ...ours, refs: {} }, { ...theirs, refs: {} }),
  'ours undone since': judged({ ...ours, status: 'undone' }, theirs),
  'into another case': { type: 'AbsorbMatch', caseId: CASE, into: 'd'.repeat(32) },
  confirmed: { type: 'ConfirmMatch', ...decision },
  refused: { type: 'RejectMatch', ...decision },
  resolved: { type: 'ResolveDifference', ...decision },
  'written off': { type: 'WriteOffDifference', ...decision, correctionId: `difference-${CASE}` },
};

describe('states of a case', () => {
  describeStates(
    deciderMachine(matchDecider, {
      statuses: ['suspended', 'proposed', 'difference', 'matched', 'resolved', 'written_off', 'absorbed', 'rejected'],
      steps,
      statusOf: (state) => state?.status ?? '',
      // Which items it holds, and whether a person decided: a retry of the same decision adds nothing.
      alike: (state) => [state?.status, state?.items, state?.decided],
    }),
    { readme: 'libs/reconciliation/README.md' },
  );
});
