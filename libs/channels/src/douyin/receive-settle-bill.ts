import type { ChannelDeps } from '../notice-handling.js';
import type { Answer } from '../refusals.js';
import type { RowsAnswer, RowsRequest } from '../rows.js';
import { readSettleRow, REQUEST_NO } from './settle-bill.js';
import { receiveShopRows, type ShopRows } from './shop-rows.js';

export const SETTLE_BILL_ROWS: ShopRows = {
  channel: 'douyin-settle-bill',
  id: { field: 'request_no', shape: REQUEST_NO },
  read: readSettleRow,
};

/** Rows of `order.getSettleBillDetailV3` as the platform gave them. */
export const receiveSettleBill = (deps: ChannelDeps, request: RowsRequest): Promise<Answer<RowsAnswer>> =>
  receiveShopRows(deps, request, SETTLE_BILL_ROWS);
