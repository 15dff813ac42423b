import type { AnswerOf } from '../../api/client';

export type PaymentDetails = AnswerOf<'/v1/payments/{id}'>['data'];
