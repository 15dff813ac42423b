import { businessDateOf, instant } from '#kernel';
import type { Cast } from '../cast.js';
import { dateText } from '../moments.js';
import type { ChannelRow } from './channel-row.js';
import { filesOf } from './files.js';
import { withPlants, type Planted, type Truth } from './plants.js';
import type { StatementFile } from './statement-file.js';

/** Statements of the days of the story, and all in them that reconciliation has to find. */
export interface ToldStatements {
  readonly files: readonly StatementFile[];
  readonly planted: readonly Planted[];
}

/** What customers paid after 日切 is on the statement of the day before ours. */
export function tellStatements(cast: Cast, truth: Truth): ToldStatements {
  const { rows, credits, planted } = withPlants(truth);
  const late = rows.flatMap((row): Planted[] => (isAfterCutOff(cast, row) ? [ofCutOff(row)] : []));
  const files = filesOf({ rows, payouts: truth.payouts, credits, bankAccount: cast.bankAccount });
  return { files, planted: [...planted, ...late] };
}

const isAfterCutOff = ({ cutOff }: Cast, { at }: ChannelRow): boolean => businessDateOf(instant(at), cutOff) !== dateText(at);

const ofCutOff = ({ channel, numbers: where }: ChannelRow): Planted => ({
  outcome: 'matched',
  class: 'date',
  cause: 'CUT_OFF',
  channel,
  amount: 0,
  where,
});
