import { invariant } from '#kernel';
import { BinaryRows } from './binary-rows.js';
import type { Column } from './column.js';
import type { Tx } from './transaction.js';

export interface TableDefinition<Row> {
  /** Also the name of its view in the schema `read`: unique over all projections. */
  readonly name: string;
  readonly columns: Readonly<Record<string, Column<Row>>>;
  readonly key: readonly string[];
  /** Rows are added and never changed: the key is made when a generation is complete, so that building one is fast. */
  readonly addedOnly?: boolean;
  /** Further indexes: `(shop_id, opened_position)`, with a `where` if need be. */
  readonly indexes?: readonly string[];
}

const NAME = /^[a-z][a-z0-9_]{0,40}$/;

/**
 * A table of a read model. Its name stands unqualified in SQL: each generation has its own schema, which comes first on
 * the search path of whoever writes it.
 */
export class Table<Row = never> {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];

  constructor(private readonly definition: TableDefinition<Row>) {
    this.name = definition.name;
    this.columns = Object.keys(definition.columns);
    this.key = definition.key;
    for (const name of [this.name, ...this.columns]) invariant(NAME.test(name), `not a name for a table or column: ${name}`);
    for (const name of this.key) invariant(this.columns.includes(name), `${this.name} has no column ${name}`);
  }

  /** Rows are never changed and say where in the log they come from. */
  get isHistory(): boolean {
    return this.definition.addedOnly === true && this.columns.includes('position');
  }

  /** What must stand before the first row is written. */
  get ddl(): readonly string[] {
    const { columns, key, addedOnly } = this.definition;
    const parts = Object.entries(columns).map(([name, { ddl }]) => `${name} ${ddl}`);
    if (!addedOnly) parts.push(`primary key (${key.join(', ')})`);
    return [`create table ${this.name} (${parts.join(', ')})`];
  }

  /** What must stand before the first query is answered. */
  get completion(): readonly string[] {
    const { key, addedOnly, indexes = [] } = this.definition;
    const made = indexes.map((columns) => `create index on ${this.name} ${columns}`);
    if (!addedOnly) return made;
    const index = `${this.name}_pkey`;
    // Not `add primary key` alone: queries would wait for as long as it takes to make it.
    const unique = `create unique index ${index} on ${this.name} (${key.join(', ')})`;
    return [unique, `alter table ${this.name} add primary key using index ${index}`, ...made];
  }

  /** Rows on their way in; no key twice among them. Where a key stands already, its columns merge. */
  rows(rows: readonly Row[]): Write {
    const { columns, addedOnly } = this.definition;
    if (addedOnly) return { by: 'copy', count: rows.length, sql: this.copySql, bytes: () => this.binary(rows) };
    const params = (): Buffer[] => Object.values(columns).map(({ arrayOf }) => arrayOf(rows));
    return { by: 'statement', count: rows.length, params, sql: (first) => upsertSql(this.definition, first) };
  }

  private get copySql(): string {
    return `copy ${this.name} (${this.columns.join(', ')}) from stdin (format binary)`;
  }

  private binary(rows: readonly Row[]): Buffer {
    const columns = Object.values(this.definition.columns);
    const binary = new BinaryRows();
    for (const row of rows) {
      binary.row(columns.length);
      for (const { put } of columns) put(binary, row);
    }
    return binary.end();
  }
}

/** Rows for one table, as `Table.rows` makes them. */
export type Write =
  | { readonly by: 'copy'; readonly count: number; readonly sql: string; readonly bytes: () => Buffer }
  | {
      readonly by: 'statement';
      readonly count: number;
      /** One array per column. */
      readonly params: () => Buffer[];
      /** With its parameters from the given number on. */
      readonly sql: (firstParam: number) => string;
    };

/** Writes rows of different tables: what is only added by COPY, all else in one statement. Each table at most once. */
export async function write(tx: Tx, ...writes: readonly Write[]): Promise<void> {
  const params: Buffer[] = [];
  const statements: string[] = [];
  for (const rows of writes) {
    if (rows.count === 0) continue;
    if (rows.by === 'copy') await tx.copy(rows.sql, rows.bytes());
    else {
      statements.push(rows.sql(params.length + 1));
      params.push(...rows.params());
    }
  }
  const last = statements.pop();
  if (last === undefined) return;
  const before = statements.map((statement, index) => `write_${String(index)} as (${statement})`);
  await tx.query(before.length === 0 ? last : `with ${before.join(', ')} ${last}`, params);
}

function upsertSql<Row>({ name, columns, key }: TableDefinition<Row>, firstParam: number): string {
  const all = Object.entries(columns);
  const names = all.map(([column]) => column).join(', ');
  const made = all.map(([column, { made }]) => made(`added.${column}`)).join(', ');
  const bound = all.map(([, { bound }], index) => `$${String(firstParam + index)}::${bound}[]`).join(', ');
  const insert = `insert into ${name} (${names}) select ${made} from unnest(${bound}) as added (${names})`;
  return `${insert} on conflict (${key.join(', ')}) ${mergeSql({ name, columns, key })}`;
}

function mergeSql<Row>({ name, columns, key }: Pick<TableDefinition<Row>, 'name' | 'columns' | 'key'>): string {
  const set = Object.entries(columns)
    .filter(([column, { merge }]) => merge !== 'keep' && !key.includes(column))
    .map(([column, { merge }]) => `${column} = ${merge === 'add' ? `${name}.${column} + ` : ''}excluded.${column}`);
  return set.length === 0 ? 'do nothing' : `do update set ${set.join(', ')}`;
}
