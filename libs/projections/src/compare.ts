import { createHash, type Hash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { Projection } from './projection.js';
import { columnsServed } from './registry.js';
import { RowCursor, standardText, type Compared } from './row-cursor.js';
import { differingRows, type DifferenceCounts, type RowDifference } from './row-differences.js';
import { viewOf, type View } from './view.js';

/** How a table that serves differs from what the log says. */
export interface TableComparison {
  readonly table: string;
  /** Rows that the log gives. */
  readonly rows: number;
  readonly counts: DifferenceCounts;
  /** The first of them, in key order. */
  readonly listed: readonly RowDifference[];
  /** Columns that one side alone has: they were not compared. */
  readonly onlyServed: readonly string[];
  readonly onlyReplayed: readonly string[];
  /** Why nothing was compared. */
  readonly because?: 'new table' | 'gone table' | 'other key';
}

export interface Comparison {
  /** SHA-256 over what was compared of what serves, and of what the log gives. */
  readonly servingDigest: string;
  readonly digest: string;
  readonly tables: readonly TableComparison[];
}

/** Whole tables, as far as both sides have their columns, and those that only one side has. */
export async function compareModels(compared: Compared, projection: Pick<Projection, 'tables'>): Promise<Comparison> {
  const { served } = compared;
  const known = await columnsServed(served.client, served.schema);
  const comparison = await compareViews(compared, projection.tables.map(viewOf), known);
  const gone = [...known.keys()].filter((name) => !projection.tables.some((table) => table.name === name));
  return { ...comparison, tables: [...comparison.tables, ...gone.map((table) => uncompared(table, 'gone table'))] };
}

/**
 * Digests first, both sides in step; row by row only where a table differs. Both sides need a transaction; nothing is held in memory
 * but a page of each. `known`: columns of the tables that serve.
 */
export async function compareViews(
  compared: Compared,
  views: readonly View[],
  known: ReadonlyMap<string, readonly string[]>,
): Promise<Comparison> {
  const hashes = { served: createHash('sha256'), replayed: createHash('sha256') };
  const tables: TableComparison[] = [];
  await standardText(compared.served.client);
  await standardText(compared.replayed.client);
  for (const view of views) tables.push(await compareView(compared, view, { hashes, columns: known.get(view.table) }));
  return { servingDigest: hashes.served.digest('hex'), digest: hashes.replayed.digest('hex'), tables };
}

interface Hashes {
  readonly served: Hash;
  readonly replayed: Hash;
}

async function compareView(
  compared: Compared,
  view: View,
  { hashes, columns }: { readonly hashes: Hashes; readonly columns: readonly string[] | undefined },
): Promise<TableComparison> {
  if (!columns) return uncompared(view.table, 'new table');
  // A view of its own making names its columns; whoever makes it knows that both sides have them.
  const has = (column: string): boolean => view.isMade || columns.includes(column);
  const onlyReplayed = view.columns.filter((column) => !has(column));
  const onlyServed = view.isMade ? [] : columns.filter((column) => !view.columns.includes(column));
  if (!view.key.every(has)) return { ...uncompared(view.table, 'other key'), onlyServed, onlyReplayed };
  const shared: View = { ...view, columns: view.columns.filter(has) };
  const { rows, isEqual } = await inStep(compared, shared, hashes);
  const found = isEqual ? { counts: NO_DIFFERENCES, listed: [] } : await differingRows(compared, shared);
  return { table: view.table, rows, ...found, onlyServed, onlyReplayed };
}

export const NO_DIFFERENCES: DifferenceCounts = { changed: 0, missing: 0, extra: 0 };

const uncompared = (table: string, because: NonNullable<TableComparison['because']>): TableComparison => ({
  table,
  rows: 0,
  counts: NO_DIFFERENCES,
  listed: [],
  onlyServed: [],
  onlyReplayed: [],
  because,
});

/** Hashes the rows of both sides page by page; whether each row of one is the row of the other. */
async function inStep(
  { served, replayed }: Compared,
  view: View,
  hashes: Hashes,
): Promise<{ readonly rows: number; readonly isEqual: boolean }> {
  const [ours, theirs] = [await RowCursor.texts(served, view, 'served'), await RowCursor.texts(replayed, view, 'replayed')];
  let [rows, isEqual] = [0, true];
  hashes.served.update(headOf(view));
  hashes.replayed.update(headOf(view));
  while (!ours.isDone || !theirs.isDone) {
    const [a, b] = await bothPages(served.client === replayed.client, ours, theirs);
    for (const { row } of a) hashes.served.update(row).update('\n');
    for (const { row } of b) hashes.replayed.update(row).update('\n');
    rows += b.length;
    isEqual &&= a.length === b.length && a.every(({ row }, at) => row === b[at]?.row);
  }
  return { rows, isEqual };
}

type Texts = Awaited<ReturnType<typeof RowCursor.texts>>;
type Pages = [Awaited<ReturnType<Texts['page']>>, Awaited<ReturnType<Texts['page']>>];

/** One after the other where they share a connection. */
const bothPages = async (isShared: boolean, ours: Texts, theirs: Texts): Promise<Pages> =>
  isShared ? [await ours.page(), await theirs.page()] : Promise.all([ours.page(), theirs.page()]);

const headOf = ({ table, columns }: Pick<View, 'table' | 'columns'>): string => `${table}(${columns.join(',')})\n`;

/** What a schema holds: SHA-256 (hex) over every row of every view, in key order, and how many rows each has. */
export interface Digested {
  readonly digest: string;
  readonly rows: ReadonlyMap<string, number>;
}

/**
 * Equal digests mean equal read models. Needs a transaction; it is repeatable read where both sides of a comparison must be seen at one
 * moment.
 */
export async function digested(client: ClientBase, views: readonly View[], schema: string): Promise<Digested> {
  const hash = createHash('sha256');
  const rows = new Map<string, number>();
  await standardText(client);
  for (const view of views) {
    hash.update(headOf(view));
    const texts = await RowCursor.texts({ client, schema }, view, 'digested');
    let count = 0;
    for await (const { row } of texts.rows()) {
      hash.update(row).update('\n');
      count += 1;
    }
    rows.set(view.table, count);
  }
  return { digest: hash.digest('hex'), rows };
}

export const digestOf = async (client: ClientBase, views: readonly View[], schema: string): Promise<string> =>
  (await digested(client, views, schema)).digest;

/** What a comparison counts in all. */
export const countsOf = (tables: readonly Pick<TableComparison, 'counts'>[]): DifferenceCounts =>
  tables.reduce<DifferenceCounts>(
    (sum, { counts }) => ({
      changed: sum.changed + counts.changed,
      missing: sum.missing + counts.missing,
      extra: sum.extra + counts.extra,
    }),
    NO_DIFFERENCES,
  );
