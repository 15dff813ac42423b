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
  /** The payment that only its statement tells. */
  readonly untold: UntoldPayment;
}

/** A row of a statement, and the payment that it becomes once somebody records it. */
export interface UntoldPayment {
  readonly row: { readonly channel: string; readonly book: 'trades'; readonly account: string; readonly key: string };
  readonly paymentId: string;
  /** 分 */
  readonly amount: number;
}

/** What customers paid after 日切 is on the statement of the day before ours. */
export function tellStatements(cast: Cast, truth: Truth): ToldStatements {
  const { rows, credits, planted, untold } = withPlants(truth);
  const late = rows.flatMap((row): Planted[] => (isAfterCutOff(cast, row) ? [ofCutOff(row)] : []));
  const files = filesOf({ rows, payouts: truth.payouts, credits, bankAccount: cast.bankAccount });
  return { files, planted: [...planted, ...late], untold: untoldOf(untold) };
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

const untoldOf = ({ channel, merchantNo: account, amount, numbers: { tradeNo } }: ChannelRow): UntoldPayment => ({
  row: { channel, book: 'trades', account, key: `payment.${tradeNo}` },
  paymentId: `pay_${account}.${channel}.${tradeNo}`,
  amount,
});
