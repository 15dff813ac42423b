import { useEffect, useRef, type CSSProperties, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { Button } from 'antd';
import type { Pages } from '../api/answers';
import { COMMON } from '../i18n/common.words';
import { count } from '../i18n/formats';
import { filled, useLanguage, useWords } from '../i18n/language';
import { Empty, Failed, Loading } from './states';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** A width as CSS grids have them: `120px`, `minmax(160px, 1fr)`. */
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
}

const ROW_PX = 44;
const OVERSCAN = 12;

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
}: EndlessTableProps<Row> & { readonly height: string }): ReactElement {
  const t = useWords(COMMON);
  const { language } = useLanguage();
  const scroll = useRef<HTMLDivElement>(null);
  const { rows, hasMore, isLoadingMore, loadMore } = pages;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !isLoadingMore && last >= rows.length - OVERSCAN) loadMore();
  }, [last, rows.length, hasMore, isLoadingMore, loadMore]);
  const grid = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };
  return (
    <>
      <div
        ref={scroll}
        className="endless"
        style={{ maxHeight: height }}
        role="table"
        aria-label={label}
        aria-rowcount={hasMore ? -1 : rows.length + 1}
        tabIndex={0}
      >
        <Titles columns={columns} grid={grid} />
        <Body
          rows={rows}
          columns={columns}
          grid={grid}
          rowKey={rowKey}
          items={shown}
          height={virtual.getTotalSize()}
          {...(onOpen && { onOpen })}
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

function Titles<Row>({ columns, grid }: Pick<BodyProps<Row>, 'columns' | 'grid'>): ReactElement {
  return (
    <div className="endless-row endless-head" role="row" aria-rowindex={1} style={grid}>
      {columns.map(({ key, title, isRight }) => (
        <div key={key} role="columnheader" className={isRight ? 'is-right' : ''}>
          {title}
        </div>
      ))}
    </div>
  );
}

type BodyProps<Row> = Pick<EndlessTableProps<Row>, 'columns' | 'rowKey' | 'onOpen'> & {
  readonly rows: readonly Row[];
  readonly grid: CSSProperties;
  readonly items: readonly VirtualItem[];
  /** Of all rows, in pixels. */
  readonly height: number;
};

function Body<Row>({ rows, columns, grid, rowKey, onOpen, items, height }: BodyProps<Row>): ReactElement {
  return (
    <div role="rowgroup" className="endless-body" style={{ height }}>
      {items.map(({ index, start }) => {
        const row = rows[index];
        if (row === undefined) return null;
        const open = onOpen && (() => onOpen(row));
        return (
          <div
            key={rowKey(row)}
            role="row"
            aria-rowindex={index + 2}
            className={open ? 'endless-row is-link' : 'endless-row'}
            style={{ ...grid, transform: `translateY(${String(start)}px)` }}
            {...(open && { tabIndex: 0, onClick: open, onKeyDown: ({ key }: KeyboardEvent) => key === 'Enter' && open() })}
          >
            {columns.map(({ key, isRight, cell }) => (
              <div key={key} role="cell" className={isRight ? 'is-right' : ''}>
                {cell(row)}
              </div>
            ))}
          </div>
        );
      })}
    </div>
  );
}
