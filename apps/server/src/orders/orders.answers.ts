import type { OrderDetails } from '#orders';
import { BOOLEAN, FEN_SCHEMA, MOMENT, STRING, listOf, orNull, record, word } from '../http/schemas.js';
import { STREAM_ROW } from '../http/stream-rows.js';
import { ORDER_STATUSES } from './orders.requests.js';

export const ORDER = record<OrderDetails>({
  orderId: STRING,
  shopId: STRING,
  merchant: STRING,
  store: STRING,
  status: word(ORDER_STATUSES),
  aftersaleOpen: BOOLEAN,
  method: STRING,
  liveRoomId: orNull(STRING),
  createdAt: orNull(MOMENT),
  paidAt: orNull(MOMENT),
  shippedAt: orNull(MOMENT),
  completedAt: orNull(MOMENT),
  cancelledAt: orNull(MOMENT),
  paid: FEN_SCHEMA,
  refunded: FEN_SCHEMA,
  settledGross: FEN_SCHEMA,
  subsidy: FEN_SCHEMA,
  fees: FEN_SCHEMA,
  settledNet: FEN_SCHEMA,
  exceptions: listOf(STRING),
  ...STREAM_ROW,
});
