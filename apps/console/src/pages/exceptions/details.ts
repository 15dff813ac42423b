import type { AnswerOf, RowOf } from '../../api/client';

export type Details = AnswerOf<'/v1/exceptions/{id}'>['data'];
/** As the list has it. */
export type Exception = RowOf<'/v1/exceptions'>;
