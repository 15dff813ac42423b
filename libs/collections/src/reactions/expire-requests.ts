import { START, deterministicId, type Outcome } from '#event-log';
import type { Instant } from '#kernel';
import type { Dispatch } from '#projections';
import type { ExpireRequest } from '../domain/collection.messages.js';
import type { DueRequest, PaymentRequestQueries } from '../read/payment-requests.js';

export interface ExpireRequestsOptions {
  readonly queries: PaymentRequestQueries;
  readonly dispatch: Dispatch<ExpireRequest>;
}

const PAGE_SIZE = 200;

/**
 * The calendar tells what no message does: that a request was not taken on in time, or that its outcome did not come. The
 * collection decides; one that moved on meanwhile stays as it is. Answers how many it ended.
 */
export async function expireRequests(now: Instant, { queries, dispatch }: ExpireRequestsOptions): Promise<number> {
  let ended = 0;
  for (let minPosition = START; ;) {
    const { data } = await queries.due(now, { limit: PAGE_SIZE, minPosition });
    const outcomes = await Promise.all(data.map((due) => expire(due, now, dispatch)));
    const effective = outcomes.flatMap((outcome) => (outcome.ok && outcome.events.length > 0 ? [outcome.position] : []));
    ended += effective.length;
    if (data.length < PAGE_SIZE || effective.length === 0) return ended;
    minPosition = effective.reduce((last, position) => (position > last ? position : last));
  }
}

function expire({ orderId, requestId }: DueRequest, now: Instant, dispatch: Dispatch<ExpireRequest>): Promise<Outcome> {
  const commandId = deterministicId('expire-request', requestId, now);
  const context = { commandId, correlationId: commandId, actor: 'reaction:expire-requests' };
  return dispatch({ type: 'ExpireRequest', orderId, requestId, now }, context);
}
