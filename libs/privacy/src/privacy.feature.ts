import type { CommandFeature, EventSchemas } from '#event-log';
import { streamName } from '#kernel';
import type { ForgetSubject, SubjectEvent } from './domain/subject.messages.js';
import { subjectDecider, type ForgottenSubjects } from './domain/subject.js';

/** One stream for all: who was forgotten is read as a whole when a server starts. */
export const forgottenStream = (): string => streamName('privacy', 'forgotten');

export const subjectFeature: CommandFeature<ForgottenSubjects, ForgetSubject, SubjectEvent> = {
  decider: subjectDecider,
  streamOf: forgottenStream,
};

export const SUBJECT_EVENTS = {
  SubjectForgotten: { version: 1 },
} as const satisfies Record<SubjectEvent['type'], EventSchemas[string]>;
