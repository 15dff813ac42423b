import type { PersonShown } from '#privacy';
import { STRING, record, type Schema } from '../http/schemas.js';

/** A person in an answer: in full for ops, auditors and administrators, the end of it for readers. */
export const PERSON: Schema = record<PersonShown>(
  {
    subject: { type: 'string', description: 'pseudonym: the same person has the same one, until they are forgotten' },
    text: { type: 'string', description: 'open id, account or masked card, as it was told' },
    masked: { type: 'string', description: 'its last four, for who may not see all of it' },
    forgotten: { type: 'boolean', description: 'true: the key was destroyed, and nobody can read it any more' },
  },
  ['subject', 'text', 'masked', 'forgotten'],
);

export const SUBJECT_STATE: Schema = { ...STRING, enum: ['readable', 'forgotten'] };
