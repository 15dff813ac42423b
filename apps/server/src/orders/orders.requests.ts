import { IntersectionType } from '@nestjs/swagger';
import type { OrderStatus } from '#orders';
import { Field, OptionalField, oneOf, text } from '../http/fields.js';
import { StreamsQuery, TimesQuery } from '../http/queries.js';
import { wordsOf } from '../http/schemas.js';

export const ORDER_STATUSES = wordsOf<OrderStatus>({
  created: true,
  held: true,
  deposit_paid: true,
  paid: true,
  partly_shipped: true,
  shipped: true,
  completed: true,
  settled: true,
  cancelled: true,
  deposit_kept: true,
  refund_due: true,
  partly_refunded: true,
  refunded: true,
});

export const DIGITS = text(/^\d{1,24}$/, 'must be 1 to 24 digits');

export class OrderPath {
  @Field(DIGITS)
  id!: string;
}

export class OrdersQuery extends IntersectionType(StreamsQuery, TimesQuery) {
  @OptionalField(oneOf(ORDER_STATUSES))
  status?: string;
  @OptionalField(DIGITS)
  shopId?: string;
}
