import { corrections, type CorrectionCommand } from '#corrections';
import { ENTRY_ID, Desk, NOW, approving, proposing, reversing } from '#corrections/testing';
import { describeStates } from './describe-states.js';
import { deciderMachine } from './machine.js';

/** Two others have to approve. */
const rules = { tiers: [{ upTo: null, approvals: 2 }], expiryDays: 7 };
const end = { correctionId: ENTRY_ID, now: NOW, reason: 'it was one sale' };

/** What was shown, as every proposal here has it. */
const shown = (() => {
  const desk = new Desk();
  desk.take(proposing(reversing(), { rules }));
  return desk.state;
})();

const steps: Readonly<Record<string, CorrectionCommand>> = {
  'ann proposes': proposing(reversing(), { rules }),
  'di proposes': proposing(reversing(), { rules, by: 'key:di', proposalId: 'p2' }),
  'bo approves': approving(shown, 'key:bo'),
  'cy approves': approving(shown, 'key:cy'),
  'ann approves': approving(shown, 'key:ann'),
  'bo rejects': { type: 'RejectCorrection', ...end, by: 'key:bo' },
  'ann withdraws': { type: 'WithdrawCorrection', ...end, by: 'key:ann' },
};

describe('states of a correction', () => {
  describeStates(
    deciderMachine(corrections, {
      statuses: ['proposed', 'applied', 'rejected', 'withdrawn'],
      steps,
      statusOf: ({ standing }) => standing?.status ?? '',
      alike: ({ standing }) => [standing?.status, standing?.by, standing?.proposalId, standing?.approvals.map(({ by }) => by)],
    }),
    { readme: 'libs/corrections/README.md' },
  );
});
