import type { Cells } from '../reading/cells.js';
import { fault, type Content } from '../reading/format.js';
import { splitQuoted } from '../reading/splitting.js';
import { rowUnlessWrong, tableFormat } from '../reading/table.js';
import { ABSENT_IN_DOUYIN, DOUYIN_ALIASES, billTime, douyinHead, movedOf, movementOf, orderNo } from './douyin-columns.js';

/** Columns of the export under the API's names; several that the API has one field for are summed. 元, signed. */
const INCOME: Readonly<Record<string, readonly string[]>> = {
  post_amount: ['运费实付'],
  real_pay_amount: ['订单实付应结'],
  platform_coupon: ['实际平台补贴_运费', '实际平台补贴', '其他平台补贴', '以旧换新抵扣', '政府补贴平台垫资', '银行补贴'],
  author_coupon: ['实际达人补贴'],
  zt_pay_promotion: ['实际抖音支付补贴'],
  zr_pay_promotion: ['实际抖音月付营销补贴'],
  refund_before_settle: ['订单退款'],
};
const OUTCOME: Readonly<Record<string, readonly string[]>> = {
  platform_service_fee: ['平台服务费'],
  commission: ['佣金'],
  good_learn_channel_fee: ['渠道分成'],
  colonel_service_fee: ['招商服务费'],
  channel_promotion_fee: ['站外推广费'],
  other_sharing_amount: ['服务商佣金', '其他分成'],
};

/**
 * `trade_type` by 动账场景. UNVERIFIED: the platform publishes no list. What is not here is a movement on the account, and what that is for is
 * read off its scene where movements are.
 */
const TRADE_TYPES: Readonly<Record<string, number>> = {
  货款结算: 0,
  货款结算入账: 0,
  订单结算: 0,
  部分结算: 0,
  运费单结算: 0,
  已结算: 0,
  已退款: 1,
  原路退: 1,
  '结算后退款-原路退回': 1,
  '保证金退款-支出退回': 2,
  '结算后退款-非原路退回': 3,
};

/** 货款结算/动账 CSV of the console. Rows that settle a sub-order are settle rows; all others are movements on the account. */
export const douyinSettle = tableFormat({
  name: 'douyin-settle',
  required: [
    '动账时间',
    '动账流水号',
    '动账方向',
    '动账金额',
    '动账场景',
    '子订单号',
    '订单号',
    '订单实付应结',
    '订单退款',
    '平台服务费',
    '佣金',
  ],
  aliases: DOUYIN_ALIASES,
  moments: ['动账时间', '下单时间'],
  framing: 'records',
  absent: ABSENT_IN_DOUYIN,
  split: (text) => splitQuoted(text, ','),
  begin: ({ preview }) => ({ head: () => douyinHead('douyin-settle', preview), row: rowOf }),
});

function rowOf(cells: Cells): Content {
  const scene = cells.raw('动账场景');
  const tradeType = Object.hasOwn(TRADE_TYPES, scene) ? TRADE_TYPES[scene] : undefined;
  const moved = movedOf(cells, '动账方向', ['入账', '出账']);
  if (tradeType === undefined) return itemOf(cells, moved);
  const income = partsOf(cells, INCOME);
  const outcome = partsOf(cells, OUTCOME);
  const [totalIncome, totalOutcome] = [sumOf(income), sumOf(outcome)];
  const row = {
    request_no: cells.number('动账流水号'),
    settle_time: billTime(cells, '动账时间'),
    shop_order_id: orderNo(cells, '订单号'),
    order_id: orderNo(cells, '子订单号'),
    trade_type: tradeType,
    pay_type_desc: cells.words('动账账户') ?? '',
    ...income,
    ...outcome,
    total_income: totalIncome,
    total_outcome: totalOutcome,
    settle_amount: moved,
  };
  if (cells.wrong.length === 0 && moved !== totalIncome + totalOutcome)
    return fault('ROW_DOES_NOT_ADD_UP', '动账金额 is not the sum of the columns that make it up');
  return rowUnlessWrong(cells, () => ({ fact: { of: 'settle-row', json: JSON.stringify(row) } }));
}

function itemOf(cells: Cells, moved: number): Content {
  const row = { ...movementOf(cells, moved), after_sale_service_no: orderNo(cells, '售后编号') };
  return rowUnlessWrong(cells, () => ({ fact: { of: 'account-item', json: JSON.stringify(row) } }));
}

const partsOf = (cells: Cells, fields: typeof INCOME): Record<string, number> =>
  Object.fromEntries(
    Object.entries(fields).map(([field, columns]) => [
      field,
      columns.reduce((before, column) => before + (cells.yuanIfAny(column) ?? 0), 0),
    ]),
  );

const sumOf = (parts: Record<string, number>): number => Object.values(parts).reduce((before, part) => before + part, 0);
