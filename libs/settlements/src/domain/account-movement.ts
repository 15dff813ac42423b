import type { DouyinMoved, MovementPurpose } from './settlement.messages.js';

/**
 * By `account_bill_desc_tag`. Left out because nobody says for certain what they mean, so that they wait on suspense: 0 其他, 8 退款失败退票,
 * 9 重复扣款调账, 18 退票.
 */
const BY_TAG: Readonly<Record<number, MovementPurpose>> = {
  1: 'commission', // 达人佣金
  2: 'commission', // 佣金退款
  3: 'settlement', // 订单结算
  4: 'settlement', // 部分结算
  5: 'settlement', // 运费单结算
  6: 'platform-service', // 服务费返还
  7: 'subsidy', // 平台补贴扣回
  10: 'deposit', // 保证金退款
  11: 'withdrawal', // 提现
  12: 'withdrawal', // 提现退票
  13: 'settlement', // 极速退款分账
  14: 'compensation', // 小额打款
  15: 'compensation',
  16: 'compensation',
  17: 'compensation',
  19: 'settlement', // 已退款
  20: 'insurance', // 运费险
  21: 'inspection', // BIC
  22: 'inspection',
  23: 'settlement', // 原路退
};

/** By `trans_scene`, worded as merchants see it in their console. */
const BY_SCENE: Readonly<Record<string, MovementPurpose>> = {
  达人佣金: 'commission',
  佣金退款: 'commission',
  订单结算: 'settlement',
  货款结算: 'settlement',
  部分结算: 'settlement',
  运费单结算: 'settlement',
  服务费返还: 'platform-service',
  平台补贴扣回: 'subsidy',
  保证金退款: 'deposit',
  保证金充值: 'deposit',
  保证金缴纳: 'deposit',
  提现: 'withdrawal',
  提现退票: 'withdrawal',
  极速退款分账: 'settlement',
  小额打款: 'compensation',
  已退款: 'settlement',
  运费险: 'insurance',
  原路退: 'settlement',
};

/** A refund out of the deposit is told as 保证金退款 as well; only what comes back into the account is the deposit returned. */
const DEPOSIT_RETURNED = { tag: 10, scene: '保证金退款' } as const;

/** What a movement is for: its scene says it, else its tag. Nobody guesses: `unknown` waits on suspense for a person. */
export function purposeOf({ scene, tag, direction }: Pick<DouyinMoved, 'scene' | 'tag' | 'direction'>): MovementPurpose {
  const worded = scene === undefined ? undefined : BY_SCENE[scene];
  const purpose = worded ?? (tag === undefined ? undefined : BY_TAG[tag]) ?? 'unknown';
  const isReturn = worded === undefined ? tag === DEPOSIT_RETURNED.tag : scene === DEPOSIT_RETURNED.scene;
  return purpose === 'deposit' && isReturn && direction === 'out' ? 'settlement' : purpose;
}
