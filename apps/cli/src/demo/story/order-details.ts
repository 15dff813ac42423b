import { unixSeconds } from './moments.js';
import type { Random } from './random.js';

/** Who took what off the list price, 分. */
export interface Discounts {
  readonly shop: number;
  readonly platform: number;
  readonly talent: number;
}

export const NO_DISCOUNTS: Discounts = { shop: 0, platform: 0, talent: 0 };
const POSTAGE = 600;

export const discountsOf = (random: Random): Discounts => ({
  shop: random.pick([500, 1000, 2000]),
  platform: random.pick([300, 500, 800]),
  talent: random.pick([100, 200, 210]),
});

/** Of an order whose buyer paid so much: list price − discounts + postage = paid. */
export const discountFields = (paid: number, { shop, platform, talent }: Discounts): Readonly<Record<string, number>> => ({
  order_amount: paid - POSTAGE + shop + platform + talent,
  post_amount: POSTAGE,
  promotion_amount: shop + platform + talent,
  promotion_shop_amount: shop,
  promotion_platform_amount: platform,
  promotion_talent_amount: talent,
});

/** 定金 and 尾款, 分; the balance has a time once it is paid. */
export interface Stages {
  readonly id: string;
  readonly deposit: { readonly amount: number; readonly atMs: number };
  readonly balance: { readonly amount: number; readonly atMs?: number };
}

export const stageFields = ({ id, deposit, balance }: Stages): Readonly<Record<string, unknown>> => ({
  order_phase_list: [deposit, balance].map(({ amount, atMs }: { readonly amount: number; readonly atMs?: number }, index) => ({
    phase_order_id: BigInt(id),
    current_phase: index + 1,
    total_phase: 2,
    pay_success: atMs !== undefined,
    phase_pay_amount: atMs === undefined ? 0 : amount,
    phase_pay_time: atMs === undefined ? 0 : unixSeconds(atMs),
  })),
});
