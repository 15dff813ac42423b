import type { Month } from '#periods';
import type { Answer, Freshness, Reader } from '#projections';
import { balances } from './balances.js';
import type { Seal } from './seals.js';

export interface SealsAsked extends Freshness {
  readonly merchant: string;
}

const SEALS = `
  select merchant, month, position, closed_through as "closedThrough", digest from read.period_seals
  where merchant = $1 order by position desc`;

const MONTHS = `select month from read.booked_months where merchant = $1 order by month desc`;

/** What closings froze, and the months in which anything is booked. */
export class SealQueries {
  constructor(private readonly reader: Reader) {}

  /** The newest first. */
  seals({ merchant, minPosition }: SealsAsked): Promise<Answer<Seal[]>> {
    return this.reader.rows<Seal>({ projection: balances, sql: SEALS, params: [merchant], minPosition });
  }

  /** Months in which a merchant has anything booked, the newest first. */
  async bookedMonths({ merchant, minPosition }: SealsAsked): Promise<Answer<Month[]>> {
    const asked = { projection: balances, sql: MONTHS, params: [merchant], minPosition };
    const { position, data } = await this.reader.rows<{ readonly month: Month }>(asked);
    return { position, data: data.map(({ month }) => month) };
  }
}
