import { accounts, remainder, sum, type Account, type Money } from '#kernel';
import type { OrderFact, OrderSettled } from './order.messages.js';
import type { RefundSucceeded } from './order-aftersale.messages.js';
import { all } from './order.facts-in.js';

/** Out of whose money a refund goes to the buyer. */
interface RefundChannel {
  readonly account: (shop: string) => Account;
  /** Trade type of the settle row that later books the same money; as far as a row has, the refund leaves it to the row. */
  readonly row?: OrderSettled['tradeType'];
}

/** `aftersale_refund_type` of money that does not come out of the buyer's payment. All others do. */
const ELSEWHERE: Readonly<Record<number, RefundChannel>> = {
  // 货到付款线下: the merchant hands it back itself.
  1: { account: accounts.refundsOffline },
  // 备用金
  2: { account: accounts.douyinReserve, row: 3 },
  // 保证金
  3: { account: accounts.douyinDeposit, row: 2 },
  // 平台垫付: the platform paid for the merchant and will ask for it.
  5: { account: accounts.douyinAdvance, row: 3 },
};

/** 无需退款 */
const NOTHING_TO_REFUND = 4;

export const channelOf = ({ refundChannel }: RefundSucceeded): RefundChannel | undefined =>
  refundChannel === undefined ? undefined : ELSEWHERE[refundChannel];

export const movesMoney = ({ refundChannel }: RefundSucceeded): boolean => refundChannel !== NOTHING_TO_REFUND;

/** What refunds out of other money, and no settle row books. Facts in any order. */
export function elsewhereIn(facts: readonly OrderFact[]): Money {
  const refunds = all(facts, 'DouyinRefundSucceeded').filter((fact) => movesMoney(fact) && channelOf(fact));
  const groups = Map.groupBy(refunds, (fact) => channelOf(fact)?.row);
  return sum([...groups].map(([row, group]) => remainder(sum(group.map(({ amount }) => amount)), rowsOf(facts, row))));
}

/** What settle rows of a trade type take, 分. */
export const rowsOf = (facts: readonly OrderFact[], tradeType: OrderSettled['tradeType'] | undefined): Money =>
  sum(
    all(facts, 'DouyinOrderSettled')
      .filter((row) => row.tradeType === tradeType)
      .map(({ gross }) => gross),
  );
