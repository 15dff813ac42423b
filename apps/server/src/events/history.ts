import type { CommandHandling } from '#event-log';
import { InvalidCursor, cursorOf, cursorParts, pageOf, type Page } from '#projections';
import { OptionalCount, OptionalField, CURSOR } from '../http/fields.js';
import { Problem } from '../http/problem.js';
import { DEFAULT_LIMIT, PAGE_LIMIT } from '../http/queries.js';
import { viewOf, type EventView } from './event-view.js';

/** The log itself answers, so there is no position to wait for. */
export class HistoryAsked {
  @OptionalCount(PAGE_LIMIT, `events at most; ${String(DEFAULT_LIMIT)} unless said`)
  limit?: number;
  @OptionalField(CURSOR)
  cursor?: string;
}

/** A page of a stream, the oldest event first. @throws InvalidCursor, Problem where there is no such stream */
export async function historyOf(handling: CommandHandling, stream: string, asked: HistoryAsked): Promise<Page<EventView>> {
  const { limit = DEFAULT_LIMIT, cursor } = asked;
  const from = cursor === undefined ? 0 : revisionIn(cursor) + 1;
  const events = await handling.history(stream, { from, limit: limit + 1 });
  const last = events.at(-1);
  if (!last) throw from === 0 ? Problem.of('NOT_FOUND') : new InvalidCursor();
  return pageOf({ position: last.position, data: events.map(viewOf) }, limit, ({ revision }) => cursorOf(String(revision)));
}

function revisionIn(cursor: string): number {
  const [revision = ''] = cursorParts(cursor, 1);
  if (!/^\d{1,9}$/.test(revision)) throw new InvalidCursor();
  return Number(revision);
}
