import { instant, isRejection } from '#kernel';
import { exceptionDecider, type ExceptionState } from './exception.js';
import type { ExceptionCommand, ExceptionEvent } from './exception.messages.js';

const SEEN = {
  exceptionId: 'exc_1',
  about: { stream: 'order-douyin.1', code: 'REFUND_ABOVE_PAID', day: '' },
  occurrence: 1,
  stands: true,
  by: 'key:anna',
  now: instant(0),
};
const claim = (over: object = {}): ExceptionCommand => ({ type: 'ClaimException', ...SEEN, force: false, ...over });
const assign = (over: object = {}): ExceptionCommand => ({
  type: 'AssignException',
  ...SEEN,
  to: 'key:boris',
  mayWork: true,
  force: false,
  ...over,
});
const resolve = (over: object = {}): ExceptionCommand => ({
  type: 'ResolveException',
  ...SEEN,
  force: false,
  reason: 'paid back',
  ...over,
});
const reopen = (over: object = {}): ExceptionCommand => ({ type: 'ReopenException', ...SEEN, reason: 'it was not', ...over });
const comment = (over: object = {}): ExceptionCommand => ({
  type: 'CommentOnException',
  ...SEEN,
  commentId: 'c1',
  text: 'asked',
  ...over,
});
const BORIS = { by: 'key:boris' };

/** What the last of the commands comes to: types of its events, or the code of its refusal. */
function outcomeOf(...commands: ExceptionCommand[]): unknown {
  let state: ExceptionState = exceptionDecider.initial;
  let last: unknown;
  for (const command of commands) {
    const decided = exceptionDecider.decide(command, state);
    if (isRejection(decided)) {
      last = decided.code;
      continue;
    }
    last = decided.map(({ type }) => type);
    state = decided.reduce((before, event) => exceptionDecider.evolve(before, event), state);
  }
  return last;
}

describe('an exception', () => {
  it.each<[string, ExceptionCommand[], unknown]>([
    ['is claimed', [claim()], ['ExceptionClaimed']],
    ['is claimed once', [claim(), claim()], []],
    ['is not claimed where another holds it', [claim(), claim(BORIS)], 'EXCEPTION_CLAIMED'],
    ['is taken by force', [claim(), claim({ ...BORIS, force: true })], ['ExceptionClaimed']],
    ['is not claimed once its cause is gone', [claim({ stands: false })], 'EXCEPTION_GONE'],
    ['is not claimed once it is resolved', [resolve(), claim()], 'EXCEPTION_RESOLVED'],
    ['is claimed by its old holder when it comes back', [claim(), resolve(), claim({ occurrence: 2 })], ['ExceptionClaimed']],
    ['is handed over where nobody holds it', [assign()], ['ExceptionAssigned']],
    ['is handed over by who holds it', [claim(), assign()], ['ExceptionAssigned']],
    ['is handed over once', [claim(), assign(), assign()], []],
    ['is then held by the other', [claim(), assign(), claim()], 'EXCEPTION_CLAIMED'],
    ['is handed on by the other', [claim(), assign(), assign({ ...BORIS, to: 'key:clara' })], ['ExceptionAssigned']],
    ['is not handed over where another holds it', [claim(BORIS), assign({ to: 'key:clara' })], 'EXCEPTION_CLAIMED'],
    ['is handed over by force', [claim(BORIS), assign({ to: 'key:clara', force: true })], ['ExceptionAssigned']],
    ['is not handed to who may not work on it', [claim(), assign({ mayWork: false })], 'EXCEPTION_ASSIGNEE_UNFIT'],
    ['is not handed over once it is resolved', [resolve(), assign()], 'EXCEPTION_RESOLVED'],
    ['is not handed over once its cause is gone', [assign({ stands: false })], 'EXCEPTION_GONE'],
    ['is commented on', [comment()], ['ExceptionCommented']],
    ['is commented on once with one id', [comment(), comment()], []],
    ['takes no other text with one id', [comment(), comment({ text: 'other' })], 'COMMENT_ID_REUSED'],
    ['is commented on after it is done', [resolve(), comment()], ['ExceptionCommented']],
    ['is resolved', [resolve()], ['ExceptionResolved']],
    ['is resolved once', [resolve(), resolve()], []],
    ['is resolved with a reason', [resolve({ reason: ' ' })], 'EXCEPTION_REASON_MISSING'],
    ['is not resolved for another reason too', [resolve(), resolve({ reason: 'other' })], 'EXCEPTION_RESOLVED'],
    ['is not resolved where another holds it', [claim(), resolve(BORIS)], 'EXCEPTION_CLAIMED'],
    ['is resolved by force', [claim(), resolve({ ...BORIS, force: true })], ['ExceptionResolved']],
    ['is resolved again when its cause comes back', [resolve(), resolve({ occurrence: 2 })], ['ExceptionResolved']],
    ['is not resolved once its cause is gone', [resolve({ stands: false })], 'EXCEPTION_GONE'],
    ['is reopened', [resolve(), reopen()], ['ExceptionReopened']],
    ['is reopened once', [resolve(), reopen(), reopen()], []],
    ['is reopened with a reason', [resolve(), reopen({ reason: '' })], 'EXCEPTION_REASON_MISSING'],
    ['is not reopened where it is not resolved', [claim(), reopen()], 'EXCEPTION_NOT_RESOLVED'],
    ['is not reopened where its cause reopened it', [resolve(), reopen({ occurrence: 2 })], 'EXCEPTION_NOT_RESOLVED'],
    ['is resolved and reopened again', [resolve(), reopen(), resolve(), reopen()], ['ExceptionReopened']],
  ])('%s', (_says, commands, outcome) => {
    expect(outcomeOf(...commands)).toEqual(outcome);
  });

  it('says from whom it was taken', () => {
    const state = exceptionDecider.evolve(
      exceptionDecider.initial,
      (decided(claim()) as ExceptionEvent[])[0] as ExceptionEvent,
    );
    expect(exceptionDecider.decide(claim({ ...BORIS, force: true }), state)).toMatchObject([
      { data: { by: 'key:boris', takenFrom: 'key:anna' } },
    ]);
    expect(exceptionDecider.decide(claim(BORIS), state)).toMatchObject({ details: { holder: 'key:anna' } });
  });
});

const decided = (command: ExceptionCommand): unknown => exceptionDecider.decide(command, exceptionDecider.initial);
