import type { RequestStatus } from '#collections';
import { FEN, Field, OptionalCount, OptionalField, POSITION, Prose, SETUP_ID, oneOf, text } from '../http/fields.js';
import { StreamsQuery } from '../http/queries.js';
import { wordsOf } from '../http/schemas.js';
import { MERCHANT_NO } from '../merchants/merchants.requests.js';
import { TERMINAL_NO } from '../merchants/terminals.requests.js';

export const REQUEST_STATUSES = wordsOf<RequestStatus>({
  requested: true,
  confirmed: true,
  cancelled: true,
  expired: true,
  unknown: true,
  declined: true,
  approved: true,
  reversed: true,
  partly_refunded: true,
  refunded: true,
});

const LONGEST_TERM_S = 86_400;
const LONGEST_WAIT_S = 30;

const REQUEST_ID = text(/^req_\d{1,24}_[0-9a-f]{12}$/, 'must be the id of a payment request', 'req_<order>_<12 hex digits>');
const ORDER_ID = text(/^\d{1,24}$/, 'must be 1 to 24 digits');
const RESPONSE_CODE = text(/^[0-9A-Za-z]{2}$/, 'must be two letters or digits', 'F39');

export class RequestPath {
  @Field(REQUEST_ID)
  requestId!: string;
}

export class HandOverRequest {
  @Field(MERCHANT_NO)
  merchantNo!: string;
  @Field(TERMINAL_NO)
  terminalNo!: string;
  /** The default of the order's live room, else of its shop, unless said. */
  @OptionalField(SETUP_ID)
  interfaceId?: string;
  /** What the buyer still owes unless said; only an order with cash on delivery tells that. */
  @OptionalField(FEN)
  amount?: number;
  /** Time to take it on; 15 minutes unless said. */
  @OptionalField({
    name: 'seconds',
    schema: { type: 'integer', minimum: 1, maximum: LONGEST_TERM_S },
    says: `must be a whole number from 1 to ${String(LONGEST_TERM_S)}`,
    holds: (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= LONGEST_TERM_S,
  })
  expiresInSeconds?: number;
}

export class CancelRequestRequest {
  @Prose(200)
  reason!: string;
}

export class PaymentRequestsQuery extends StreamsQuery {
  @OptionalField(oneOf(REQUEST_STATUSES))
  status?: RequestStatus;
  @OptionalField(ORDER_ID)
  orderId?: string;
}

export class TerminalRequestsPath {
  @Field(MERCHANT_NO)
  merchantNo!: string;
  @Field(TERMINAL_NO)
  terminalNo!: string;
}

export class TerminalRequestPath extends TerminalRequestsPath {
  @Field(REQUEST_ID)
  requestId!: string;
}

export class WaitQuery {
  /** Only what changed after the position of an earlier answer. */
  @OptionalField(POSITION)
  after?: string;
  @OptionalCount(LONGEST_WAIT_S, 'seconds to wait for something; not at all unless said')
  wait?: number;
}

export class OutcomeReport {
  @Field(oneOf(['approved', 'declined', 'unknown']))
  outcome!: 'approved' | 'declined' | 'unknown';
  @OptionalField(FEN)
  amount?: number;
  @OptionalField(RESPONSE_CODE)
  response_code?: string;
}
