import { rejecter, type RejectionRegistry } from '#kernel';

export const SUBJECT_REJECTIONS = {
  SUBJECT_UNKNOWN: { kind: 'not_found', says: 'Nothing was ever sealed for this subject.' },
} as const satisfies RejectionRegistry;

export const reject = rejecter(SUBJECT_REJECTIONS);
