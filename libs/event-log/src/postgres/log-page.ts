import type { Connection, Pool, PoolClient, Submittable } from 'pg';
import { instant, type Instant } from '#kernel';
import { positionAt } from '../dense-position.js';
import type { RecordedEvent } from '../event-log.js';
import { isDigest, isOfNotice } from '../notice-digest.js';
import { contentTypeOf } from './append-statement.js';

/**
 * Reads the events at positions above `after` up to `last` by COPY in binary format: bytes come as they are, where `pg`
 * would take a row's fields through text. COPY takes no parameters; both bounds are integers by type and by check.
 */
export async function readPage(pool: Pool, after: number, last: number): Promise<RecordedEvent[]> {
  if (!Number.isSafeInteger(after) || !Number.isSafeInteger(last)) throw new RangeError('positions are integers');
  return readRows(pool, pageQuery(after, last));
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The events with these ids. What is no id is nowhere. */
export async function readByIds(pool: Pool, ids: readonly string[]): Promise<RecordedEvent[]> {
  const wanted = [...new Set(ids)].filter((id) => UUID.test(id));
  return wanted.length === 0 ? [] : readRows(pool, copyOf(`log.by_ids('{${wanted.join()}}')`));
}

/** The events that name the notice of a digest. What is no digest is nowhere. */
export async function readOfNotice(pool: Pool, digest: string): Promise<RecordedEvent[]> {
  if (!isDigest(digest)) return [];
  const found = await readRows(pool, copyOf(`log.of_notice('${digest}')`));
  return found.filter((event) => isOfNotice(event, digest));
}

/** The events that a COPY of rows like `pageQuery` sends. */
export async function readRows(pool: Pool, copy: string): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  const decode = rowDecoder((event) => events.push(event));
  const client = await pool.connect();
  let broken = true;
  try {
    await copyOut(client, copy, decode);
    broken = false;
  } finally {
    client.release(broken);
  }
  return events;
}

const pageQuery = (after: number, last: number): string =>
  copyOf(`log.events where position > ${String(after)} and position <= ${String(last)}`);

const copyOf = (source: string): string => `
  copy (
    select position, revision, content_type, recorded_at, id, stream, type, data, metadata, origin
      from ${source}
     order by position
  ) to stdout (format binary)`;

function copyOut(client: PoolClient, text: string, onChunk: (chunk: Buffer) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const query = new CopyOut(text, onChunk, (error) => {
    if (error) reject(error);
    else resolve(undefined);
  });
  client.query(query);
  return promise;
}

/** A query as `pg` runs it, that hands on the data of a COPY TO STDOUT. The chunks are `pg`'s own: copy what is kept. */
class CopyOut implements Submittable {
  constructor(
    private readonly text: string,
    private readonly onChunk: (chunk: Buffer) => void,
    /** `pg` puts its own around it, to bound the query. */
    public callback: (error: Error | null) => void,
  ) {}

  submit(connection: Connection): void {
    connection.query(this.text);
  }

  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    this.onChunk(chunk);
  }

  handleCommandComplete(): void {
    // The answer is complete when the connection is ready again.
  }

  handleReadyForQuery(): void {
    this.callback(null);
  }

  handleError(error: Error): void {
    this.callback(error);
  }
}

/** Signature (11 bytes), flags and length of the header's extension (4 each), both zero. Source: PostgreSQL, COPY, binary format. */
const FILE_HEADER_BYTES = 19;
const FIELDS = 10;

/** Rows are copied side by side into pieces of memory, each twice as large as the one before: cheaper than one for each row. */
const FIRST_PIECE_BYTES = 8_192;
const LARGEST_PIECE_BYTES = 262_144;

/** PostgreSQL sends a row per chunk, the first behind the file header, and a trailer instead of a row at the end. */
function rowDecoder(onEvent: (event: RecordedEvent) => void): (chunk: Buffer) => void {
  const recordedAt = instantDecoder();
  let at = FILE_HEADER_BYTES;
  let piece = Buffer.alloc(0);
  let used = 0;
  return (chunk) => {
    const length = chunk.length - at;
    if (length > 0 && chunk.readInt16BE(at) === FIELDS) {
      if (used + length > piece.length) {
        const next = Math.min(Math.max(piece.length * 2, FIRST_PIECE_BYTES), LARGEST_PIECE_BYTES);
        piece = Buffer.allocUnsafeSlow(Math.max(next, length));
        used = 0;
      }
      chunk.copy(piece, used, at);
      onEvent(eventOf(piece, used, used + length, recordedAt));
      used += length;
    }
    at = 0;
  };
}

/** Where the fixed fields of a row start, each behind its length: count 2; position 8, revision 4, content type 2, time 8, id 16. */
const POSITION_AT = 6;
const REVISION_AT = 18;
const CONTENT_TYPE_AT = 26;
const RECORDED_AT = 32;
const ID_AT = 44;
const STREAM_LENGTH_AT = 60;
const LENGTH_BYTES = 4;
/** Stands instead of a length. */
const NULL = -1;

/** The row in a piece from `start` to before `end`. */
function eventOf(piece: Buffer, start: number, end: number, recordedAt: (sinceY2kUs: number) => Instant): RecordedEvent {
  const streamAt = start + STREAM_LENGTH_AT + LENGTH_BYTES;
  const streamEnd = streamAt + piece.readInt32BE(start + STREAM_LENGTH_AT);
  const typeEnd = streamEnd + LENGTH_BYTES + piece.readInt32BE(streamEnd);
  const dataEnd = typeEnd + LENGTH_BYTES + piece.readInt32BE(typeEnd);
  const metadataEnd = dataEnd + LENGTH_BYTES + piece.readInt32BE(dataEnd);
  const isMoved = piece.readInt32BE(metadataEnd) !== NULL;
  return {
    position: positionAt(readInt8(piece, start + POSITION_AT)),
    stream: piece.toString('latin1', streamAt, streamEnd),
    revision: piece.readInt32BE(start + REVISION_AT),
    id: uuidAt(piece, start + ID_AT),
    type: piece.toString('latin1', streamEnd + LENGTH_BYTES, typeEnd),
    contentType: contentTypeOf(piece.readInt16BE(start + CONTENT_TYPE_AT)),
    data: piece.subarray(typeEnd + LENGTH_BYTES, dataEnd),
    metadata: piece.subarray(dataEnd + LENGTH_BYTES, metadataEnd),
    recordedAt: recordedAt(readInt8(piece, start + RECORDED_AT)),
    ...(isMoved && { origin: piece.toString('latin1', metadataEnd + LENGTH_BYTES, end) }),
  };
}

const readInt8 = (row: Buffer, at: number): number => row.readInt32BE(at) * 0x1_0000_0000 + row.readUInt32BE(at + 4);

function uuidAt(row: Buffer, at: number): string {
  const hex = row.toString('hex', at, at + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** timestamptz: microseconds since 2000. All events of one commit share theirs, so the last text is kept. */
function instantDecoder(): (sinceY2kUs: number) => Instant {
  const y2kMs = Date.UTC(2000, 0, 1);
  let last: { readonly us: number; readonly text: Instant } | undefined;
  return (us) => {
    if (last?.us !== us) last = { us, text: instant(y2kMs + Math.floor(us / 1000)) };
    return last.text;
  };
}
