import { tableOf, yuanText, type PrintedColumn } from './tables.js';

interface Tally {
  readonly count: number;
  readonly amount: number;
}

interface SumsView extends Tally {
  readonly refunded: number;
  readonly feeThen: number;
  readonly feeNew: number;
  readonly difference: number;
  readonly recorded: number | null;
  readonly unpricedThen: Tally;
  readonly unpricedNew: Tally;
}

interface RowView extends SumsView {
  readonly channel: string;
  readonly product: string;
  readonly cardType: string | null;
}

/** What a simulation of fees answers. 分 */
export interface SimulationView {
  readonly from: string;
  readonly to: string;
  readonly rows: readonly RowView[];
  readonly total: SumsView;
  readonly undatedOrders: Tally;
}

const right = (head: string, cell: (row: RowView) => string): PrintedColumn<RowView> => ({ head, cell, align: 'right' });

const COLUMNS: readonly PrintedColumn<RowView>[] = [
  { head: 'channel', cell: ({ channel }) => channel },
  { head: 'product', cell: ({ product }) => product },
  { head: 'card', cell: ({ cardType }) => cardType ?? '-' },
  right('count', ({ count }) => String(count)),
  right('amount', ({ amount }) => yuanText(amount)),
  right('refunded', ({ refunded }) => yuanText(refunded)),
  right('fee then', ({ feeThen }) => yuanText(feeThen)),
  right('fee new', ({ feeNew }) => yuanText(feeNew)),
  right('difference', ({ difference }) => yuanText(difference)),
  right('recorded', ({ recorded }) => (recorded === null ? '' : yuanText(recorded))),
];

/** A simulation in yuan, with a total below and what could not be priced. */
export function simulationLines({ from, to, rows, total, undatedOrders }: SimulationView): string[] {
  const { unpricedThen, unpricedNew } = total;
  return [
    `Fees from ${from} to ${to}, in yuan`,
    ...tableOf(COLUMNS, [...rows, { ...total, channel: 'all', product: '', cardType: '' }]),
    ...remark(unpricedThen, 'no schedule covered then'),
    ...remark(unpricedNew, 'the proposal does not cover'),
    ...remark(undatedOrders, 'settled orders have no time and are in no span'),
  ];
}

const remark = ({ count, amount }: Tally, says: string): string[] =>
  count === 0 ? [] : [`${String(count)} over ${yuanText(amount)}: ${says}`];
