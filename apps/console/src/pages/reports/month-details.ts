import type { AnswerOf } from '../../api/client';

export type MonthDetails = AnswerOf<'/v1/merchants/{id}/periods/{month}'>['data'];
