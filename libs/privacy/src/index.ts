export type { ForgetSubject, Forgotten, SubjectEvent } from './domain/subject.messages.js';
export { SUBJECT_REJECTIONS } from './domain/subject.rejections.js';
export { subjectDecider } from './domain/subject.js';
export { Persons, type PersonSealer, type SubjectOfPerson, type Telling } from './persons.js';
export { PRIVACY_MIGRATIONS, PostgresSubjectKeys } from './postgres-subject-keys.js';
export { SUBJECT_EVENTS, forgottenStream, subjectFeature } from './privacy.feature.js';
export { MASKED_CARD, holderOf, type Person } from './pseudonyms.js';
export { shownOf, type PersonShown } from './shown.js';
export { MemorySubjectKeys, type SubjectKeyStore } from './subject-keys.js';
