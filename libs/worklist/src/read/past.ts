import type { Position } from '#event-log';
import type { Memory } from './memory.js';
import type { Item, PastItem } from './worklist.tables.js';

/** Keeps how exceptions stood before and after an event that moved them. */
export function keepPast({ items, past }: Memory, at: Position): void {
  for (const { before, after } of items.changes()) {
    if (before) put(past, { item: before, until: at });
    if (after) put(past, { item: after, until: null });
  }
}

const put = (past: Map<string, PastItem>, row: PastItem): void => {
  past.set(nameOf(row.item), row);
};

const nameOf = ({ exceptionId, position }: Item): string => `${exceptionId} ${position}`;
