import { isRejection } from '#kernel';
import { after } from '#kernel/testing';
import { REOPENING_DIGEST, periodCommands } from '../testing.js';
import type { PeriodCommand } from './period.messages.js';
import { closedThroughOf, periodDecider } from './period.js';

const { close, reopen, approve, reject } = periodCommands;
const closing = (month: string): PeriodCommand[] => [close(month), approve(month)];
const reopening = (month: string): PeriodCommand[] => [reopen(month), approve(month, { digest: REOPENING_DIGEST })];
const closedAfter = (...commands: PeriodCommand[]) => closedThroughOf(after(periodDecider, commands).state);
const IN_A_WEEK = '2027-03-08T00:00:00.000Z';

describe('months of a merchant', () => {
  it('are closed with the approval of another person, from the first one on', () => {
    const { events } = after(periodDecider, closing('2026-09'));
    expect(events).toMatchObject([
      { type: 'PeriodCloseProposed', data: { by: 'key:anna', month: '2026-09', expiresAt: IN_A_WEEK } },
      { type: 'PeriodClosed', data: { by: 'key:ben', proposedBy: 'key:anna', closedThrough: '2026-09-30' } },
    ]);
    expect(closedAfter(...closing('2026-09'), ...closing('2026-10'))).toBe('2026-10-31');
  });

  it('are reopened from the last one backwards, until nothing is closed', () => {
    const both = [...closing('2026-09'), ...closing('2026-10')];
    expect(closedAfter(...both, ...reopening('2026-10'))).toBe('2026-09-30');
    expect(closedAfter(...both, ...reopening('2026-10'), ...closing('2026-10'))).toBe('2026-10-31');
    const none = after(periodDecider, [...both, ...reopening('2026-10'), ...reopening('2026-09')]);
    expect(none.events.at(-1)).toMatchObject({ type: 'PeriodReopened', data: { month: '2026-09', closedThrough: null } });
    expect(closedThroughOf(none.state)).toBeUndefined();
  });

  it('may be proposed again once rejected or expired', () => {
    expect(closedAfter(close('2026-09'), reject('2026-09'), ...closing('2026-09'))).toBe('2026-09-30');
    expect(closedAfter(close('2026-09'), close('2026-09', { by: 'key:ben', now: IN_A_WEEK }))).toBeUndefined();
    const late = { by: 'key:ben', now: IN_A_WEEK };
    expect(closedAfter(close('2026-09'), close('2026-10', late), approve('2026-10', { by: 'key:anna', now: IN_A_WEEK }))).toBe(
      '2026-10-31',
    );
  });

  const september = closing('2026-09');
  const both = [...september, ...closing('2026-10')];
  it.each<[string, PeriodCommand[], PeriodCommand, string]>([
    ['not over by the cut-off', [], close('2026-10', { now: '2026-10-31T14:59:59.999Z' }), 'PERIOD_NOT_OVER'],
    ['closed', september, close('2026-09'), 'PERIOD_CLOSED_ALREADY'],
    ['closed with a later one', september, close('2026-08'), 'PERIOD_CLOSED_ALREADY'],
    ['with a gap before it', september, close('2026-11'), 'PERIOD_OUT_OF_ORDER'],
    ['proposed by another', [close('2026-09')], close('2026-09', { by: 'key:ben' }), 'PERIOD_PROPOSED_ALREADY'],
    ['beside another one proposed', [...september, reopen('2026-09')], close('2026-10'), 'PERIOD_PROPOSED_ALREADY'],
    ['never closed', [], reopen('2026-09'), 'PERIOD_NOT_CLOSED'],
    ['after the last one closed', september, reopen('2026-10'), 'PERIOD_NOT_CLOSED'],
    ['before the last one closed', both, reopen('2026-09'), 'PERIOD_NOT_LAST'],
    ['never proposed', [], approve('2026-09'), 'PERIOD_NOT_PROPOSED'],
    ['not the one proposed', [close('2026-09')], approve('2026-10'), 'PERIOD_NOT_PROPOSED'],
    ['rejected', [close('2026-09'), reject('2026-09')], approve('2026-09'), 'PERIOD_NOT_PROPOSED'],
    ['approved on another digest', september, approve('2026-09', { digest: REOPENING_DIGEST }), 'PERIOD_NOT_PROPOSED'],
    ['approved, then rejected', september, reject('2026-09'), 'PERIOD_NOT_PROPOSED'],
    ['approved by who proposed it', [close('2026-09')], approve('2026-09', { by: 'key:anna' }), 'OWN_PROPOSAL'],
    ['shown otherwise', [close('2026-09')], approve('2026-09', { digest: REOPENING_DIGEST }), 'PROPOSAL_CHANGED'],
    ['proposed a week ago', [close('2026-09')], approve('2026-09', { now: IN_A_WEEK }), 'PROPOSAL_EXPIRED'],
  ])('%s: refused', (_says, before, command, code) => {
    const decided = periodDecider.decide(command, after(periodDecider, before).state);
    expect(isRejection(decided) && decided.code).toBe(code);
  });

  it('that are over at their cut-off can be closed from that moment on', () => {
    expect(after(periodDecider, [close('2026-10', { now: '2026-10-31T15:00:00.000Z' })]).events).toHaveLength(1);
  });

  it.each<[string, PeriodCommand[]]>([
    ['a proposal', [close('2026-09')]],
    ['an approval', closing('2026-09')],
    ['a rejection', [close('2026-09'), reject('2026-09')]],
    ['a proposal to reopen', [...closing('2026-09'), reopen('2026-09')]],
    ['an approval to reopen', [...closing('2026-09'), ...reopening('2026-09')]],
  ])('know a retry of %s', (_what, commands) => {
    const [last] = commands.slice(-1);
    if (!last) throw new Error('no command');
    expect(periodDecider.decide(last, after(periodDecider, commands).state)).toEqual([]);
  });
});
