import type { Made, Pages } from './made.js';

/**
 * id: text whatever it looks like. fen: minor units, shown in yuan with two decimals. count: a whole number. person: as much of
 * them as whoever asked may see.
 */
export type ColumnKind = 'text' | 'id' | 'fen' | 'count' | 'person';

export interface Column<Row> {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Null leaves the cell empty. */
  readonly of: (row: Row) => string | number | null;
}

/** An export as rows and columns. */
export interface Table<Row extends object> {
  readonly made: Made;
  readonly columns: readonly Column<Row>[];
  readonly pages: Pages<Row>;
}

type Cell = string | number | null;

/** Columns by the names of a row's fields, all of them: `{ account: 'text', debit: 'fen' }`. A new field does not compile without its column. */
export const columnsOf = <Row extends object>(kinds: { readonly [K in keyof Row]-?: ColumnKind }): Column<Row>[] =>
  Object.entries<ColumnKind>(kinds).map(([name, kind]) => ({
    name,
    kind,
    of: (row) => (kind === 'person' ? personCell : cellOf)(row[name as keyof Row]),
  }));

/** Lists are told in one cell; what has parts of its own, as JSON. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(' ');
  return JSON.stringify(value);
}

/** A cell of its own word where nobody can read it any more. */
function personCell(value: unknown): Cell {
  if (typeof value !== 'object' || value === null) return null;
  const { text, masked } = value as { readonly text?: string; readonly masked?: string };
  return text ?? masked ?? 'forgotten';
}

/** 12990 → `129.90`, exact. */
export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
