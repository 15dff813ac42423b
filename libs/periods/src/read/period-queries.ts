import type { Answer, Freshness, Reader } from '#projections';
import type { MonthRow } from './month-row.js';
import { periods } from './periods.js';

export interface MonthsAsked extends Freshness {
  readonly merchant: string;
}

const MONTHS = `
  select merchant, month, standing, proposal, closed, reopened, rejected from read.period_months
  where merchant = $1 order by month desc`;

/** Months of merchants, as far as anybody ever proposed something for them. */
export class PeriodQueries {
  constructor(private readonly reader: Reader) {}

  /** The newest first. */
  months({ merchant, minPosition }: MonthsAsked): Promise<Answer<MonthRow[]>> {
    return this.reader.rows<MonthRow>({ projection: periods, sql: MONTHS, params: [merchant], minPosition });
  }
}
