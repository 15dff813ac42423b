import type { Position } from '#event-log';
import type { Projection } from '../projection.js';
import type { View } from '../view.js';
import type { EventSource } from './event-source.js';

/** A part of the book that is replayed alone. */
export interface Scope {
  /** What it is, for a person. */
  readonly says: string;
  /**
   * Finds out which events it takes up to a position. What it answers must hold: the rows of its views are a function of the events of
   * its source alone, so that a row that differs does differ. @throws NothingOfScope where no event is of the part
   */
  select(source: EventSource, until: Position, signal?: AbortSignal): Promise<Selection>;
}

export interface Selection {
  /** The events that are taken, and no others. */
  readonly source: EventSource;
  /** The rows of a read model that belong to the part; none where it is not replayed. */
  views(projection: Projection): readonly View[];
  /** Why no rows of a table belong to the part, for a person. */
  leftOutBecause(table: string): string;
}

/** Nothing in the log is of the part that was asked for: most likely it was misspelt. */
export class NothingOfScope extends Error {
  override readonly name = 'NothingOfScope';

  constructor(says: string) {
    super(`nothing in the log up to there is of ${says}`);
  }
}

/** A table of which a part of the book shows no rows. */
export interface LeftOut {
  readonly model: string;
  readonly table: string;
  readonly because: string;
}
