import type { ChannelDeps } from '../notice-handling.js';
import type { Answer } from '../refusals.js';
import type { RowsAnswer, RowsRequest } from '../rows.js';
import { readLedgerRow } from './ledger-rows.js';
import { receiveLifeRows } from './life-rows.js';

/** Rows of `goodlife/v1/settle/ledger` as the platform gave them. */
export const receiveLifeLedger = (deps: ChannelDeps, request: RowsRequest): Promise<Answer<RowsAnswer>> =>
  receiveLifeRows(deps, request, { channel: 'douyin-life-ledger', id: 'ledger_id', lane: 'order_id', read: readLedgerRow });
