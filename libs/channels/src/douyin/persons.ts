import { accountOf, type PersonPolicy } from '../persons.js';

/** The buyer by the id that the platform gives them for this shop's app. */
const BUYER = /^(?:doudian_|buyer_)?open_?id$/i;
/** Where goods go and who takes them, masked or under the platform's own encryption: no part of the money. */
const CONTACT =
  /^(?:(?:encrypt|mask)_)?(?:post_(?:tel|receiver|addr|addr_detail)|(?:buyer_|contact_|receiver_)?(?:phone|mobile|tel|telephone|id_?card(?:_no)?|real_?name|nick_?name)|detail|user_(?:name|nick|tel|phone))$/i;

/** The buyer's id is sealed; what else tells who they are is not kept. */
export const DOUYIN_PERSONS: PersonPolicy = {
  tells: (key, value) => {
    if (BUYER.test(key)) return value === '0' ? undefined : { person: accountOf(value), field: 'buyer' };
    return CONTACT.test(key) ? 'drop' : undefined;
  },
};
