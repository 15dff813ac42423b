import type { AnswerOf } from '../../api/client';

export type Explanation = AnswerOf<'/v1/explain'>['data'];
