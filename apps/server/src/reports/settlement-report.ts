import { dueRows, type DueRow, type MoneyTerms } from '#fees';
import type { BusinessDate } from '#kernel';
import type { Answer, Freshness, Reader, Times } from '#projections';
import { CollectedQuery } from '#reports';

export interface SettlementReportAsked extends Freshness {
  /** Days on which channels collected, by their own cut-off; both inclusive. */
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  /** As the book stood at the end of the effective day; the last day of the span unless said. */
  readonly times?: Times | undefined;
  readonly merchant?: string | undefined;
}

/** What is due for each bank account and Douyin account by cycle and calendar, and what was paid out of it. */
export class SettlementReportQueries {
  constructor(
    private readonly terms: MoneyTerms,
    private readonly reader: Reader,
  ) {}

  async settlement({ times = {}, ...asked }: SettlementReportAsked): Promise<Answer<DueRow[]>> {
    const { effective = asked.to, known } = times;
    const { position, data } = await new CollectedQuery(this.reader).collected({ ...asked, times: { effective, known } });
    return { position, data: dueRows(data, await this.terms.calendar(known), effective) };
  }
}
