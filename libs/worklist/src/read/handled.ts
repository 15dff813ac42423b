import { assertNever } from '#kernel';
import type { ExceptionEvent } from '../domain/exception.messages.js';
import type { Item } from './worklist.tables.js';

type Resolution = Pick<Item, 'resolvedOccurrence' | 'resolvedBy' | 'resolvedAt' | 'resolution'>;

export const UNRESOLVED: Resolution = { resolvedOccurrence: 0, resolvedBy: null, resolvedAt: null, resolution: null };

/** An exception after something was done about it. */
export function handled(item: Item, { type, data }: ExceptionEvent): Item {
  switch (type) {
    case 'ExceptionClaimed':
      return { ...item, holder: data.by };
    case 'ExceptionAssigned':
      return { ...item, holder: data.to };
    case 'ExceptionCommented':
      return { ...item, comments: item.comments + 1 };
    case 'ExceptionResolved': {
      const { occurrence, by, at, reason } = data;
      return { ...item, resolvedOccurrence: occurrence, resolvedBy: by, resolvedAt: at, resolution: reason, holder: null };
    }
    case 'ExceptionReopened':
      return { ...item, ...UNRESOLVED };
    default:
      return assertNever(type, 'exception event');
  }
}
