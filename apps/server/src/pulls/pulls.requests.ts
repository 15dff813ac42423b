import { BILL_SOURCES, type BillSource } from '#channels';
import { Field, INSTANT, OptionalField, SETUP_ID, oneOf, text } from '../http/fields.js';

const SHOP_ID = text(/^\d{1,24}$/, 'must be 1 to 24 digits, as text', 'as Douyin gives it');
const BACKFILL_ID = text(/^bkf_[0-9a-f-]{36}$/, 'must be an id like bkf_…');

export class ShopPath {
  @Field(SETUP_ID)
  id!: string;
  @Field(SHOP_ID)
  shopId!: string;
}

export class BackfillPath extends ShopPath {
  @Field(BACKFILL_ID)
  backfillId!: string;
}

export class SetPullRequest {
  @Field(oneOf(['on', 'off']))
  state!: 'on' | 'off';
  /** What moved from then on is pulled; where it was before, or now, unless said. */
  @OptionalField(INSTANT)
  from?: string;
  /** Rows of bills from the API, the standard, or out of files: then they are not pulled. */
  @OptionalField(oneOf(BILL_SOURCES))
  bills?: BillSource;
}

export class BackfillRequest {
  @Field(INSTANT)
  from!: string;
  /** Now unless said. */
  @OptionalField(INSTANT)
  to?: string;
}
