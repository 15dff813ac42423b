import { IntersectionType } from '@nestjs/swagger';
import type { CancelledUse, VoucherDetails, VoucherStatus } from '#vouchers';
import { Field, OptionalField, oneOf, text } from '../http/fields.js';
import { StreamsQuery, TimesQuery } from '../http/queries.js';
import { BOOLEAN, DAY, FEN_SCHEMA, INTEGER, MOMENT, STRING, listOf, orNull, record, word, wordsOf } from '../http/schemas.js';
import { STREAM_ROW } from '../http/stream-rows.js';

const STATUSES = wordsOf<VoucherStatus>({
  unpaid: true,
  paid: true,
  partly_verified: true,
  verified: true,
  settled: true,
  partly_refunded: true,
  refunded: true,
});

const OUTSIDE_ID = text(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, dashes or underscores');

export class VoucherPath {
  @Field(OUTSIDE_ID)
  id!: string;
}

export class VouchersQuery extends IntersectionType(StreamsQuery, TimesQuery) {
  @OptionalField(oneOf(STATUSES))
  status?: string;
  /** The order that this voucher belongs to. */
  @OptionalField(OUTSIDE_ID)
  certificateId?: string;
}

export const VOUCHER = record<VoucherDetails>({
  orderId: STRING,
  clientKey: STRING,
  accountId: orNull(STRING),
  merchant: STRING,
  store: STRING,
  status: word(STATUSES),
  liveRoomId: orNull(STRING),
  paidAt: orNull(MOMENT),
  verifiedAt: orNull(MOMENT),
  refundedAt: orNull(MOMENT),
  certificateIds: listOf(STRING),
  uses: INTEGER,
  cancelledUses: listOf(
    record<CancelledUse>(
      {
        key: STRING,
        certificateId: STRING,
        poiId: STRING,
        store: STRING,
        day: DAY,
        verifiedAt: MOMENT,
        cancelledAt: MOMENT,
        worth: FEN_SCHEMA,
      },
      ['poiId'],
    ),
  ),
  estimated: BOOLEAN,
  paid: FEN_SCHEMA,
  verified: FEN_SCHEMA,
  refunded: FEN_SCHEMA,
  ledgerGross: FEN_SCHEMA,
  settledGross: FEN_SCHEMA,
  subsidy: FEN_SCHEMA,
  fees: FEN_SCHEMA,
  settledNet: FEN_SCHEMA,
  exceptions: listOf(STRING),
  ...STREAM_ROW,
});
