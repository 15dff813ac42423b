import { OptionalCount } from '../http/fields.js';
import { FreshQuery } from '../http/queries.js';
import { THRESHOLDS, type Thresholds } from './checkup.data.js';

const DAYS_AT_MOST = 366;

/** A number of days in a query string. */
const Days = (of: keyof Thresholds, says: string): PropertyDecorator =>
  OptionalCount(DAYS_AT_MOST, `days: ${says}; ${String(THRESHOLDS[of])} unless said`);

export class CheckupQuery extends FreshQuery {
  @Days('silentDays', 'so long without a notice is a finding')
  silentDays?: number;
  @Days('terminalSilentDays', 'so long without a message of a terminal is a finding')
  terminalSilentDays?: number;
  @Days('endsDays', 'what ends within so long is a finding')
  endsDays?: number;
  @Days('overlapDays', 'so little left of the overlap of two secrets is a finding')
  overlapDays?: number;
  @Days('pullFailingDays', 'pulling that fails for so long is broken')
  pullFailingDays?: number;
}

export const thresholdsOf = (query: CheckupQuery): Thresholds => ({
  silentDays: query.silentDays ?? THRESHOLDS.silentDays,
  terminalSilentDays: query.terminalSilentDays ?? THRESHOLDS.terminalSilentDays,
  endsDays: query.endsDays ?? THRESHOLDS.endsDays,
  overlapDays: query.overlapDays ?? THRESHOLDS.overlapDays,
  pullFailingDays: query.pullFailingDays ?? THRESHOLDS.pullFailingDays,
});
