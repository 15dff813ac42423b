import { instant, type Instant } from '#kernel';
import type { StatementHead } from '../row.js';
import type { Cells } from '../reading/cells.js';
import type { Preview } from '../reading/format.js';

/** Empty, or a dash. */
export const ABSENT_IN_DOUYIN = /^-?$/;

/** `动帐` is how some exports spell 动账. */
export const DOUYIN_ALIASES = { 动帐流水号: '动账流水号', 关联订单号: '订单号', 关联子订单号: '子订单号' };

/** The moment as the platform's API writes it: `yyyy-MM-dd HH:mm:ss`, Asia/Shanghai. */
export function billTime(cells: Cells, name: string): string {
  cells.moment(name);
  return cells.raw(name);
}

/** Ids may begin with an apostrophe. `0` for none. */
export const orderNo = (cells: Cells, name: string): string => cells.numberIfAny(name, /^\d{1,20}$/) ?? '0';

/** Some exports begin their name with the unix time of the export. */
export function douyinHead(format: string, { name, outerName }: Preview): StatementHead {
  const at = exportTime(name) ?? exportTime(outerName);
  return { format, channel: 'douyin', ...(at && { exportedAt: at }) };
}

function exportTime(name: string): Instant | undefined {
  const [, seconds] = /^(1[5-9]\d{8}|2\d{9})(?:\d{3})?(?!\d)/.exec(name) ?? [];
  return seconds === undefined ? undefined : instant(Number(seconds) * 1000);
}

/** What both exports tell of a movement on the shop's account, as the platform's API names it. */
export function movementOf(cells: Cells, moved: number): Readonly<Record<string, string | number>> {
  const scene = cells.words('动账场景');
  return {
    account_trade_no: cells.number('动账流水号'),
    bill_time: billTime(cells, '动账时间'),
    fund_flow: moved < 0 ? 1 : 0,
    account_amount: moved,
    shop_order_id: orderNo(cells, '订单号'),
    order_id: orderNo(cells, '子订单号'),
    ...(scene !== undefined && { trans_scene: scene }),
  };
}

/** Signed. What goes out is printed negative; printed without a sign it went out all the same. */
export function movedOf(cells: Cells, column: string, [into, outOf]: readonly [string, string]): number {
  const amount = cells.yuan('动账金额');
  const direction = cells.raw(column);
  if (direction !== into && direction !== outOf) return cells.refuse(column, 0);
  if (direction === outOf) return amount > 0 ? -amount : amount;
  return amount < 0 ? cells.refuse('动账金额', 0) : amount;
}
