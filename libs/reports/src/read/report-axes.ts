/** Axes of the entries themselves. */
export const ENTRY_AXES = ['businessDate', 'merchant', 'store', 'side', 'channel', 'method'] as const;
/** Axes of the transaction that an entry belongs to. */
export const TRANSACTION_AXES = ['liveRoom', 'terminal', 'operator', 'destination'] as const;
export type TransactionAxis = (typeof TRANSACTION_AXES)[number];

/** Axes by which the report can be broken down. */
export const REPORT_AXES = [...ENTRY_AXES, ...TRANSACTION_AXES] as const;
export type ReportAxis = (typeof REPORT_AXES)[number];

/** What the days are grouped to. */
export const REPORT_PERIODS = ['day', 'week', 'month'] as const;
export type ReportPeriod = (typeof REPORT_PERIODS)[number];

export const isOfTransactions = (by: readonly ReportAxis[]): boolean =>
  by.some((axis) => (TRANSACTION_AXES as readonly ReportAxis[]).includes(axis));

/** The column behind an axis, as questions name it. */
export const COLUMN_OF: Readonly<Record<ReportAxis, string>> = {
  businessDate: 'business_date',
  merchant: 'merchant',
  store: 'store',
  side: 'side',
  channel: 'channel',
  method: 'method',
  liveRoom: 'live_room',
  terminal: 'terminal',
  operator: 'operator',
  destination: 'destination',
};

/** `merchant, store, …`: every axis, or those that were asked for where `only` says which. */
export const axisColumns = (only: readonly ReportAxis[] = REPORT_AXES): string =>
  only.map((axis) => COLUMN_OF[axis]).join(', ');

/** The same under the names of the axes. */
export const axesNamed = (): string => REPORT_AXES.map((axis) => `${COLUMN_OF[axis]} as "${axis}"`).join(', ');

/** Each axis where it was asked for by `$by`, else null; days as the first one of what `$per` groups them to. */
export const axesAsked = (from: string, params: { readonly by: string; readonly per: string }): string =>
  REPORT_AXES.map((axis) => {
    const value = `${from}.${COLUMN_OF[axis]}`;
    const shown = axis === 'businessDate' ? `date_trunc(${params.per}, ${value}::timestamp)::date` : value;
    return `case when '${axis}' = any(${params.by}) then ${shown} end as ${COLUMN_OF[axis]}`;
  }).join(',\n           ');
