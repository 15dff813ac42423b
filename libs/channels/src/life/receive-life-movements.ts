import type { ChannelDeps } from '../notice-handling.js';
import type { Answer } from '../refusals.js';
import type { RowsAnswer, RowsRequest } from '../rows.js';
import { receiveLifeRows } from './life-rows.js';
import { readLifeMovement } from './movement-rows.js';

/** Movements on a merchant's account with local life: payouts to a bank, and what else moved it. */
export const receiveLifeMovements = (deps: ChannelDeps, request: RowsRequest): Promise<Answer<RowsAnswer>> =>
  receiveLifeRows(deps, request, {
    channel: 'douyin-life-movements',
    id: 'movement_no',
    lane: 'movement_no',
    read: readLifeMovement,
  });
