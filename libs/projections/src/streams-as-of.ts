import type { Position, StoredEvent } from '#event-log';
import type { BusinessDate, FactEventData, Fact } from '#kernel';
import { cursorOf, cursorParts } from './cursor.js';
import { standingOf } from './log-event.js';
import { ProjectionBehind } from './positions.js';
import { pageOf, type Answer, type Page, type Reader } from './reader.js';
import type { LastOfStream, Listing, StreamRow } from './stream-rows.js';
import type { Times } from './times.js';

/** The log, for who asks what stood in it. */
export interface PastLog {
  readonly head: () => Promise<Position>;
  readonly history: (stream: string) => Promise<readonly StoredEvent[]>;
}

/** Streams of facts as the log has them. */
export interface PastStreams<Standing> extends PastLog {
  /** Where a stream stood of which only these events count; at least one. */
  readonly derive: (events: readonly StoredEvent[]) => Standing;
}

/** A stream as it stood then, and where the log stood. @throws ProjectionBehind on a position that is yet to come */
async function oneAsOf<Standing, Row>(
  streams: PastStreams<Standing>,
  stream: string,
  times: Times,
  rowOf: (last: LastOfStream<Standing>) => Row,
): Promise<Answer<Row | undefined>> {
  const head = await streams.head();
  const { known = head } = times;
  if (known > head) throw new ProjectionBehind('log', known, head);
  const then = await streamAsOf(streams, stream, times);
  return { position: known, data: then && rowOf(then) };
}

/**
 * A stream as it was known at a position, counting only facts of accounting days up to `effective`: the true day of the fact,
 * closed or not. Out of the stream itself, so it costs what the stream is long. Undefined where nothing of it counts.
 */
export async function streamAsOf<Standing>(
  { derive, history }: PastStreams<Standing>,
  stream: string,
  { effective, known }: Times,
): Promise<LastOfStream<Standing> | undefined> {
  const events = (await history(stream)).filter(({ position }) => known === undefined || position <= known);
  const counted = effective === undefined ? events : events.filter((event) => dayOf(event) <= effective);
  const [first] = counted;
  const last = counted.at(-1);
  if (!first || !last) return undefined;
  // All that was known counts: then it is what the log said of it at the time.
  const standing = counted.length === events.length ? (standingOf(last) as Standing) : derive(counted);
  return { standing, event: last, first };
}

const dayOf = ({ data }: StoredEvent): BusinessDate => (data as FactEventData<Fact, unknown>).fact.booking.businessDate;

/** What a row says of its stream's last event, whichever that was. */
export const streamRowOf = ({ event }: Pick<LastOfStream<unknown>, 'event'>): StreamRow => ({
  revision: event.revision,
  position: event.position,
  updatedAt: event.recordedAt,
});

/** How streams of one kind stand in the log and in their read model. */
export interface PastRows<Row, Standing> extends PastStreams<Standing>, Omit<Listing, 'params'> {
  readonly streamOf: (row: Row) => string;
  readonly rowOf: (last: LastOfStream<Standing>) => Row & StreamRow;
}

/** Which of them. */
export interface PastFilter<Row> {
  /** Of the conditions in `select`, which are only those that do not change in the life of a stream. */
  readonly params: Listing['params'];
  /** All other conditions, asked of the row as it was then. */
  readonly matches: (row: Row) => boolean;
}

type PastListing<Row, Standing> = PastRows<Row, Standing> & PastFilter<Row>;

export interface PastListAsked extends Times {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Streams looked at for one page, whatever becomes of them; and how many at once. */
const LOOKED_AT = 400;
const AT_ONCE = 16;

/** Streams of one kind as they stood then: one, or a list of them. */
export class StreamsAsOf<Row extends object, Standing> {
  constructor(
    private readonly reader: Reader,
    private readonly rows: PastRows<Row, Standing>,
  ) {}

  /** @throws ProjectionBehind on a position that is yet to come */
  one(stream: string, times: Times): Promise<Answer<(Row & StreamRow) | undefined>> {
    return oneAsOf(this.rows, stream, times, this.rows.rowOf);
  }

  /** A page may hold fewer rows than asked for and have a next one. @throws InvalidCursor */
  list(asked: PastListAsked, filter: PastFilter<Row>): Promise<Page<Row & StreamRow>> {
    return listStreamsAsOf(this.reader, { ...this.rows, ...filter }, asked);
  }
}

type Candidate<Row> = Row & StreamRow & { readonly openedPosition: Position };

/**
 * Those opened last come first. A page may hold fewer than `limit` rows and still have a next one: it looks at so many streams
 * at most. What has not moved since is taken from the read model, all else is read from the log. @throws InvalidCursor
 */
async function listStreamsAsOf<Row extends object, Standing>(
  reader: Reader,
  listing: PastListing<Row, Standing>,
  { cursor, limit, ...times }: PastListAsked,
): Promise<Page<Row & StreamRow>> {
  const { params, projection, select } = listing;
  const [before = null] = cursor === undefined ? [] : cursorParts(cursor, 1);
  const at = (offset: number): string => `$${String(params.length + offset)}`;
  const answer = await reader.rows<Candidate<Row>>({
    projection,
    sql: `${select} and (${at(1)}::text is null or opened_position <= ${at(1)})
      and (${at(2)}::text is null or opened_position < ${at(2)}) order by opened_position desc limit ${String(LOOKED_AT + 1)}`,
    params: [...params.map((param) => param ?? null), times.known ?? null, before],
    minPosition: times.known,
  });
  const candidates = pageOf(answer, LOOKED_AT, last).data;
  const rows: (Row & StreamRow)[] = [];
  let lookedAt = 0;
  while (lookedAt < candidates.length && rows.length < limit) {
    const some = candidates.slice(lookedAt, lookedAt + AT_ONCE);
    const found = await Promise.all(some.map((candidate) => rowThen(listing, candidate, times)));
    for (const row of found) {
      if (rows.length === limit) break;
      lookedAt += 1;
      if (row && listing.matches(row)) rows.push(row);
    }
  }
  const end = candidates[lookedAt - 1];
  const page = { position: times.known ?? answer.position, data: rows };
  return end !== undefined && lookedAt < answer.data.length ? { ...page, next: last(end) } : page;
}

const last = ({ openedPosition }: { readonly openedPosition: Position }): string => cursorOf(openedPosition);

async function rowThen<Row extends object, Standing>(
  listing: PastListing<Row, Standing>,
  { openedPosition: _, ...now }: Candidate<Row>,
  times: Times,
): Promise<(Row & StreamRow) | undefined> {
  const row = now as unknown as Row & StreamRow;
  if (times.effective === undefined && times.known !== undefined && row.position <= times.known) return row;
  const then = await streamAsOf(listing, listing.streamOf(row), times);
  return then && listing.rowOf(then);
}

/** Whether a row has the exception that is asked for: a code, or `any`. */
export const hasException = (asked: string | undefined, { exceptions }: { readonly exceptions: readonly string[] }): boolean =>
  asked === undefined || (asked === 'any' ? exceptions.length > 0 : exceptions.includes(asked));

/** Whether a row says what is asked of these fields; what is not asked is not looked at. */
export const isAsAsked = <Field extends string>(
  row: Readonly<Record<Field, unknown>>,
  asked: { readonly [F in Field]?: unknown },
  fields: readonly Field[],
): boolean => fields.every((field) => asked[field] === undefined || asked[field] === row[field]);
