import type { Position, StoredEvent } from '#event-log';
import type { Instant } from '#kernel';
import { column, type Column } from './column.js';
import { cursorOf, cursorParts } from './cursor.js';
import { LogEvent, standingOf } from './log-event.js';
import { pageOf, type Freshness, type Page, type Question, type Reader } from './reader.js';

/** A stream as a batch leaves it: read models with a row per stream take the standing of its last event. */
export interface LastOfStream<Standing> {
  readonly standing: Standing;
  readonly event: StoredEvent;
  /** The stream's first event in the batch; its opening one where the batch has that. */
  readonly first: StoredEvent;
}

export function lastOfStreams<Standing>(events: readonly StoredEvent[]): LastOfStream<Standing>[] {
  const streams = new Map<string, { event: StoredEvent; readonly first: StoredEvent }>();
  for (const event of events) {
    if (event instanceof LogEvent) event.assertKnown();
    const stream = streams.get(event.stream);
    if (stream) stream.event = event;
    else streams.set(event.stream, { event, first: event });
  }
  return Array.from(streams.values(), ({ event, first }) => ({ standing: standingOf(event) as Standing, event, first }));
}

/** What each row of a stream says beside its standing. */
export interface StreamRow {
  /** Of the stream's last event: the ETag. */
  readonly revision: number;
  readonly position: Position;
  readonly updatedAt: Instant;
}

/** Columns behind `StreamRow`, and the position that opened the stream, by which lists are ordered. */
export const streamColumns = <Standing>(): Record<string, Column<LastOfStream<Standing>>> => ({
  revision: column('integer', ({ event }) => event.revision),
  position: column('text', ({ event }) => event.position),
  updated_at: column('timestamptz', ({ event }) => event.recordedAt),
  opened_position: column('text', ({ first }) => first.position, 'keep'),
});

export const STREAM_COLUMNS = 'revision, position, updated_at as "updatedAt"';

/** The two orders of `listStreams`, and rows with exceptions. */
export const STREAM_INDEXES = [
  '(opened_position)',
  '(position)',
  '(opened_position) where cardinality(exceptions) > 0',
] as const;

export interface ListAsked extends Freshness {
  /** Only what changed after it, in the order in which it changed: a feed. Else all, the newest first. */
  readonly updatedAfter?: Position | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** SQL `select <columns> from <view> where <condition>`, parameters from $1. */
export interface Listing {
  readonly projection: Question['projection'];
  readonly select: string;
  readonly params: readonly unknown[];
}

type Listed<Row> = Row & StreamRow & { readonly openedPosition: Position };

/** A page of rows of streams. @throws InvalidCursor */
export async function listStreams<Row extends object>(
  reader: Reader,
  { projection, select, params }: Listing,
  { updatedAfter, limit, cursor, minPosition }: ListAsked,
): Promise<Page<Row & StreamRow>> {
  const isFeed = updatedAfter !== undefined;
  const [after = null] = cursor === undefined ? [updatedAfter] : cursorParts(cursor, 1);
  const at = `$${String(params.length + 1)}`;
  const order = isFeed
    ? `and position > ${at} order by position`
    : `and (${at}::text is null or opened_position < ${at}) order by opened_position desc`;
  const answer = await reader.rows<Listed<Row>>({
    projection,
    sql: `${select} ${order} limit $${String(params.length + 2)}`,
    params: [...params.map((param) => param ?? null), after, limit + 1],
    minPosition,
  });
  const page = pageOf(answer, limit, (last) => cursorOf(isFeed ? last.position : last.openedPosition));
  return { ...page, data: page.data.map(({ openedPosition: _, ...row }) => row as unknown as Row & StreamRow) };
}
