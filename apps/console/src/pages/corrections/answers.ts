import type { AnswerOf, BodyOf, CommandAnswerOf, RowOf } from '../../api/client';

/** One correction with who did what about it. */
export type Details = AnswerOf<'/v1/corrections/{id}'>['data'];
export type CorrectionEvent = RowOf<'/v1/corrections/{id}/events'>;

/** What would be corrected, and what that would do. */
export type Asked = BodyOf<'/v1/corrections/preview'>;
export type Preview = CommandAnswerOf<'/v1/corrections/preview'>;
export type BlastRadius = Preview['radius'];
