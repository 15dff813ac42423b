/** A column of a printed table: its head, what a row shows in it, and the side it leans to. */
export interface PrintedColumn<Row> {
  readonly head: string;
  readonly cell: (row: Row) => string;
  readonly align?: 'left' | 'right';
}

/** Lines of a table for people, columns as wide as they need to be. */
export function tableOf<Row>(columns: readonly PrintedColumn<Row>[], rows: readonly Row[]): string[] {
  const cells = [columns.map(({ head }) => head), ...rows.map((row) => columns.map(({ cell }) => cell(row)))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  const padded = (text: string, index: number): string =>
    columns[index]?.align === 'right' ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0);
  const [head = '', ...body] = cells.map((line) => line.map(padded).join('  ').trimEnd());
  return [head, '─'.repeat(widths.reduce((total, width) => total + width + 2, -2)), ...body];
}

/** 分 as yuan: 1299000 → `12,990.00`, −5 → `-0.05`, 0 → `-`. */
export function yuanText(fen: number): string {
  if (fen === 0) return '-';
  const digits = String(Math.abs(fen)).padStart(3, '0');
  const whole = digits.slice(0, -2).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  return `${fen < 0 ? '-' : ''}${whole}.${digits.slice(-2)}`;
}
