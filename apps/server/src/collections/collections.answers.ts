import type { PaymentRequestDetails, ProposedRefund } from '#collections';
import type { CommandAnswer } from '../http/command-call.js';
import { COMMAND_ANSWER, FEN_SCHEMA, MOMENT, STRING, listOf, orNull, record, withField, word } from '../http/schemas.js';
import { STREAM_ROW } from '../http/stream-rows.js';
import { REQUEST_STATUSES } from './collections.requests.js';

export const PAYMENT_REQUEST = record<PaymentRequestDetails>({
  requestId: { type: 'string', description: 'the terminal sends it back as instruction_id with the transaction' },
  orderId: STRING,
  shopId: STRING,
  merchant: STRING,
  store: STRING,
  merchantNo: STRING,
  terminalNo: STRING,
  interfaceId: STRING,
  status: word(REQUEST_STATUSES),
  amount: FEN_SCHEMA,
  requestedAt: MOMENT,
  expiresAt: MOMENT,
  outcomeDueAt: orNull(MOMENT),
  collected: FEN_SCHEMA,
  refunded: FEN_SCHEMA,
  paymentIds: listOf(STRING),
  refundsProposed: {
    ...listOf(record<ProposedRefund>({ paymentId: STRING, amount: FEN_SCHEMA, reason: STRING })),
    description: 'of the whole order: what was taken and is not owed; POST /v1/payments/:id/refunds gives it back',
  },
  exceptions: { ...listOf(STRING), description: 'of the whole order' },
  ...STREAM_ROW,
});

export interface HandOverAnswer extends CommandAnswer {
  readonly requestId: string;
}

export const HAND_OVER_ANSWER = withField(COMMAND_ANSWER, 'requestId', STRING);
