import { after } from '#kernel/testing';
import type { ForgetSubject } from './subject.messages.js';
import { subjectDecider } from './subject.js';

const forget = (subject: string, known = true): ForgetSubject => ({
  type: 'ForgetSubject',
  subject,
  reason: 'asked',
  by: 'key:a',
  known,
});

describe('a subject', () => {
  it('is forgotten once, however often it is asked for, beside others', () => {
    const { state, events } = after(subjectDecider, [forget('sub_a'), forget('sub_a', false), forget('sub_b')]);
    expect(events.map(({ data }) => data)).toEqual([
      { subject: 'sub_a', reason: 'asked', by: 'key:a' },
      { subject: 'sub_b', reason: 'asked', by: 'key:a' },
    ]);
    expect([...state.subjects]).toEqual(['sub_a', 'sub_b']);
  });

  it('that nothing was sealed for can not be forgotten', () => {
    expect(subjectDecider.decide(forget('sub_a', false), subjectDecider.initial)).toMatchObject({ code: 'SUBJECT_UNKNOWN' });
  });
});
