import { START } from '#event-log';
import { isOutage } from '#postgres';
import type { Taken } from './notice-handling.js';
import { CHANNEL_REFUSALS, refusal, type FieldError, type Refusal } from './refusals.js';

/**
 * What became of one transaction, line or row. `duplicate`: known already, nothing added. `parked`: kept and waiting for a
 * person. `refused`: not taken; to be corrected, or with code OUTAGE to be sent again.
 */
export interface Result {
  readonly status: 'applied' | 'duplicate' | 'ignored' | 'parked' | 'refused';
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly notice_id?: string;
  /** Wait for this position to see the effect in a query. */
  readonly position?: string;
  /** The first that it went to: a row's own, a transaction's payment. */
  readonly stream?: string;
}

export function resultOf(taken: Taken): Result {
  const notice_id = taken.notice.id;
  switch (taken.status) {
    case 'ignored':
      return { status: 'ignored', code: taken.reason, notice_id };
    case 'parked':
      return { status: 'parked', code: taken.reason, ...(taken.detail !== undefined && { detail: taken.detail }), notice_id };
    case 'applied':
    case 'duplicate': {
      const [own] = taken.outcomes;
      const position = taken.outcomes.reduce((last, outcome) => (outcome.position > last ? outcome.position : last), START);
      return { status: taken.status, notice_id, ...(own && { position, stream: own.stream }) };
    }
  }
}

export const refusedResult = ({ code, errors }: Refusal): Result => ({
  status: 'refused',
  code,
  detail: CHANNEL_REFUSALS[code].title,
  ...(errors && { errors }),
});

/** One that could not be finished does not stop its neighbours. */
export async function orOutage(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (isOutage(error)) return refusedResult(refusal('OUTAGE'));
    throw error;
  }
}
