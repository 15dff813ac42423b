import { Fault } from '#kernel';
import type { AppendResult, ExpectedRevision, NewEvent, Position, RecordedEvent } from './event-log.js';

const STREAM_NAME = /^[A-Za-z0-9][A-Za-z0-9._@:-]{0,250}$/;
const EVENT_TYPE = /^[A-Za-z][A-Za-z0-9._-]{0,127}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An append must stay below. EventStoreDB's limit, kept by all adapters. */
export const APPEND_LIMIT_BYTES = 1_048_576;

/** What an event takes beside type, data and metadata. */
const OVERHEAD_BYTES = 64;

/** EventStoreDB counts types in UTF-16. */
const TYPE_CHARACTER_BYTES = 2;

/** Revisions are 32-bit in every store. */
const GREATEST_REVISION = 2_147_483_647;

export const isStreamName = (name: string): boolean => STREAM_NAME.test(name);
export const isEventType = (type: string): boolean => EVENT_TYPE.test(type);

/** What counts against APPEND_LIMIT_BYTES. */
export const appendBytes = (events: readonly NewEvent[]): number =>
  events.reduce(
    (sum, { type, data, metadata }) =>
      sum + OVERHEAD_BYTES + TYPE_CHARACTER_BYTES * type.length + data.length + metadata.length,
    0,
  );

/** @throws Fault when no log may take this append, whatever its streams look like. */
export function assertAppendable(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): void {
  if (!isStreamName(stream)) throw new Fault(`not a stream name: ${JSON.stringify(stream)}`);
  if (events.length === 0) throw new Fault(`an append of no events to ${stream}`);
  for (const { id, type } of events) {
    if (!UUID.test(id)) throw new Fault(`not a UUID: ${JSON.stringify(id)}`);
    if (!isEventType(type)) throw new Fault(`not an event type: ${JSON.stringify(type)}`);
  }
  if (
    expected !== 'no_stream' &&
    !(Number.isInteger(expected) && expected >= 0 && expected + events.length <= GREATEST_REVISION)
  ) {
    throw new Fault(`not a revision to expect: ${String(expected)}`);
  }
  const bytes = appendBytes(events);
  if (bytes >= APPEND_LIMIT_BYTES)
    throw new Fault(`an append of ${String(bytes)} bytes to ${stream}: it must stay below 1 MiB`);
}

/** Where the log that recorded an event had it. */
export const originOf = ({ origin, position }: RecordedEvent): Position => origin ?? position;

/** @throws Fault where an event can not stand in any log */
export function assertRestorable(events: readonly RecordedEvent[]): void {
  for (const event of events) assertAppendable(event.stream, asExpected(event.revision - 1), [event]);
}

/** @throws Fault where a stream of a last revision (−1: none) can not go on with this event */
export function assertFollows({ stream, revision }: RecordedEvent, last: number): void {
  if (revision !== last + 1)
    throw new Fault(`revision ${String(revision)} of ${stream} can not follow ${last < 0 ? 'nothing' : String(last)}`);
}

export const notTheHead = (after: Position, head: Position): Fault =>
  new Fault(`the log is at ${head || 'START'}, not at ${after || 'START'}: somebody else writes to it`);

/** The expected revision as a number: −1 before the first event. */
export const revisionBefore = (expected: ExpectedRevision): number => (expected === 'no_stream' ? -1 : expected);

export const asExpected = (revision: number): ExpectedRevision => (revision < 0 ? 'no_stream' : revision);

/**
 * What to answer to an append whose stream has moved on, given what is stored at the revisions it claims: an earlier try
 * of the same append succeeded, the ids were used for something else, or somebody else was first.
 */
export function resultOfRefused(
  events: readonly NewEvent[],
  stored: readonly RecordedEvent[],
  actual: ExpectedRevision,
): AppendResult {
  const last = stored.at(-1);
  const sameIds = stored.length === events.length && events.every(({ id }, index) => stored[index]?.id === id.toLowerCase());
  if (!last || !sameIds) return { ok: false, reason: 'conflict', actual };
  if (!events.every((event, index) => sameContent(event, stored[index]))) return { ok: false, reason: 'id_reused', actual };
  return { ok: true, revision: last.revision, position: last.position };
}

const sameContent = (event: NewEvent, stored: RecordedEvent | undefined): boolean =>
  stored?.type === event.type && stored.contentType === event.contentType && Buffer.compare(stored.data, event.data) === 0;
