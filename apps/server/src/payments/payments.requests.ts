import { FEN, Field, Prose, text } from '../http/fields.js';

const PAYMENT_ID = text(/^pay_[A-Za-z0-9._-]{1,80}$/, 'must be an id like pay_898310148160001.10000001.000012.000345.20260921');
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
