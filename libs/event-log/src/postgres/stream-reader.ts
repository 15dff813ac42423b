import type { Pool } from 'pg';
import { instant } from '#kernel';
import { int4Array, textArray } from '#postgres';
import { positionAt } from '../dense-position.js';
import type { RecordedEvent } from '../event-log.js';
import { contentTypeOf } from './append-statement.js';

export interface StreamPart {
  readonly stream: string;
  readonly from: number;
  readonly limit: number;
}

const READ_STREAMS = `
  select q.ordinal, e.position, e.revision, e.id, e.type, e.content_type, e.data, e.metadata,
         (extract(epoch from e.recorded_at) * 1000000)::bigint as recorded_us, e.origin
    from unnest($1::text[], $2::integer[], $3::integer[]) with ordinality q (name, first, size, ordinal)
    join log.streams s on s.name = q.name
   cross join lateral (
         select e.position, e.revision, e.id, e.type, e.content_type, e.data, e.metadata, e.recorded_at, e.origin
           from log.events e
          where e.stream_key = s.key and e.revision >= q.first
          order by e.revision
          limit q.size
         ) e
   order by q.ordinal, e.revision`;

type Row = readonly [
  ordinal: string,
  position: string,
  revision: number,
  id: string,
  type: string,
  contentType: number,
  data: Buffer,
  metadata: Buffer,
  recordedUs: string,
  origin: string | null,
];

/** The events of several streams in one query, in the order asked for. */
export async function readStreams(pool: Pool, parts: readonly StreamPart[]): Promise<RecordedEvent[][]> {
  const { rows } = await pool.query<[...Row]>({
    name: 'log.read_streams',
    text: READ_STREAMS,
    values: [
      textArray(parts.map(({ stream }) => stream)),
      int4Array(parts.map(({ from }) => from)),
      int4Array(parts.map(({ limit }) => limit)),
    ],
    rowMode: 'array',
  });
  const events = parts.map((): RecordedEvent[] => []);
  for (const row of rows) {
    const index = Number(row[0]) - 1;
    events[index]?.push(recordedEvent(parts[index]?.stream ?? '', row));
  }
  return events;
}

function recordedEvent(
  stream: string,
  [, position, revision, id, type, contentType, data, metadata, recordedUs, origin]: Row,
): RecordedEvent {
  return {
    position: positionAt(Number(position)),
    stream,
    revision,
    id,
    type,
    contentType: contentTypeOf(contentType),
    data,
    metadata,
    recordedAt: instant(Math.floor(Number(recordedUs) / 1000)),
    ...(origin !== null && { origin }),
  };
}
