import type { ClientBase, Pool, QueryResultRow } from 'pg';
import { START, type Position } from '#event-log';
import { ProjectionBehind, type Positions } from './positions.js';
import type { Projection } from './projection.js';
import { schemaOf, servingGeneration } from './registry.js';
import { inTransaction, rowsOf } from './transaction.js';

/** What a query answers: data and the position that it reflects, out of one snapshot. */
export interface Answer<T> {
  readonly position: Position;
  readonly data: T;
}

/** An answer that goes on, and where; no cursor on the last one. */
export interface PagedAnswer<T> extends Answer<T> {
  readonly next?: string;
}

export type Page<T> = PagedAnswer<readonly T[]>;

/** A page out of rows that were asked for with `limit + 1`. */
export function pageOf<Row>({ position, data }: Answer<Row[]>, limit: number, cursor: (last: Row) => string): Page<Row> {
  const rows = data.slice(0, limit);
  const last = rows.at(-1);
  return data.length > limit && last !== undefined ? { position, data: rows, next: cursor(last) } : { position, data: rows };
}

export interface Freshness {
  /** Wait (bounded) until the read model has this position. */
  readonly minPosition?: Position | undefined;
}

export interface Question extends Freshness {
  /** The projection whose tables the SQL reads. */
  readonly projection: Pick<Projection, 'name' | 'version'>;
  /** A `select` on tables as the schema `read` names them, parameters from $1. */
  readonly sql: string;
  readonly params?: readonly unknown[];
}

const UNDEFINED_TABLE = '42P01';
const UNDEFINED_COLUMN = '42703';
/** How often a question is put again to the generation that took over while it was asked. */
const TRIES = 5;

/**
 * Asks read models: the tables of the generation that serves, not the views. A swap re-creates the views and would wait for
 * every question, and every question for it; so it only has to change one row, and a question that met the old generation
 * behind it is put again.
 */
export class Reader {
  private readonly serving = new Map<string, number>();

  constructor(
    private readonly pool: Pool,
    private readonly positions: Positions,
    /** Whom the questions are put to: the pool, or the one connection that holds a snapshot. */
    private readonly on: Pool | ClientBase = pool,
  ) {}

  /**
   * Work on one snapshot of all read models: whatever it asks, and however long it takes, answers stand where the first one
   * stood. It holds a connection and keeps PostgreSQL from clearing away old rows, so the work must have a bound in time.
   */
  snapshot<T>(work: (frozen: Reader) => Promise<T>): Promise<T> {
    return inTransaction(this.pool, 'begin isolation level repeatable read read only', (client) =>
      work(new Reader(this.pool, this.positions, client)),
    );
  }

  /** @throws ProjectionBehind when it does not reach `minPosition` in time, or does not serve this version yet */
  async rows<Row extends object>(question: Question): Promise<Answer<Row[]>> {
    const { projection, minPosition = START } = question;
    for (let tries = 1; ; tries += 1) {
      if (minPosition !== START) await this.positions.waitFor(projection.name, minPosition);
      const found = await this.ask<Row>(question);
      const [first] = found;
      const position = first?.servedPosition;
      if (first && position !== undefined && position >= minPosition) return { position, data: dataOf(found) };
      // Swapped meanwhile; or what was reached is not there any more: a crash of PostgreSQL takes the last moments back.
      if (position !== undefined) this.positions.reached(projection.name, position);
      this.serving.delete(projection.name);
      if (tries === TRIES) throw new ProjectionBehind(projection.name, minPosition, position);
    }
  }

  /** One statement: rows and checkpoint come from the same snapshot. One row without data where nothing is found, none after a swap. */
  private async ask<Row extends object>({ projection, sql, params = [] }: Question): Promise<Served<Row>[]> {
    const generation = await this.generationOf(projection);
    const own = `${schemaOf({ name: projection.name, generation })}.`;
    const text = `
      select served.position as "servedPosition", found.* from projections.generations served
      left join lateral (select true as "isFound", asked.* from (${sql.replaceAll(VIEWS, own)}) asked) found on true
      where served.status = 'serving' and served.name = $${String(params.length + 1)}
        and served.generation = $${String(params.length + 2)}`;
    try {
      return await rowsOf<Served<Row>>(this.on, text, [...params, projection.name, generation]);
    } catch (error) {
      if (!isMissing(error)) throw error;
      // After an error a transaction answers nothing more; another one will meet what serves by then.
      if (this.on !== this.pool) throw new ProjectionBehind(projection.name, START, undefined);
      const serving = await servingGeneration(this.pool, projection.name);
      if (serving?.generation !== generation) return [];
      if (serving.version === projection.version) throw error;
      throw new ProjectionBehind(projection.name, START, undefined);
    }
  }

  /** @throws ProjectionBehind where nothing serves yet */
  private async generationOf({ name }: Question['projection']): Promise<number> {
    const kept = this.serving.get(name);
    if (kept !== undefined) return kept;
    const found = await servingGeneration(this.on, name);
    if (!found) throw new ProjectionBehind(name, START, undefined);
    this.serving.set(name, found.generation);
    return found.generation;
  }
}

const VIEWS = /\bread\.(?=[a-z])/g;

const dataOf = <Row extends object>(found: readonly Served<Row>[]): Row[] =>
  found.flatMap(({ isFound, servedPosition: _, ...row }) => (isFound ? [row as unknown as Row] : []));

type Served<Row> = QueryResultRow & Row & { servedPosition: Position; isFound: boolean | null };

function isMissing(error: unknown): boolean {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return code === UNDEFINED_TABLE || code === UNDEFINED_COLUMN;
}
