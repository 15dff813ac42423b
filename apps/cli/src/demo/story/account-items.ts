import { billTime } from './moments.js';
import type { SettleRow } from './settle-rows.js';

/** A row of `order.getShopAccountItem`: one movement on the shop's account; amounts 分. */
export interface AccountItem {
  readonly settledAt: number;
  readonly fields: Readonly<Record<string, string | number>>;
}

/** What the ledger should say of a movement. 分, negative where money left the account. */
export interface MovementOutcome {
  readonly reference: string;
  readonly purpose: string;
  readonly net: number;
}

interface Movement {
  readonly tradeNo: string;
  readonly at: number;
  readonly purpose: 'insurance' | 'compensation' | 'deposit' | 'withdrawal';
  readonly amount: number;
  readonly orderId?: string;
}

/** How the platform words them: 运费险, 小额打款, 保证金充值, 提现. */
const WORDED = {
  insurance: { account_bill_desc_tag: 20, trans_scene: '运费险' },
  compensation: { account_bill_desc_tag: 14, trans_scene: '小额打款' },
  deposit: { trans_scene: '保证金充值' },
  withdrawal: { account_bill_desc_tag: 11, trans_scene: '提现' },
} as const;

/** Money that leaves the account. */
export const outOfAccount = ({ tradeNo, at, purpose, amount, orderId }: Movement): ToldMovement => ({
  item: {
    settledAt: at,
    fields: {
      account_trade_no: tradeNo,
      bill_time: billTime(at),
      fund_flow: 1,
      account_amount: amount,
      ...WORDED[purpose],
      ...(orderId !== undefined && { shop_order_id: orderId, order_id: orderId }),
    },
  },
  outcome: { reference: tradeNo, purpose, net: -amount },
});

export interface ToldMovement {
  readonly item: AccountItem;
  readonly outcome: MovementOutcome;
}

const REFUND_OUT_OF_DEPOSIT = 2;
const SETTLEMENT = 0;

/** Of the shop: what refunds took of the deposit is filled up again, and half of what was settled goes to the bank in two withdrawals. */
export function movementsOfShop(tale: string, rows: readonly SettleRow[], at: number): ToldMovement[] {
  const total = (type: number, field: string): number =>
    rows.filter(({ fields }) => fields['trade_type'] === type).reduce((sum, { fields }) => sum + Number(fields[field]), 0);
  const withdrawn = Math.floor(total(SETTLEMENT, 'settle_amount') / 4);
  const moved = (serial: number, purpose: Movement['purpose'], amount: number): ToldMovement[] =>
    amount > 0 ? [outOfAccount({ tradeNo: `66${tale}S${String(serial)}`, at: at + serial * 1000, purpose, amount })] : [];
  return [
    ...moved(1, 'deposit', total(REFUND_OUT_OF_DEPOSIT, 'total_income')),
    ...moved(2, 'withdrawal', withdrawn),
    ...moved(3, 'withdrawal', withdrawn),
  ];
}

/** A small payment to a buyer that the platform tells of when the month is long over. */
export const toldLate = (tale: string, at: number): ToldMovement =>
  outOfAccount({ tradeNo: `66${tale}L1`, at, purpose: 'compensation', amount: 500 });
