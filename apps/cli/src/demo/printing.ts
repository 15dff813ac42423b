import { tableOf, yuanText, type PrintedColumn } from '../tables.js';
import type { LifeMovementOutcome, VoucherOutcome } from './story/local-life.js';
import type { MiniAppOutcome } from './story/mini-app.js';
import type { PaymentOutcome } from './story/payment-teller.js';
import type { ReportView, TrialBalanceView, WaterfallView } from './views.js';

const money = <Row>(head: string, fen: (row: Row) => number): PrintedColumn<Row> => ({
  head,
  cell: (row) => yuanText(fen(row)),
  align: 'right',
});

const REPORT: readonly PrintedColumn<ReportView>[] = [
  { head: 'side', cell: ({ side }) => side },
  { head: 'channel', cell: ({ channel }) => channel },
  { head: 'method', cell: ({ method }) => method },
  money('gross', ({ gross, subsidies }) => gross + subsidies),
  money('refunds', ({ refunds }) => refunds),
  money('fees', ({ fees }) => fees),
  money('net', ({ net }) => net),
  money('settled', ({ settledGross }) => settledGross),
  money('outstanding', ({ outstanding }) => outstanding),
];

/** The unified report in yuan, with a total below: gross − refunds − settled = outstanding, row by row. */
export function reportLines(rows: readonly ReportView[]): string[] {
  const total = (pick: (row: ReportView) => number): number => rows.reduce((sum, row) => sum + pick(row), 0);
  const all: ReportView = {
    side: 'all',
    channel: '',
    method: '',
    gross: total(({ gross }) => gross),
    subsidies: total(({ subsidies }) => subsidies),
    refunds: total(({ refunds }) => refunds),
    fees: total(({ fees }) => fees),
    net: total(({ net }) => net),
    settledGross: total(({ settledGross }) => settledGross),
    outstanding: total(({ outstanding }) => outstanding),
  };
  return tableOf(REPORT, [...rows.filter(hasMoney), all]);
}

/** A refund that came before its payment leaves a row of zeros behind: its way to pay was not known then. */
const hasMoney = ({ gross, subsidies, refunds, fees, settledGross, outstanding }: ReportView): boolean =>
  [gross, subsidies, refunds, fees, settledGross, outstanding].some((fen) => fen !== 0);

type TrialRow = TrialBalanceView['rows'][number];

const TRIAL: readonly PrintedColumn<TrialRow>[] = [
  { head: 'account', cell: ({ account }) => account },
  money('debit', ({ debit }) => debit),
  money('credit', ({ credit }) => credit),
];

/** Accounts with a balance, each on its side, and the totals. */
export function trialBalanceLines({ rows, totals }: TrialBalanceView): string[] {
  const sums = totals.map(({ debit, credit }) => ({ account: 'total', debit, credit }));
  return tableOf(TRIAL, [...rows.filter(({ debit, credit }) => debit !== credit), ...sums]);
}

type WaterfallRow = WaterfallView['steps'][number];

const WATERFALL: readonly PrintedColumn<WaterfallRow>[] = [
  { head: 'step', cell: ({ step, isTotal }) => (isTotal ? `= ${step}` : `  ${step}`) },
  money('yuan', ({ amount }) => amount),
  money('after', ({ after }) => after),
];

/** From the list price to the bank: each step, and what stands after it. A total says what the book has. */
export const waterfallLines = ({ orderId, steps, unexplained }: WaterfallView): string[] => [
  `Where the money of order ${orderId} went:`,
  ...tableOf(WATERFALL, steps),
  `unexplained: ${yuanText(unexplained)}`,
];

/** What the ledger answers of the channels beside the shop and the terminals. 分 */
export interface OtherChannels {
  readonly vouchers: readonly VoucherOutcome[];
  readonly lifeMovements: readonly LifeMovementOutcome[];
  readonly miniApp: readonly MiniAppOutcome[];
  readonly noticed: readonly PaymentOutcome[];
}

const paidOut = ({ purpose, amount }: LifeMovementOutcome): number => (purpose === 'withdrawal' ? -amount : 0);

/** A line for each, in yuan. */
export function otherChannelLines({ vouchers, lifeMovements, miniApp, noticed }: OtherChannels): string[] {
  const of = <Row>(rows: readonly Row[], fen: (row: Row) => number): string =>
    yuanText(rows.reduce((sum, row) => sum + fen(row), 0));
  return [
    `local life   ${String(vouchers.length)} voucher orders: paid ${of(vouchers, ({ paid }) => paid)}, ` +
      `redeemed ${of(vouchers, ({ verified }) => verified)}, refunded ${of(vouchers, ({ refunded }) => refunded)}, ` +
      `split ${of(vouchers, ({ settledGross }) => settledGross)} less fees ${of(vouchers, ({ fees }) => fees)}, ` +
      `paid out ${of(lifeMovements, paidOut)}`,
    `mini-app     ${String(miniApp.length)} payments: paid ${of(miniApp, ({ paid }) => paid)}, ` +
      `refunded ${of(miniApp, ({ refunded }) => refunded)}`,
    `acquirers    ${String(noticed.length)} payments by notice: captured ${of(noticed, ({ captured }) => captured)}, ` +
      `refunded ${of(noticed, ({ refunded }) => refunded)}`,
  ];
}
