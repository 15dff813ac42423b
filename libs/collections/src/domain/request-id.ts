import type { RequestId } from './collection.messages.js';

const REQUEST_ID = /^req_(\d{1,24})_[0-9a-f]{12}$/;

/** The order stands in it, because a transaction brings nothing else back. `unique`: twelve hex digits. */
export const requestIdOf = (orderId: string, unique: string): RequestId => `req_${orderId}_${unique}`;

/** The order that a request collects; undefined where this is no id of a request. */
export const orderOfRequest = (requestId: string): string | undefined => REQUEST_ID.exec(requestId)?.[1];
