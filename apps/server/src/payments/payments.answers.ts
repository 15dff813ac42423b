import type { OpenInstruction, PaymentDetails } from '#payments';
import { FEN_SCHEMA, MOMENT, STRING, listOf, orNull, record, word } from '../http/schemas.js';
import { STREAM_ROW } from '../http/stream-rows.js';
import { PERSON } from '../privacy/person.schema.js';
import { PAYMENT_STATUSES } from './payments.requests.js';

export const PAYMENT = record<PaymentDetails>({
  paymentId: STRING,
  merchant: STRING,
  store: STRING,
  merchantNo: STRING,
  terminalNo: STRING,
  channel: STRING,
  method: STRING,
  status: word(PAYMENT_STATUSES),
  rrn: orNull(STRING),
  authCode: orNull(STRING),
  card: orNull(PERSON),
  payer: orNull(PERSON),
  cardType: orNull({ type: 'string', description: 'debit, credit, quasi_credit or prepaid, where the terminal told it' }),
  product: orNull({ type: 'string', description: 'product of the acquirer, where the method alone does not say it' }),
  operatorNo: orNull({ type: 'string', description: 'who was at the till when it opened, as the terminal numbers them' }),
  requestId: orNull({ type: 'string', description: 'payment request of a Douyin order that it carries out' }),
  requested: orNull({ ...FEN_SCHEMA, description: '分; what was asked for, where the issuer approved a part only' }),
  approved: orNull({ ...FEN_SCHEMA, description: '分; what it approved of that' }),
  openedAt: MOMENT,
  expiresAt: orNull(MOMENT),
  authorized: FEN_SCHEMA,
  held: FEN_SCHEMA,
  captured: FEN_SCHEMA,
  refunded: FEN_SCHEMA,
  instructions: listOf(
    record<OpenInstruction>({ instructionId: STRING, type: word(['capture', 'refund', 'void']), amount: FEN_SCHEMA }),
  ),
  exceptions: listOf(STRING),
  ...STREAM_ROW,
});
