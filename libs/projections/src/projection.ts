import type { StoredEvent } from '#event-log';
import { Fault } from '#kernel';
import type { Table } from './table.js';
import type { Tx } from './transaction.js';

/** A read model: tables, and how events fold into them. */
export interface Projection {
  /** Lower case, digits and underscores: part of schema names. */
  readonly name: string;
  /** Raise it whenever tables or fold change: the new version is built beside the old one and takes its place. */
  readonly version: number;
  /** Event types it wants to see; a type that no code knows stops who wants `all`. */
  readonly handles: readonly string[] | 'all';
  readonly tables: readonly Table[];
  /**
   * Folds events in the log's order and writes what they come to, set-wise. Must answer the same tables whatever the cut
   * into batches, and must depend on nothing but the events and the tables. @throws Fault on an event that makes no sense
   */
  apply(events: readonly StoredEvent[], tx: Tx): Promise<void>;
  /** A query with one column of text: a row for each broken invariant, none when all is well. */
  readonly violations?: string;
}

const NAME = /^[a-z][a-z0-9_]{0,40}$/;

/** @throws Fault where two projections claim one name or one view */
export function assertDistinct(projections: readonly Projection[]): void {
  const names = new Set<string>();
  for (const { name, tables } of projections) {
    if (!NAME.test(name)) throw new Fault(`not a name for a projection: ${name}`);
    for (const claimed of [`projection ${name}`, ...tables.map((table) => `view ${table.name}`)]) {
      if (names.has(claimed)) throw new Fault(`claimed twice: ${claimed}`);
      names.add(claimed);
    }
  }
}
