import { START, deterministicId, type Outcome } from '#event-log';
import type { BusinessDate, Instant } from '#kernel';
import type { Dispatch } from '#projections';
import type { ExpireAuthorization } from '../domain/payment.messages.js';
import type { OverdueHold, PaymentQueries } from '../read/payment-details.js';

export interface ExpiryOptions {
  readonly queries: PaymentQueries;
  readonly dispatch: Dispatch<ExpireAuthorization>;
  /** Accounting day of a moment for whoever's terminal opened the hold. */
  readonly businessDate: (hold: OverdueHold, at: Instant) => Promise<BusinessDate>;
  /** Holds per page; a page is expired before the next is asked for. */
  readonly pageSize?: number;
}

const PAGE_SIZE = 200;

/**
 * Issuers end a hold without a message: the calendar has to tell it. Answers how many holds it ended. The payment decides;
 * a hold that it knows to be over, or not yet, stays as it is.
 */
export async function expireOverdue(now: Instant, options: ExpiryOptions): Promise<number> {
  const { queries, pageSize = PAGE_SIZE } = options;
  let expired = 0;
  for (let minPosition = START; ;) {
    const { data: holds } = await queries.overdue(now, { limit: pageSize, minPosition });
    const outcomes = await Promise.all(holds.map((hold) => expire(hold, now, options)));
    const effective = outcomes.flatMap((outcome) => (outcome.ok && outcome.events.length > 0 ? [outcome.position] : []));
    expired += effective.length;
    if (holds.length < pageSize || effective.length === 0) return expired;
    minPosition = effective.reduce((last, position) => (position > last ? position : last));
  }
}

async function expire(hold: OverdueHold, now: Instant, { dispatch, businessDate }: ExpiryOptions): Promise<Outcome> {
  const { paymentId, expiresAt } = hold;
  const commandId = deterministicId('expire-overdue', paymentId, expiresAt);
  const command: ExpireAuthorization = {
    type: 'ExpireAuthorization',
    paymentId,
    now,
    businessDate: await businessDate(hold, expiresAt),
  };
  return dispatch(command, { commandId, correlationId: commandId, actor: 'reaction:expire-overdue' });
}
