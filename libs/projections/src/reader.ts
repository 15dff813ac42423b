import type { Pool, QueryResultRow } from 'pg';
import { START, type Position } from '#event-log';
import { ProjectionBehind, type Positions } from './positions.js';
import type { Projection } from './projection.js';
import { servingGeneration } from './registry.js';
import { rowsOf } from './transaction.js';

/** What a query answers: data and the position that it reflects, out of one snapshot. */
export interface Answer<T> {
  readonly position: Position;
  readonly data: T;
}

/** A page, and where the next one begins; no cursor on the last one. */
export interface Page<T> extends Answer<readonly T[]> {
  readonly next?: string;
}

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
  /** The projection whose views the SQL reads. */
  readonly projection: Pick<Projection, 'name' | 'version'>;
  /** A `select` on views of the schema `read`, parameters from $1. */
  readonly sql: string;
  readonly params?: readonly unknown[];
}

const UNDEFINED_TABLE = '42P01';
const UNDEFINED_COLUMN = '42703';

/** Asks read models. */
export class Reader {
  constructor(
    private readonly pool: Pool,
    private readonly positions: Positions,
  ) {}

  /** @throws ProjectionBehind when it does not reach `minPosition` in time, or does not serve this version yet */
  async rows<Row extends object>(question: Question): Promise<Answer<Row[]>> {
    const { projection, minPosition = START } = question;
    if (minPosition !== START) await this.positions.waitFor(projection.name, minPosition);
    const found = await this.ask<Row>(question);
    const [first] = found;
    if (!first) throw new ProjectionBehind(projection.name, minPosition, undefined);
    const data = found.flatMap(({ isFound, servedPosition: _, ...row }) => (isFound ? [row as unknown as Row] : []));
    return { position: first.servedPosition, data };
  }

  /** One statement: rows and checkpoint come from the same snapshot. One row without data where nothing is found. */
  private async ask<Row extends object>({ projection, sql, params = [] }: Question): Promise<Served<Row>[]> {
    const text = `
      select served.position as "servedPosition", found.* from projections.generations served
      left join lateral (select true as "isFound", asked.* from (${sql}) asked) found on true
      where served.status = 'serving' and served.name = $${String(params.length + 1)}`;
    try {
      return await rowsOf<Served<Row>>(this.pool, text, [...params, projection.name]);
    } catch (error) {
      if (!isMissing(error)) throw error;
      const serving = await servingGeneration(this.pool, projection.name);
      if (serving?.version === projection.version) throw error;
      throw new ProjectionBehind(projection.name, START, undefined);
    }
  }
}

type Served<Row> = QueryResultRow & Row & { servedPosition: Position; isFound: boolean | null };

function isMissing(error: unknown): boolean {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return code === UNDEFINED_TABLE || code === UNDEFINED_COLUMN;
}
