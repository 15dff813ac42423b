import type { Decider } from '#kernel';
import { reject } from './subject.rejections.js';
import type { ForgetSubject, SubjectEvent } from './subject.messages.js';

/** Everybody who was forgotten. */
export interface ForgottenSubjects {
  readonly subjects: ReadonlySet<string>;
}

export const subjectDecider: Decider<ForgottenSubjects, ForgetSubject, SubjectEvent> = {
  initial: { subjects: new Set() },
  decide({ subject, reason, by, known }, { subjects }) {
    if (subjects.has(subject)) return [];
    return known ? [{ type: 'SubjectForgotten', data: { subject, reason, by } }] : reject('SUBJECT_UNKNOWN');
  },
  evolve: ({ subjects }, { data }) => ({ subjects: new Set([...subjects, data.subject]) }),
};
