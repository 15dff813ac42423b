import type { Fact } from '#kernel';

/** Fields that every fact of a Douyin order carries. Ids are digits as text: they exceed 2^53. */
export interface OfOrder<T extends string> extends Fact<T> {
  /** Parent order id (`p_id`). */
  readonly orderId: string;
  readonly shopId: string;
}
