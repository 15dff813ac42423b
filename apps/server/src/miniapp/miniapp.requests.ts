import type { MiniAppStatus, MiniPaymentDetails } from '#miniapp';
import { Field, OptionalField, oneOf, text } from '../http/fields.js';
import { StreamsQuery } from '../http/queries.js';
import { BOOLEAN, FEN_SCHEMA, MOMENT, STRING, listOf, orNull, record, word, wordsOf } from '../http/schemas.js';
import { STREAM_ROW } from '../http/stream-rows.js';

const STATUSES = wordsOf<MiniAppStatus>({
  unpaid: true,
  cancelled: true,
  paid: true,
  partly_refunded: true,
  refunded: true,
});

export class MiniPaymentPath {
  @Field(
    text(
      /^[A-Za-z0-9_-]{1,64}\.(?:order|cp)\.[A-Za-z0-9_-]{1,64}$/,
      'must be an id like <app id>.order.<order id> or <app id>.cp.<own number>',
      '<app id>.order.<Douyin’s id of the order>, or <app id>.cp.<the mini-app’s own> where Douyin said none',
    ),
  )
  id!: string;
}

export class MiniPaymentsQuery extends StreamsQuery {
  @OptionalField(oneOf(STATUSES))
  status?: string;
  @OptionalField(text(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, dashes or underscores'))
  appId?: string;
  /** The mini-app's own number of the order. */
  @OptionalField(text(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 printable characters without spaces'))
  outOrderNo?: string;
}

export const MINI_PAYMENT = record<MiniPaymentDetails>({
  paymentId: STRING,
  appId: STRING,
  orderNo: STRING,
  outOrderNo: orNull(STRING),
  merchant: STRING,
  store: STRING,
  status: word(STATUSES),
  refundOpen: BOOLEAN,
  method: STRING,
  channelTradeNo: orNull(STRING),
  paidAt: orNull(MOMENT),
  refundedAt: orNull(MOMENT),
  paid: FEN_SCHEMA,
  refunded: FEN_SCHEMA,
  exceptions: listOf(STRING),
  ...STREAM_ROW,
});
