import { periodDecider, type PeriodCommand } from '#periods';
import { REOPENING_DIGEST, periodCommands } from '#periods/testing';
import { describeStates } from './describe-states.js';
import { deciderMachine } from './machine.js';

const MONTH = '2026-09';
const { close, reopen, approve, reject } = periodCommands;

const steps: Readonly<Record<string, PeriodCommand>> = {
  'closing proposed': close(MONTH),
  'reopening proposed': reopen(MONTH),
  'closing approved': approve(MONTH),
  'reopening approved': approve(MONTH, { digest: REOPENING_DIGEST }),
  rejected: reject(MONTH),
};

const STATUS = { open: 'open', closed: 'closed', close: 'closing waits', reopen: 'reopening waits' } as const;

describe('states of a month', () => {
  describeStates(
    deciderMachine(periodDecider, {
      statuses: Object.values(STATUS),
      steps,
      statusOf: ({ closed, proposal }) => STATUS[proposal?.kind ?? (closed.length > 0 ? 'closed' : 'open')],
      alike: ({ closed, proposal, decided }) => [closed, proposal?.kind, decided?.verdict],
    }),
    { readme: 'libs/periods/README.md' },
  );
});
