import { booleanArray, dateArray, int2Array, int4Array, int8Array, textArray, timestamptzArray } from '#postgres';
import { BinaryRows } from './binary-rows.js';

/** How the values of a column travel. */
interface ColumnType<V> {
  readonly sql: string;
  /** Element type of the array that `unnest` spreads. */
  readonly bound: string;
  readonly array: (values: readonly (V | null)[]) => Buffer;
  /** The column's value out of the array's element, where they differ. */
  readonly made?: (element: string) => string;
  /** Into a row of COPY. */
  readonly put: (rows: BinaryRows, value: V) => void;
}

/** PostgreSQL has no place for NUL in a text, and none for half a surrogate pair in jsonb: both are kept as U+FFFD. */
const withoutNul = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text);
const keptInJson = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? withoutNul(value.toWellFormed()) : value;

const columnType = <V>(definition: ColumnType<V>): ColumnType<V> => definition;

const JSONB_VERSION = Buffer.of(1);

const TYPES = {
  text: columnType<string>({
    sql: 'text collate "C"',
    bound: 'text',
    array: (values) => textArray(values.map((text) => text && withoutNul(text))),
    put: (rows, text) => {
      rows.text(withoutNul(text));
    },
  }),
  boolean: columnType<boolean>({
    sql: 'boolean',
    bound: 'boolean',
    array: booleanArray,
    put: (rows, value) => {
      rows.boolean(value);
    },
  }),
  smallint: columnType<number>({
    sql: 'smallint',
    bound: 'smallint',
    array: int2Array,
    put: (rows, value) => {
      rows.int2(value);
    },
  }),
  integer: columnType<number>({
    sql: 'integer',
    bound: 'integer',
    array: int4Array,
    put: (rows, value) => {
      rows.int4(value);
    },
  }),
  /** Safe integers of JavaScript. */
  bigint: columnType<number>({
    sql: 'bigint',
    bound: 'bigint',
    array: int8Array,
    put: (rows, value) => {
      rows.int8(value);
    },
  }),
  /** `YYYY-MM-DD` */
  date: columnType<string>({
    sql: 'date',
    bound: 'date',
    array: dateArray,
    put: (rows, text) => {
      rows.date(text);
    },
  }),
  /** ISO 8601 with zone, to the millisecond. */
  timestamptz: columnType<string>({
    sql: 'timestamptz',
    bound: 'timestamptz',
    array: timestamptzArray,
    put: (rows, text) => {
      rows.timestamptz(text);
    },
  }),
  /** Codes of letters, digits and underscores. */
  codes: columnType<readonly string[]>({
    sql: 'text[]',
    bound: 'text',
    array: (values) => textArray(values.map((codes) => codes && codes.join(','))),
    made: (element) => `string_to_array(${element}, ',')`,
    put: (rows, codes) => {
      rows.bytes(textArray(codes));
    },
  }),
  json: columnType<object>({
    sql: 'jsonb',
    bound: 'text',
    array: (values) => textArray(values.map((value) => value && JSON.stringify(value, keptInJson))),
    made: (element) => `${element}::jsonb`,
    put: (rows, value) => {
      rows.bytes(Buffer.concat([JSONB_VERSION, Buffer.from(JSON.stringify(value, keptInJson))]));
    },
  }),
};

type Types = typeof TYPES;
type ValueOf<T extends keyof Types> = Types[T] extends ColumnType<infer V> ? V : never;

/** What a row that is there already does with a new value: takes it, sums it up, or keeps its own. */
type Merge = 'replace' | 'add' | 'keep';

/** A column of rows; made by `column` and `nullable`. */
export interface Column<Row> {
  readonly ddl: string;
  readonly bound: string;
  readonly made: (element: string) => string;
  readonly merge: Merge;
  readonly arrayOf: (rows: readonly Row[]) => Buffer;
  readonly put: (into: BinaryRows, row: Row) => void;
}

export const column = <Row, T extends keyof Types>(
  type: T,
  of: (row: Row) => ValueOf<T>,
  merge: Merge = 'replace',
): Column<Row> => columnOf(type, of, { merge, ddl: `${TYPES[type].sql} not null` });

export const nullable = <Row, T extends keyof Types>(type: T, of: (row: Row) => ValueOf<T> | null): Column<Row> =>
  columnOf(type, of, { merge: 'replace', ddl: TYPES[type].sql });

function columnOf<Row, T extends keyof Types>(
  type: T,
  of: (row: Row) => ValueOf<T> | null,
  rest: { readonly merge: Merge; readonly ddl: string },
): Column<Row> {
  const { bound, array, put, made = (element: string): string => element } = TYPES[type] as ColumnType<ValueOf<T>>;
  return {
    ...rest,
    bound,
    made,
    arrayOf: (rows) => array(rows.map(of)),
    put: (into, row) => {
      const value = of(row);
      if (value === null) into.nothing();
      else put(into, value);
    },
  };
}
