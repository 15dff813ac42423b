import type { PoolClient } from 'pg';
import { byteaArray, int2Array, int4Array, int8Array, textArray, timestamptzArray, uuidArray } from '#postgres';
import { assertFollows, notTheHead, originOf } from '../append-rules.js';
import { counterOf, positionAt } from '../dense-position.js';
import type { Position, RecordedEvent } from '../event-log.js';
import { contentTypeNumber } from './append-statement.js';
import { APPEND_LOCK } from './log.schema.js';

const BEGIN = `begin isolation level read committed; select pg_advisory_xact_lock(${String(APPEND_LOCK)})`;
const HEAD = 'select position from log.events order by position desc limit 1';

const STANDS = `
  select s.key, (select e.revision from log.events e where e.stream_key = s.key order by e.revision desc limit 1) as last
    from unnest($1::text[]) with ordinality q (name, ordinal) left join log.streams s on s.name = q.name
   order by q.ordinal`;

const INSERT_STREAMS = 'insert into log.streams (name, key) select * from unnest($1::text[], $2::bigint[])';

const INSERT_EVENTS = `
  insert into log.events (position, stream_key, recorded_at, revision, content_type, id, stream, type, data, metadata, origin)
  select unnest($1::bigint[]), unnest($2::bigint[]), unnest($3::timestamptz[]), unnest($4::integer[]), unnest($5::smallint[]),
         unnest($6::uuid[]), unnest($7::text[]), unnest($8::text[]), unnest($9::bytea[]), unnest($10::bytea[]), unnest($11::text[])`;

/** Where a stream stands: its key, and its last revision (−1: none). */
interface Standing {
  key: number;
  last: number;
}

/**
 * Stores events of another log behind `after` in one transaction, under the lock of all who append. By binary arrays, which come
 * close to COPY (see the README) and need no encoding of rows of its own.
 */
export async function restoreEvents(client: PoolClient, after: Position, events: readonly RecordedEvent[]): Promise<Position> {
  try {
    await client.query(BEGIN);
    const { rows } = await client.query<{ position: string }>(HEAD);
    const head = positionAt(Number(rows[0]?.position ?? 0));
    if (head !== after) throw notTheHead(after, head);
    const counter = counterOf(head);
    await insert(client, counter, events);
    await client.query('commit');
    return positionAt(counter + events.length);
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function insert(client: PoolClient, counter: number, events: readonly RecordedEvent[]): Promise<void> {
  const standings = await standingsOf(client, [...new Set(events.map(({ stream }) => stream))]);
  const opened: RecordedEvent[] = [];
  const keys = events.map((event, index) => {
    const standing = standings.get(event.stream) ?? { key: 0, last: -1 };
    assertFollows(event, standing.last);
    if (event.revision === 0) {
      opened.push(event);
      standing.key = counter + index + 1;
    }
    standing.last = event.revision;
    return standing.key;
  });
  const openedKeys = opened.map(({ stream }) => standings.get(stream)?.key ?? 0);
  await client.query(INSERT_STREAMS, [textArray(opened.map(({ stream }) => stream)), int8Array(openedKeys)]);
  await client.query({ name: 'log.restore', text: INSERT_EVENTS, values: columnsOf(events, keys, counter) });
}

async function standingsOf(client: PoolClient, streams: readonly string[]): Promise<Map<string, Standing>> {
  const { rows } = await client.query<{ key: string | null; last: number | null }>(STANDS, [textArray(streams)]);
  return new Map(streams.map((stream, at) => [stream, { key: Number(rows[at]?.key ?? 0), last: rows[at]?.last ?? -1 }]));
}

const columnsOf = (events: readonly RecordedEvent[], keys: readonly number[], counter: number): Buffer[] => [
  int8Array(events.map((_, index) => counter + index + 1)),
  int8Array(keys),
  timestamptzArray(events.map(({ recordedAt }) => recordedAt)),
  int4Array(events.map(({ revision }) => revision)),
  int2Array(events.map(({ contentType }) => contentTypeNumber(contentType))),
  uuidArray(events.map(({ id }) => id)),
  textArray(events.map(({ stream }) => stream)),
  textArray(events.map(({ type }) => type)),
  byteaArray(events.map(({ data }) => data)),
  byteaArray(events.map(({ metadata }) => metadata)),
  textArray(events.map((event, index) => foreign(originOf(event), counter + index + 1))),
];

const foreign = (origin: Position, counter: number): Position | null => (origin === positionAt(counter) ? null : origin);
