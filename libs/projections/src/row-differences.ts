import { types, type ClientBase } from 'pg';
import { RowCursor, type Compared, type SideOfComparison, type SplitRow } from './row-cursor.js';
import { rowsSql, type View } from './view.js';

export type DifferenceKind =
  /** Both have the row, with other values. */
  | 'changed'
  /** The log gives it, what serves has it not. */
  | 'missing'
  /** What serves has it, the log does not give it. */
  | 'extra';

export type DifferenceCounts = Readonly<Record<DifferenceKind, number>>;

export interface ColumnDifference {
  readonly column: string;
  /** As text; null where there is none. */
  readonly serving: string | null;
  readonly replayed: string | null;
}

export interface RowDifference {
  readonly kind: DifferenceKind;
  readonly key: Readonly<Record<string, string>>;
  /** Columns that differ; of a row that only one side has, none. */
  readonly columns: readonly ColumnDifference[];
}

/** Passes over both sides in key order at once; counts every row that differs and lists the first of them. */
export async function differingRows(
  { served, replayed, max }: Compared,
  view: View,
): Promise<{ readonly counts: DifferenceCounts; readonly listed: readonly RowDifference[] }> {
  const order = await keyOrder(replayed, view);
  const [ours, theirs] = [await rowsIn(served, view, 'served'), await rowsIn(replayed, view, 'replayed')];
  const counts = { changed: 0, missing: 0, extra: 0 };
  const listed: RowDifference[] = [];
  let [a, b] = [await next(ours), await next(theirs)];
  while (a ?? b) {
    const before = !a ? 1 : !b ? -1 : order(a.key, b.key);
    const kind = before < 0 ? 'extra' : before > 0 ? 'missing' : 'changed';
    if (before !== 0 || !isSame(a, b)) {
      counts[kind] += 1;
      if (listed.length < max)
        listed.push({ kind, ...differenceOf(view, a && before <= 0 ? a : undefined, before >= 0 ? b : undefined) });
    }
    if (before <= 0) a = await next(ours);
    if (before >= 0) b = await next(theirs);
  }
  return { counts, listed };
}

const rowsIn = async (side: SideOfComparison, view: View, name: string): Promise<AsyncGenerator<SplitRow, undefined>> =>
  (await RowCursor.values(side, view, name)).rows();

const next = async (rows: AsyncGenerator<SplitRow, undefined>): Promise<SplitRow | undefined> => (await rows.next()).value;

const isSame = (a: SplitRow | undefined, b: SplitRow | undefined): boolean =>
  a?.values.length === b?.values.length && (a?.values.every((value, at) => value === b?.values[at]) ?? false);

function differenceOf(
  { key, columns }: View,
  a: SplitRow | undefined,
  b: SplitRow | undefined,
): Pick<RowDifference, 'key' | 'columns'> {
  const names = (a ?? b)?.key ?? [];
  const differing = columns.flatMap((column, at): ColumnDifference[] => {
    const [serving = null, replayed = null] = [a?.values[at], b?.values[at]];
    return a && b && serving !== replayed ? [{ column, serving, replayed }] : [];
  });
  return { key: Object.fromEntries(key.map((name, at) => [name, names[at] ?? ''])), columns: differing };
}

const { INT2, INT4, INT8 } = types.builtins;
const NUMBERS: ReadonlySet<number> = new Set([INT2, INT4, INT8]);

type Order = (a: readonly string[], b: readonly string[]) => number;

/** PostgreSQL's own order of keys: numbers by value; texts (collation C), days and moments by their bytes. */
async function keyOrder({ client, schema }: SideOfComparison, view: View): Promise<Order> {
  await client.query(`set local search_path = ${schema}, pg_catalog`);
  const isNumber = (await fieldsOf(client, { ...view, columns: view.key })).map((type) => NUMBERS.has(type));
  return (a, b) => {
    for (const [at, one] of a.entries()) {
      const other = b[at] ?? '';
      if (one === other) continue;
      return isNumber[at] ? Number(one) - Number(other) : Buffer.compare(Buffer.from(one), Buffer.from(other));
    }
    return 0;
  };
}

async function fieldsOf(client: ClientBase, view: View): Promise<number[]> {
  const { fields } = await client.query(`${rowsSql(view)} limit 0`, [...(view.params ?? [])]);
  return fields.map(({ dataTypeID }) => dataTypeID);
}
