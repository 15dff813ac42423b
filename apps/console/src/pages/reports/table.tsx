import type { ReactElement } from 'react';
import type { Pages } from '../../api/answers';
import { count } from '../../i18n/formats';
import { useLanguage, useWords, type Language } from '../../i18n/language';
import { EndlessTable, type Column } from '../../parts/endless-table';
import { Money } from '../../parts/money';
import type { Axis } from './asked';
import { useAxisNames } from './names';
import { REPORTS } from './words';

/** The names of those columns of a row that hold whole numbers. */
type Numeric<Row> = { [K in keyof Row]-?: Row[K] extends number ? K : never }[keyof Row] & string;

/** A column of numbers: what it is called, and whether it is money, money taken away, or a count. */
export interface Figure<Row> {
  readonly key: Numeric<Row>;
  readonly title: keyof (typeof REPORTS)['en'];
  readonly as?: 'taken' | 'count';
}

interface Answered<Row> {
  readonly data?: { readonly data: readonly Row[] } | undefined;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}

/** Fixed: wider than the window, heads and rows would else share what is left in different ways. */
const AXIS_WIDTH = '150px';
const FIGURE_WIDTH = '138px';

/** A report is answered whole: one page. */
const onePage = <Row,>({ data, error, isPending, refetch }: Answered<Row>): Pages<Row> => ({
  rows: data?.data ?? [],
  isLoading: isPending,
  isLoadingMore: false,
  hasMore: false,
  error,
  loadMore: () => undefined,
  reload: () => void refetch(),
});

const cellOf =
  <Row,>({ key, as }: Figure<Row>, language: Language): Column<Row>['cell'] =>
  (row) => {
    const value = Number(row[key]);
    if (as === 'count') return <span className="figure">{count(value, language)}</span>;
    return as === 'taken' ? <Money fen={-value} as="signed" /> : <Money fen={value} />;
  };

interface ReportTableProps<Row> {
  readonly label: string;
  readonly merchant: string;
  readonly answer: Answered<Row>;
  readonly axes: readonly Axis[];
  readonly figures: readonly Figure<Row>[];
  /** Columns between the headings and the figures. */
  readonly also?: readonly Column<Row>[];
}

/** Headings by axis, then figures; of any length. */
export function ReportTable<Row extends Readonly<Partial<Record<Axis, string | null>>>>(
  props: ReportTableProps<Row>,
): ReactElement {
  const { label, merchant, answer, axes, figures, also = [] } = props;
  const t = useWords(REPORTS);
  const { language } = useLanguage();
  const nameOf = useAxisNames(merchant);
  const columns: Column<Row>[] = [
    ...axes.map((axis) => ({
      key: axis,
      title: t[axis],
      width: AXIS_WIDTH,
      cell: (row: Row) => <span title={row[axis] ?? ''}>{nameOf(axis, row[axis])}</span>,
    })),
    ...also,
    ...figures.map((figure) => ({
      key: figure.key,
      title: t[figure.title],
      width: FIGURE_WIDTH,
      isRight: true,
      cell: cellOf(figure, language),
    })),
  ];
  const rows = answer.data?.data ?? [];
  const keys = new Map(rows.map((row, index) => [row, String(index)]));
  return (
    <EndlessTable label={label} pages={onePage(answer)} columns={columns} rowKey={(row) => keys.get(row) ?? ''} height="56vh" />
  );
}
