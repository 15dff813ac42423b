import type { ChannelDeps } from '../notice-handling.js';
import type { Answer } from '../refusals.js';
import type { RowsAnswer, RowsRequest } from '../rows.js';
import { readAccountItem, TRADE_NO } from './account-items.js';
import { receiveShopRows, type ShopRows } from './shop-rows.js';

export const ACCOUNT_ITEM_ROWS: ShopRows = {
  channel: 'douyin-account-items',
  id: { field: 'account_trade_no', shape: TRADE_NO },
  read: readAccountItem,
};

/** Rows of `order.getShopAccountItem` as the platform gave them. */
export const receiveAccountItems = (deps: ChannelDeps, request: RowsRequest): Promise<Answer<RowsAnswer>> =>
  receiveShopRows(deps, request, ACCOUNT_ITEM_ROWS);
