import { IntersectionType } from '@nestjs/swagger';
import type { PaymentStatus } from '#payments';
import { FEN, Field, OptionalField, OptionalFlag, Prose, oneOf, text } from '../http/fields.js';
import { StreamsQuery, TimesQuery } from '../http/queries.js';
import { wordsOf } from '../http/schemas.js';

export const PAYMENT_STATUSES = wordsOf<PaymentStatus>({
  unknown: true,
  declined: true,
  authorized: true,
  partly_captured: true,
  captured: true,
  voided: true,
  expired: true,
  reversed: true,
  partly_refunded: true,
  refunded: true,
});

export const PAYMENT_ID = text(
  /^pay_[A-Za-z0-9._-]{1,100}$/,
  'must be an id like pay_898310148160001.10000001.000012.000345.20260921',
);
const INSTRUCTION_ID = text(/^[A-Za-z0-9_-]{1,64}$/, 'must be the id of an instruction, as its answer gave it');

export class PaymentPath {
  @Field(PAYMENT_ID)
  id!: string;
}

export class InstructionPath {
  @Field(PAYMENT_ID)
  id!: string;
  @Field(INSTRUCTION_ID)
  instructionId!: string;
}

export class AmountRequest {
  @Field(FEN)
  amount!: number;
  @Prose(200, 'why, for people')
  reason!: string;
}

export class ReasonRequest {
  @Prose(200, 'why, for people')
  reason!: string;
}

export class PaymentsQuery extends IntersectionType(StreamsQuery, TimesQuery) {
  @OptionalField(oneOf(PAYMENT_STATUSES))
  status?: string;
  @OptionalField(text(/^[A-Za-z0-9]{1,32}$/, 'must be 1 to 32 letters or digits'))
  merchantNo?: string;
  @OptionalField(text(/^[A-Za-z0-9_-]{1,16}$/, 'must be 1 to 16 letters, digits, dashes or underscores'))
  terminalNo?: string;
  @OptionalField(text(/^[A-Za-z0-9]{1,12}$/, 'must be 1 to 12 letters or digits'))
  rrn?: string;
  @OptionalFlag('only those with an instruction that waits for its fact')
  instructed?: boolean;
}
