import { isPlatformId } from '../card-numbers.js';
import type { CardPolicy } from '../sanitise.js';

/** `p_id`, `s_ids`, `msgId`, `room_id_str`, `request_no`, `logistics_code`, `sn` … */
const ID_FIELD = /(?:ids?|nos?|code|sn)(?:_?str)?$/i;

/**
 * Douyin can not be told to take a card number out of its message, so it is masked. Fields that are named as ids are left alone
 * where they hold one by its shape, and otherwise must begin as cards do.
 */
export const DOUYIN_CARDS: CardPolicy = {
  onCardNumber: 'mask',
  digitsOf: (key, value) => {
    if (!ID_FIELD.test(key)) return 'any';
    return isPlatformId(value) ? 'exempt' : 'issued';
  },
};
