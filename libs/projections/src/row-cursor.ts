import type { ClientBase } from 'pg';
import { rowsOf } from './transaction.js';
import { rowsSql, type View } from './view.js';

const ROWS_PER_FETCH = 5_000;

/** Tables in a schema, as a transaction sees them. */
export interface SideOfComparison {
  readonly client: ClientBase;
  readonly schema: string;
}

export interface Compared {
  readonly served: SideOfComparison;
  readonly replayed: SideOfComparison;
  /** Differing rows that are listed, for each table; all of them are counted. */
  readonly max: number;
}

/** Rows as text must not depend on the server's settings. Needs a transaction, and holds for the rest of it. */
export const standardText = (client: ClientBase): Promise<unknown> =>
  client.query(`set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local cursor_tuple_fraction = 1`);

export interface TextRow {
  readonly row: string;
}

/** Each value as text; null where there is none. */
export interface SplitRow {
  readonly key: readonly string[];
  readonly values: readonly (string | null)[];
}

/** Rows of a view, page by page. Two of other names can be open on one connection. */
export class RowCursor<Row extends object> {
  private done = false;

  private constructor(
    private readonly client: ClientBase,
    private readonly name: string,
  ) {}

  get isDone(): boolean {
    return this.done;
  }

  /** Each row as one text. */
  static texts(side: SideOfComparison, view: View, name: string): Promise<RowCursor<TextRow>> {
    return RowCursor.open<TextRow>(side, { view, name, select: 'rows::text as row' });
  }

  /** Each row in its values. */
  static values(side: SideOfComparison, view: View, name: string): Promise<RowCursor<SplitRow>> {
    const texts = (columns: readonly string[]): string => columns.map((column) => `rows.${column}::text`).join(', ');
    const select = `array[${texts(view.key)}] as key, array[${texts(view.columns)}] as values`;
    return RowCursor.open<SplitRow>(side, { view, name, select });
  }

  private static async open<Row extends object>(
    { client, schema }: SideOfComparison,
    { view, name, select }: { readonly view: View; readonly name: string; readonly select: string },
  ): Promise<RowCursor<Row>> {
    await client.query(`set local search_path = ${schema}, pg_catalog`);
    const sql = `declare ${name} no scroll cursor for select ${select} from (${rowsSql(view)}) rows`;
    await client.query(sql, [...(view.params ?? [])]);
    return new RowCursor(client, name);
  }

  /** The next rows; none at the end, where the cursor is closed. */
  async page(): Promise<readonly Row[]> {
    if (this.done) return [];
    const rows = await rowsOf<Row>(this.client, `fetch forward ${String(ROWS_PER_FETCH)} from ${this.name}`);
    if (rows.length < ROWS_PER_FETCH) {
      this.done = true;
      await this.client.query(`close ${this.name}`);
    }
    return rows;
  }

  async *rows(): AsyncGenerator<Row, undefined> {
    while (!this.done) yield* await this.page();
    return undefined;
  }
}
