import { DOUYIN_CARDS } from './douyin/card-policy.js';
import type { CardPolicy } from './sanitise.js';

/** Whoever has one of these may redeem the voucher. */
const BEARER = /^(?:(?:origin|encrypted|coupon|certificate)?_?codes?|encrypted_data|object_id|verify_token)$/i;
/** Who the buyer is. */
const PERSON =
  /^(?:from_user_id|to_user_id|(?:seller_)?(?:open|union)_?id|user_?(?:id|name)|nick_?name|(?:post_|buyer_|contact_|receiver_)?(?:name|phone|mobile|tel|telephone|address|email)|phone_number|id_?card(?:_no)?|avatar(?:_url)?)$/i;

const LONG_ENOUGH_TO_SHOW_FOUR = 8;

/** Card data as from Douyin's shops; besides, codes of vouchers are kept by their last four and persons not at all. */
export const OPEN_PLATFORM: CardPolicy = {
  ...DOUYIN_CARDS,
  instead: (key, value) => {
    if (value === 'null') return undefined;
    if (BEARER.test(key)) return value.length >= LONG_ENOUGH_TO_SHOW_FOUR ? `****${value.slice(-4)}` : '****';
    return PERSON.test(key) ? '' : undefined;
  },
};
