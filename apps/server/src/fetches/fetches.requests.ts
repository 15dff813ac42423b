import { BILL_KINDS, type BillKind } from '#fetches';
import { BUSINESS_DATE, Field, OptionalField, SETUP_ID, oneOf } from '../http/fields.js';

export class BillPath {
  @Field(oneOf(BILL_KINDS))
  bill!: BillKind;
  /** What the channel calls the account: mchid, cusid, shop id, client key. */
  @Field(SETUP_ID)
  account!: string;
  @Field(BUSINESS_DATE)
  day!: string;
}

export class SetFetchRequest {
  @Field(oneOf(BILL_KINDS))
  bill!: BillKind;
  /** What the channel calls the account: mchid, cusid, shop id, client key. */
  @Field(SETUP_ID)
  account!: string;
  @Field(oneOf(['on', 'off']))
  state!: 'on' | 'off';
  /** The first day whose bill is wanted; as before, or today, unless said. */
  @OptionalField(BUSINESS_DATE)
  from?: string;
}

export class FetchesQuery {
  @Field(SETUP_ID)
  merchant!: string;
  /** 31 days back unless said. */
  @OptionalField(BUSINESS_DATE)
  from?: string;
  /** Today unless said. */
  @OptionalField(BUSINESS_DATE)
  to?: string;
}
