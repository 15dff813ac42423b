import type { UseQueryResult } from '@tanstack/react-query';
import type { AnswerOf, RowOf } from '../../api/client';

/** One case with its items. */
export type CaseDetails = AnswerOf<'/v1/match-cases/{id}'>['data'];

/** One day of one account. */
export type ClearingDay = RowOf<'/v1/clearing'>;
export type Days = UseQueryResult<AnswerOf<'/v1/clearing'>>;
/** One case as the list has it. */
export type Case = RowOf<'/v1/match-cases'>;
