import { IntersectionType } from '@nestjs/swagger';
import type { BusinessDate } from '#kernel';
import type { MovementPurpose, SettlementStanding } from '#settlements';
import { BUSINESS_DATE, OptionalField, SETUP_ID, oneOf, text } from '../http/fields.js';
import { StreamsQuery, TimesQuery } from '../http/queries.js';
import { wordsOf } from '../http/schemas.js';

export const SETTLEMENT_KINDS = wordsOf<SettlementStanding['kind']>({
  douyin: true,
  douyin_movement: true,
  acquirer: true,
  terminal_batch: true,
});

export const MOVEMENT_PURPOSES = wordsOf<MovementPurpose>({
  settlement: true,
  withdrawal: true,
  insurance: true,
  commission: true,
  'platform-service': true,
  inspection: true,
  subsidy: true,
  compensation: true,
  deposit: true,
  unknown: true,
});

export class SettlementsQuery extends IntersectionType(StreamsQuery, TimesQuery) {
  @OptionalField(oneOf(SETTLEMENT_KINDS))
  kind?: SettlementStanding['kind'];
  @OptionalField(oneOf(MOVEMENT_PURPOSES))
  purpose?: MovementPurpose;
  @OptionalField(text(/^\d{1,24}$/, 'must be 1 to 24 digits'))
  orderId?: string;
  @OptionalField(SETUP_ID)
  channel?: string;
  @OptionalField(BUSINESS_DATE)
  businessDate?: BusinessDate;
}
