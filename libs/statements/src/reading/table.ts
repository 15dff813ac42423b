import type { StatementHead, TrailerFinding } from '../row.js';
import { Cells, type Absent } from './cells.js';
import { Columns, columnName, type Aliases } from './columns.js';
import { fault, type Claim, type Content, type Format, type Line, type Preview, type Reading } from './format.js';
import type { Framing } from './lines.js';
import { isDamagedMoment } from './moments.js';
import { Refused } from './refused.js';

/** A statement that is a table with a header. */
export interface TableFormat {
  readonly name: string;
  readonly required: readonly string[];
  readonly aliases?: Aliases;
  /** Columns that hold a moment or day. */
  readonly moments: readonly string[];
  readonly framing: Framing;
  /** Column that tells the person at the other side: open id, account, masked card. */
  readonly payer?: string;
  /** Values that stand for none. */
  readonly absent?: Absent;
  split(text: string): string[];
  begin(table: Table): TableReading;
}

export interface Table {
  readonly preview: Preview;
  readonly columns: Columns;
  readonly above: readonly string[];
}

export interface TableReading {
  head(): StatementHead;
  /** True where the line is none of the table's rows: a remark, a trailer. Is asked of each line twice. */
  aside?(line: Line): boolean;
  row(cells: Cells, line: Line): Content;
  end?(): readonly TrailerFinding[];
}

/** Longer than any account is. */
const PAYER_LIMIT = 128;
const NOBODY = /^[-/*0]*$/;
/** Lines above a header that are looked at. */
const ABOVE = 60;
/** A line that has so much of what a header must have is one, with columns missing. */
const ENOUGH = 0.6;

/** A table is recognised by its header; what the header lacks is refused by name. */
export const tableFormat =
  (table: TableFormat): Format =>
  (preview) => {
    const best = preview.lines
      .slice(0, ABOVE)
      .map((line, index) => ({ index, columns: new Columns(table.split(line.text), table.aliases) }))
      .map(({ index, columns }) => ({
        index,
        columns,
        share: 1 - columns.missing(table.required).length / table.required.length,
      }))
      .reduce<{ index: number; columns: Columns; share: number } | undefined>(
        (best, each) => (best && best.share >= each.share ? best : each),
        undefined,
      );
    if (!best || best.share < ENOUGH) return undefined;
    const { index, columns, share } = best;
    return { share, weight: table.required.length, begin: () => beginTable(table, { preview, columns, index }) };
  };

function beginTable(table: TableFormat, at: { preview: Preview; columns: Columns; index: number }): Reading {
  const { preview, columns, index } = at;
  const missing = columns.missing(table.required);
  if (missing.length > 0) throw new Refused('STATEMENT_COLUMN_MISSING', `${table.name} has no column ${missing.join(', ')}.`);
  const above = preview.lines.slice(0, index).map(({ text }) => text);
  return tableReading(table, { preview, columns, above, headerLine: preview.lines[index]?.number ?? 0 });
}

/** Reads all lines below the header; all lines where there is none (`headerLine` 0). */
export function tableReading(table: TableFormat, { headerLine, ...at }: Table & { readonly headerLine: number }): Reading {
  const reading = table.begin(at);
  const rowOf = (line: Line): Cells | undefined => {
    if (line.number <= headerLine || line.text.trim() === '' || reading.aside?.(line)) return undefined;
    return new Cells(at.columns, withoutEmptyTail(table.split(line.text), at.columns.count), table.absent);
  };
  return {
    framing: table.framing,
    head: () => reading.head(),
    survey: (line) => {
      const cells = rowOf(line);
      const damaged = cells && table.moments.map(columnName).find((name) => isDamagedMoment(cells.raw(name)));
      if (damaged !== undefined) throw datesDamaged(damaged, line);
    },
    read: (line) => {
      const cells = rowOf(line);
      if (!cells) return undefined;
      if (cells.count !== at.columns.count) return countWrong(cells.count, at.columns.count);
      return withPayer(reading.row(cells, line), cells, table.payer);
    },
    end: () => reading.end?.() ?? [],
  };
}

function withPayer(content: Content, cells: Cells, column: string | undefined): Content {
  if (column === undefined || !('row' in content)) return content;
  const payer = cells.raw(column).slice(0, PAYER_LIMIT);
  return NOBODY.test(payer) ? content : { ...content, payer };
}

/** A separator behind the last value is none. */
function withoutEmptyTail(cells: readonly string[], count: number): readonly string[] {
  return cells.slice(count).every((cell) => cell.trim() === '') ? cells.slice(0, count) : cells;
}

const countWrong = (found: number, expected: number): Content =>
  fault('COLUMN_COUNT_WRONG', `${String(found)} cells where the header has ${String(expected)}`);

const datesDamaged = (column: string, { number }: Line): Refused =>
  new Refused(
    'STATEMENT_DATES_DAMAGED',
    `Line ${String(number)}, ${column}: a spreadsheet has saved the file again and lost the seconds. Take the file as it was downloaded.`,
  );

/** The row, unless one of its cells is wrong. */
export const rowUnlessWrong = (cells: Cells, content: () => Content): Content =>
  cells.wrong.length > 0 ? fault('ROW_INVALID', `not as it should be: ${cells.wrong.join(', ')}`) : content();

/** Only files with a header are recognised by one. */
export const claimAll = (begin: () => Reading): Claim => ({ share: 1, weight: 100, begin });
