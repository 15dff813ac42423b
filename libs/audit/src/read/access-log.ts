import type { Position, StoredEvent } from '#event-log';
import type { Instant } from '#kernel';
import {
  Table,
  column,
  cursorOf,
  cursorParts,
  nullable,
  pageOf,
  write,
  type Freshness,
  type Page,
  type Projection,
  type Reader,
} from '#projections';
import { ACCESS_EVENTS } from '../audit.feature.js';
import type { AccessEvent } from '../domain/access.messages.js';

/** Who looked at what, and when: an event of the log of accesses. */
export interface AccessRow {
  readonly position: Position;
  readonly type: AccessEvent['type'];
  readonly readId: string;
  readonly who: string;
  readonly name: string;
  readonly role: string;
  readonly what: string;
  readonly at: Instant;
  readonly request: string;
  readonly asked: Readonly<Record<string, string>> | null;
  readonly status: number | null;
  readonly answerPosition: Position | null;
  readonly bytes: number | null;
  readonly digest: string | null;
  /** Null where it is no delivery. */
  readonly isWhole: boolean | null;
}

const table = new Table<AccessRow>({
  name: 'access_log',
  columns: {
    position: column('text', ({ position }) => position),
    type: column('text', ({ type }) => type),
    read_id: column('text', ({ readId }) => readId),
    who: column('text', ({ who }) => who),
    name: column('text', ({ name }) => name),
    role: column('text', ({ role }) => role),
    what: column('text', ({ what }) => what),
    at: column('timestamptz', ({ at }) => at),
    request: column('text', ({ request }) => request),
    asked: nullable('json', ({ asked }) => asked),
    status: nullable('integer', ({ status }) => status),
    answer_position: nullable('text', ({ answerPosition }) => answerPosition),
    bytes: nullable('bigint', ({ bytes }) => bytes),
    digest: nullable('text', ({ digest }) => digest),
    is_whole: nullable('boolean', ({ isWhole }) => isWhole),
  },
  key: ['position'],
  addedOnly: true,
  indexes: ['(who, position)', '(name, position)', '(at)'],
});

/** Who looked: every access that was recorded. */
export const accessLog: Projection = {
  name: 'access_log',
  version: 1,
  handles: Object.keys(ACCESS_EVENTS),
  tables: [table],
  apply: (events, tx) => write(tx, table.rows(events.map(rowOf))),
};

function rowOf(stored: StoredEvent): AccessRow {
  const { position } = stored;
  const event = { type: stored.type, data: stored.data } as AccessEvent;
  const { readId, who, what, at, request, bytes } = event.data;
  const looked = { position, type: event.type, readId, who: who.id, name: who.name, role: who.role, what, at, request };
  const unsaid = { asked: null, status: null, answerPosition: null, digest: null, isWhole: null };
  switch (event.type) {
    case 'LedgerRead': {
      const { asked, status, position: answerPosition, digest } = event.data;
      return { ...looked, ...unsaid, bytes, asked, status, answerPosition, digest };
    }
    case 'ExportDelivered': {
      const { isWhole, digest } = event.data;
      return { ...looked, ...unsaid, bytes, digest, isWhole };
    }
    case 'FeedEnded':
      return { ...looked, ...unsaid, bytes, answerPosition: event.data.position };
  }
}

export interface AccessAsked extends Freshness {
  /** Id or name of a key. */
  readonly who?: string | undefined;
  /** A part of an operation: `/v1/exports`. */
  readonly what?: string | undefined;
  readonly from?: Instant | undefined;
  /** Not included. */
  readonly to?: Instant | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const LIST = `
  select position, type, read_id as "readId", who, name, role, what, at, request, asked, status,
    answer_position as "answerPosition", bytes, digest, is_whole as "isWhole"
  from read.access_log
  where ($1::text is null or who = $1 or name = $1) and ($2::text is null or strpos(what, $2) > 0)
    and ($3::timestamptz is null or at >= $3) and ($4::timestamptz is null or at < $4)
    and ($5::text is null or position < $5)
  order by position desc limit $6`;

export class AccessLogQueries {
  constructor(private readonly reader: Reader) {}

  /** The newest first. @throws InvalidCursor */
  async list(asked: AccessAsked): Promise<Page<AccessRow>> {
    const { who, what, from, to, limit, cursor, minPosition } = asked;
    const before = cursor === undefined ? undefined : cursorParts(cursor, 1)[0];
    const params = [who, what, from, to, before, limit + 1];
    const answer = await this.reader.rows<AccessRow>({ projection: accessLog, sql: LIST, params, minPosition });
    return pageOf(answer, limit, ({ position }) => cursorOf(position));
  }
}
