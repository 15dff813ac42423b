import type { TerminalStatus } from '#merchants';
import { Field, INSTANT, OptionalField, Prose, SETUP_ID, oneOf, text } from '../http/fields.js';
import { wordsOf } from '../http/schemas.js';
import { MERCHANT_NO, METHODS, MerchantPath, SECRET } from './merchants.requests.js';

export const TERMINAL_NO = text(
  /^[A-Za-z0-9_-]{1,16}$/,
  'must be 1 to 16 letters, digits, dashes or underscores',
  'terminal number (F41)',
);

export const TERMINAL_STATUSES = wordsOf<TerminalStatus>({ active: true, suspended: true, retired: true });

export class TerminalPath extends MerchantPath {
  @Field(MERCHANT_NO)
  merchantNo!: string;
  @Field(TERMINAL_NO)
  terminalNo!: string;
}

export class EnrolTerminalRequest {
  @Field(MERCHANT_NO)
  merchantNo!: string;
  @Field(TERMINAL_NO)
  terminalNo!: string;
  @Field(SETUP_ID)
  storeId!: string;
  @Field(SETUP_ID)
  acquirer!: string;
  @Prose(64)
  model!: string;
  @Field(SECRET)
  key!: string;
  /** Since when it stands there; now unless said. */
  @OptionalField(INSTANT)
  from?: string;
}

export class MoveTerminalRequest {
  @Field(SETUP_ID)
  storeId!: string;
  @Field(INSTANT)
  from!: string;
}

export class ConfigureTerminalRequest {
  @Field(METHODS)
  methods!: string[];
  @Field(INSTANT)
  from!: string;
}

export class TerminalStatusRequest {
  @Field(oneOf(TERMINAL_STATUSES))
  status!: TerminalStatus;
  @Field(INSTANT)
  from!: string;
  @Prose(200)
  reason!: string;
}

export class RotateKeyRequest {
  @Field(SECRET)
  key!: string;
  /** Until when the key before verifies too; it ends at once unless said. */
  @OptionalField(INSTANT)
  overlapUntil?: string;
}
