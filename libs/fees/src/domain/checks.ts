import type { Instant } from '#kernel';
import type { Calendar } from './calendar.js';
import { destinationAt, type DestinationsState } from './destination.js';
import { coveredUntil } from './effective.js';
import { ANY, type FeeLine } from './fee.js';
import { scheduleAt, type FeeSchedulesState } from './fee-schedule.js';
import { termsAt, type TermsState, type TermsView } from './terms.js';

/** What is taken, as far as it is known before a transaction. */
export interface Taken {
  readonly method: string;
  readonly product?: string;
  readonly cardType?: string;
}

/**
 * Whether fees of a channel are known for what it takes: `no_schedule` none is in force; `no_line` one is, without a line for it;
 * `amount_gap` its lines leave amounts out; `priced` whatever the amount.
 */
export type Pricing = 'priced' | 'no_schedule' | 'no_line' | 'amount_gap';

export function pricingAt(state: FeeSchedulesState, at: Instant, { method, product, cardType }: Taken): Pricing {
  const schedule = scheduleAt(state, at);
  if (!schedule) return 'no_schedule';
  const products = [product ?? method, method, ANY];
  const lines = schedule.lines.filter(
    (line) => products.includes(line.product) && [cardType ?? ANY, ANY].includes(line.cardType),
  );
  if (lines.length === 0) return 'no_line';
  return coversAll(lines) ? 'priced' : 'amount_gap';
}

function coversAll(lines: readonly FeeLine[]): boolean {
  let reached = 0;
  for (const { above, upTo } of lines.toSorted((a, b) => a.above - b.above)) {
    if (above > reached) return false;
    if (upTo === undefined) return true;
    reached = Math.max(reached, upTo);
  }
  return false;
}

/** When fees of a channel stop being known, if that is before `until`: a schedule that ends with none behind it. */
export const unpricedFrom = ({ schedules }: FeeSchedulesState, at: Instant, until: Instant): Instant | undefined =>
  before(coveredUntil(schedules, at), until);

/** When it stops being known where a merchant number's money goes, if that is before `until`. */
export const undirectedFrom = ({ destinations }: DestinationsState, at: Instant, until: Instant): Instant | undefined =>
  before(coveredUntil(destinations, at), until);

const before = (end: Instant | undefined, until: Instant): Instant | undefined =>
  end !== undefined && end < until ? end : undefined;

/** Terms in force or announced that nobody acknowledged. */
export const termsNotAcknowledged = (state: TermsState, at: Instant): TermsView[] =>
  termsAt(state, at).filter(({ status, acknowledgements }) => status !== 'superseded' && acknowledgements.length === 0);

/** Years of a span, both ends included, that the calendar does not hold, where a destination at `at` needs working days. */
export function yearsMissing(
  state: DestinationsState,
  calendar: Calendar,
  { at, until }: { readonly at: Instant; readonly until: Instant },
): number[] {
  if (!destinationAt(state, at)?.cycle.startsWith('T')) return [];
  const first = Number(at.slice(0, 4));
  const count = Number(until.slice(0, 4)) - first + 1;
  return Array.from({ length: count }, (_, index) => first + index).filter((year) => !calendar.has(year));
}
