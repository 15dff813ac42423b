import {
  memo,
  useCallback,
  useEffect,
  useRef,
  type CSSProperties,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
} from 'react';
import { Button } from 'antd';
import type { Pages } from '../api/answers';
import { BULK } from '../i18n/bulk.words';
import { COMMON } from '../i18n/common.words';
import { count } from '../i18n/formats';
import { filled, useLanguage, useWords } from '../i18n/language';
import { AllBox, RowBox } from './choice-boxes';
import type { Chosen } from './chosen';
import { useInSight } from './in-sight';
import { Empty, Failed, Loading } from './states';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** A width as CSS grids have them: `120px`, `minmax(160px, 1fr)`, `1fr`. */
  readonly width: string;
  readonly isRight?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

interface EndlessTableProps<Row> {
  readonly label: string;
  readonly pages: Pages<Row>;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** Opens a row, by click or Enter. */
  readonly onOpen?: (row: Row) => void;
  readonly height?: string;
  /** Where rows can be chosen: a first column of boxes. */
  readonly chosen?: Chosen<Row>;
}

const ROW_PX = 44;
const BOX = { width: '44px' };
const AHEAD_MAX = 60;

/** How far before the end the next page is asked for: further, the further somebody has come. */
const aheadOf = (loaded: number): number => Math.min(AHEAD_MAX, Math.floor(loaded / 4));

/** A list of any length: only the rows in sight are in the document, and the next page is fetched before its end is reached. */
export function EndlessTable<Row>(props: EndlessTableProps<Row>): ReactElement {
  const { pages, height = '62vh' } = props;
  if (pages.error !== null && pages.rows.length === 0) return <Failed error={pages.error} retry={pages.reload} />;
  if (pages.isLoading) return <Loading rows={8} />;
  if (pages.rows.length === 0) return <Empty />;
  return <Rows {...props} height={height} />;
}

function Rows<Row>({
  label,
  pages,
  columns,
  rowKey,
  onOpen,
  height,
  chosen,
}: EndlessTableProps<Row> & { readonly height: string }): ReactElement {
  const t = useWords(COMMON);
  const { language } = useLanguage();
  const scroll = useRef<HTMLDivElement>(null);
  const { rows, hasMore, isLoadingMore, loadMore } = pages;
  const { first, until } = useInSight(scroll, rows.length, ROW_PX);
  const open = useSame(onOpen);
  useEffect(() => {
    if (hasMore && !isLoadingMore && until > rows.length - aheadOf(rows.length)) loadMore();
  }, [until, rows.length, hasMore, isLoadingMore, loadMore]);
  return (
    <>
      <div
        ref={scroll}
        className="endless"
        style={{ maxHeight: height, ...gridOf(chosen ? [BOX, ...columns] : columns) }}
        role="table"
        aria-label={label}
        aria-rowcount={hasMore ? -1 : rows.length + 1}
        tabIndex={0}
      >
        <Titles columns={columns} {...(chosen && { chosen })} />
        <Body
          rows={rows}
          columns={columns}
          rowKey={rowKey}
          first={first}
          until={until}
          {...(onOpen && { onOpen: open })}
          {...(chosen && { chosen })}
        />
      </div>
      <div className="endless-foot quiet" role="status">
        {filled(t.rows, { count: count(rows.length, language) })}
        {hasMore && (
          <Button size="small" type="link" loading={isLoadingMore} onClick={loadMore}>
            {t.more}
          </Button>
        )}
      </div>
    </>
  );
}

/** Calls what is meant now, and is the same all the time, so that rows that stay are not made again. */
function useSame<Row>(onOpen: ((row: Row) => void) | undefined): (row: Row) => void {
  const now = useRef(onOpen);
  useEffect(() => {
    now.current = onOpen;
  });
  return useCallback((row: Row) => now.current?.(row), []);
}

/**
 * One template for head and rows, and one least width: each row is a grid of its own, and would else share out its room by what
 * stands in it.
 */
function gridOf(columns: readonly Pick<Column<never>, 'width'>[]): CSSProperties {
  const parts = columns.map(({ width }) => {
    const [, least, most] = /^minmax\((.+?),\s*(.+)\)$/.exec(width) ?? [];
    if (least !== undefined && most !== undefined) return { least, track: width };
    return width.endsWith('fr') ? { least: '0px', track: `minmax(0px, ${width})` } : { least: width, track: width };
  });
  const columnsAndLeast = {
    '--endless-columns': parts.map(({ track }) => track).join(' '),
    '--endless-least': `calc(${parts.map(({ least }) => least).join(' + ')})`,
  };
  return columnsAndLeast as CSSProperties;
}

function Titles<Row>({ columns, chosen }: Pick<EndlessTableProps<Row>, 'columns' | 'chosen'>): ReactElement {
  const t = useWords(BULK);
  return (
    <div className="endless-row endless-head" role="row" aria-rowindex={1}>
      {chosen && (
        <div role="columnheader" aria-label={t.column}>
          <AllBox of={chosen} />
        </div>
      )}
      {columns.map(({ key, title, isRight }) => (
        <div key={key} role="columnheader" className={isRight ? 'is-right' : ''}>
          {title}
        </div>
      ))}
    </div>
  );
}

type BodyProps<Row> = Pick<EndlessTableProps<Row>, 'columns' | 'rowKey' | 'onOpen' | 'chosen'> & {
  readonly rows: readonly Row[];
  /** Places of the first row that is shown, and of the one behind the last. */
  readonly first: number;
  readonly until: number;
};

function Body<Row>({ rows, rowKey, first, until, ...rest }: BodyProps<Row>): ReactElement {
  return (
    <div role="rowgroup" className="endless-body" style={{ height: rows.length * ROW_PX }}>
      {rows.slice(first, until).map((row, at) => (
        <Line key={rowKey(row)} row={row} index={first + at} {...rest} />
      ))}
    </div>
  );
}

interface LineProps<Row> extends Pick<EndlessTableProps<Row>, 'columns' | 'onOpen' | 'chosen'> {
  readonly row: Row;
  readonly index: number;
}

/** While somebody scrolls, only what comes into sight is made. */
const Line = memo(function Line<Row>({ row, index, columns, onOpen, chosen }: LineProps<Row>): ReactElement {
  const open = onOpen && (() => onOpen(row));
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={open ? 'endless-row is-link' : 'endless-row'}
      style={{ transform: `translateY(${String(index * ROW_PX)}px)` }}
      {...(open && { tabIndex: 0, onClick: open, onKeyDown: ({ key }: KeyboardEvent) => key === 'Enter' && open() })}
    >
      {chosen && (
        <div role="cell">
          <RowBox of={chosen} row={row} index={index} />
        </div>
      )}
      {columns.map(({ key, isRight, cell }) => (
        <div key={key} role="cell" className={isRight ? 'is-right' : ''}>
          {cell(row)}
        </div>
      ))}
    </div>
  );
}) as <Row>(props: LineProps<Row>) => ReactElement;
