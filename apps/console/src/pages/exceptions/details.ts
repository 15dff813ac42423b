import type { AnswerOf } from '../../api/client';

export type Details = AnswerOf<'/v1/exceptions/{id}'>['data'];
