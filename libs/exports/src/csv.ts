import { yuan, type Column, type Table } from './table.js';

const BOM = '\uFEFF';

/**
 * RFC 4180 in UTF-8 with a BOM, which Excel asks for; a heading, then a row a line. Amounts are yuan. What the file was made
 * from stands in no row of it, readers would take that for data: it travels beside.
 */
export async function* csv<Row extends object>({ columns, pages }: Table<Row>): AsyncGenerator<string> {
  yield BOM + lines([columns.map(({ name }) => name)]);
  for await (const rows of pages) yield lines(rows.map((row) => columns.map((column) => cellOf(column, row))));
}

const lines = (records: readonly (readonly string[])[]): string =>
  records.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function cellOf<Row>({ kind, of }: Column<Row>, row: Row): string {
  const value = of(row);
  if (value === null) return '';
  if (typeof value === 'number') return kind === 'fen' ? yuan(value) : String(value);
  return kind === 'id' ? idCell(value) : neutral(value);
}

/** What a spreadsheet would run. The wide forms too: some of them fold to the narrow ones. */
const FORMULA = /^[=+\-@\t\r＝＋－＠](?!$)/;

/** A text that begins like a formula gets an apostrophe in front. */
const neutral = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** Digits end with a tab, as in the bills of this trade: a spreadsheet rounds long numbers and drops zeros in front. */
const idCell = (text: string): string => (/^\d+$/.test(text) ? `${text}\t` : neutral(text));
