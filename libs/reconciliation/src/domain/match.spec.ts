import { isRejection, type Instant } from '#kernel';
import { after } from '#kernel/testing';
import { judging, item, row } from '../testing.js';
import { judge } from '../engine/judge.js';
import type { Item } from '../item.js';
import { matchDecider, type MatchState } from './match.js';
import type { ConfirmMatch, MatchCommand, Verdict, WriteOffDifference } from './match.messages.js';

const NOW = '2026-10-05T02:00:00.000Z' as Instant;

const refs = { channelTradeNo: 'T' };
const found = (...items: readonly Item[]): Verdict => {
  const [verdict] = judge(judging(items, { covered: { from: '2026-10-01', until: '2026-10-02' } }));
  if (!verdict) throw new Error('nothing was judged');
  return { ...verdict, caseId: 'c1' };
};
const l = item('l', { refs });
const s = row('s', { refs });
const judged = (...items: readonly Item[]): MatchCommand => ({ type: 'JudgeMatch', verdict: found(...items) });
const suspended = judged(l);
const matched = judged(l, s);
const different = judged(l, { ...s, amount: 90_00 });
const proposed = judged(item('l'), row('s'));
const decision = { caseId: 'c1', by: 'key:ann', reason: 'seen', now: NOW };
const confirm: ConfirmMatch = { type: 'ConfirmMatch', ...decision };
const refuse: MatchCommand = { type: 'RejectMatch', ...decision };
const resolve: MatchCommand = { type: 'ResolveDifference', ...decision };
const writeOff: WriteOffDifference = { type: 'WriteOffDifference', ...decision, correctionId: 'difference-c1' };
const absorb: MatchCommand = { type: 'AbsorbMatch', caseId: 'c1', into: 'c2' };

const stateAfter = (...commands: readonly MatchCommand[]): MatchState => after(matchDecider, commands).state;
const outcome = (command: MatchCommand, ...before: readonly MatchCommand[]): string | readonly string[] => {
  const decided = matchDecider.decide(command, stateAfter(...before));
  return isRejection(decided) ? decided.code : decided.map(({ type }) => type);
};

describe('what a run finds', () => {
  it.each([
    ['MatchSuspended', suspended],
    ['MatchMade', matched],
    ['DifferenceOpened', different],
    ['MatchProposed', proposed],
  ])('is told as %s, once', (type, command) => {
    expect(outcome(command)).toEqual([type]);
    expect(outcome(command, command)).toEqual([]);
  });

  it('takes an undecided case wherever it goes, and leaves a decided one', () => {
    expect(outcome(matched, suspended)).toEqual(['MatchMade']);
    expect(outcome(suspended, different)).toEqual(['MatchSuspended']);
    expect(outcome(suspended, matched)).toEqual([]);
    expect(outcome(matched, different, resolve)).toEqual([]);
    expect(outcome(matched, different, writeOff)).toEqual([]);
  });

  it('opens a match whose own item is told otherwise, and makes it again where they agree again', () => {
    const undone: Item = { ...l, status: 'undone' };
    expect(outcome(judged(undone, s), matched)).toEqual(['DifferenceOpened']);
    expect(stateAfter(proposed, confirm, judged({ ...item('l'), amount: 1, refs }, { ...row('s'), refs }))).toMatchObject({
      status: 'difference',
      decided: null,
    });
    expect(outcome(judged(undone, { ...s, status: 'undone' }), matched)).toEqual(['MatchMade']);
    expect(outcome(judged(undone), matched)).toEqual([]);
    expect(outcome(judged({ ...l, refs: { ...refs, rrn: 'R' } }, s), matched)).toEqual([]);
  });

  it('gives a case that was absorbed or refused items again', () => {
    expect(stateAfter(suspended, absorb)).toMatchObject({ status: 'absorbed', items: [], into: 'c2' });
    expect(outcome(absorb, suspended, absorb)).toEqual([]);
    expect(outcome(suspended, suspended, absorb)).toEqual(['MatchSuspended']);
    expect(outcome(absorb, matched)).toEqual([]);
    expect(outcome(absorb)).toEqual([]);
    expect(stateAfter(proposed, refuse, suspended)).toMatchObject({ status: 'suspended', apart: [['l', 's']], decided: null });
  });
});

describe('what a person decides', () => {
  it.each([
    ['MatchMade', confirm, proposed],
    ['MatchRejected', refuse, proposed],
    ['DifferenceResolved', resolve, different],
    ['DifferenceWrittenOff', writeOff, different],
  ])('is told as %s, and again it adds nothing', (type, command, before) => {
    expect(outcome(command, before)).toEqual([type]);
    expect(outcome({ ...command, now: '2026-10-06T02:00:00.000Z' as Instant }, before, command)).toEqual([]);
  });

  it('keeps who, why, when and by which correction', () => {
    const { by, reason } = decision;
    expect(stateAfter(different, writeOff)).toMatchObject({
      status: 'written_off',
      decided: { by, reason, at: NOW, correctionId: 'difference-c1' },
    });
    expect(stateAfter(proposed, confirm)).toMatchObject({
      status: 'matched',
      rule: 'by-hand',
      decided: { by, reason, at: NOW },
    });
  });

  it.each([
    ['MATCH_NOT_FOUND', confirm, []],
    ['MATCH_NOT_FOUND', writeOff, []],
    ['MATCH_REASON_MISSING', { ...confirm, reason: ' ' }, [proposed]],
    ['MATCH_REASON_MISSING', { ...writeOff, reason: '' }, [different]],
    ['MATCH_NOT_PROPOSED', refuse, [different]],
    ['MATCH_NOT_PROPOSED', confirm, [proposed, refuse]],
    ['MATCH_WITHOUT_DIFFERENCE', resolve, [suspended]],
    ['MATCH_WITHOUT_DIFFERENCE', writeOff, [suspended, absorb]],
    ['MATCH_DECIDED', { ...confirm, by: 'key:bo' }, [proposed, confirm]],
    ['MATCH_DECIDED', resolve, [different, writeOff]],
    ['MATCH_DECIDED', resolve, [matched]],
  ] as const)('is refused with %s', (code, command, before) => {
    expect(outcome(command, ...before)).toBe(code);
  });
});
