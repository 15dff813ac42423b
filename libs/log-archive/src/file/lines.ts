import { isUtf8 } from 'node:buffer';
import { assertRestorable, type ContentType, type Position, type RecordedEvent } from '#event-log';
import { Fault, instant, type Instant } from '#kernel';

/** What stands in the first line of a file. */
export interface ArchiveHeader {
  readonly version: 1;
  /** Name of the log, which is that of its keys; empty where it was never signed. */
  readonly origin: string;
  readonly log: 'postgresql' | 'eventstoredb' | 'memory';
  /** Position of the last event wanted; empty: the log was. */
  readonly upTo: Position;
  readonly createdAt: Instant;
  /** Public keys that signed the checkpoints in it, oldest first. */
  readonly keys: readonly string[];
  /** The newest checkpoint as the file was begun; null where nothing was signed. */
  readonly checkpoint: string | null;
}

/** A checkpoint of all events before it in the file. */
export interface CheckpointLine {
  readonly size: number;
  readonly signedAt: Instant;
  readonly note: string;
}

/** A row of a table beside the log, as `to_jsonb` writes it. */
export interface RowLine {
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** What stands in the last line. */
export interface Trailer {
  readonly events: number;
  /** Of the tree over all of them, base64. */
  readonly root: string;
  /** SHA-256 (hex) over all lines before this one, line feeds included. */
  readonly digest: string;
}

export type Entry =
  | { readonly kind: 'header'; readonly header: ArchiveHeader }
  | { readonly kind: 'event'; readonly event: RecordedEvent }
  /** Leaf hashes of the events since the last line of this kind, side by side. */
  | { readonly kind: 'hashes'; readonly hashes: Buffer }
  | { readonly kind: 'checkpoint'; readonly checkpoint: CheckpointLine }
  | { readonly kind: 'row'; readonly row: RowLine }
  | { readonly kind: 'trailer'; readonly trailer: Trailer };

/** The text of a line, without its line feed. */
export function lineOf(entry: Entry): string {
  switch (entry.kind) {
    case 'event':
      return eventLine(entry.event);
    case 'header':
      return JSON.stringify({ hezhangLog: entry.header });
    case 'hashes':
      return `{"leaves":"${entry.hashes.toString('base64')}"}`;
    case 'checkpoint':
      return JSON.stringify({ checkpoint: entry.checkpoint });
    case 'row':
      return JSON.stringify({ beside: entry.row });
    case 'trailer':
      return JSON.stringify({ end: entry.trailer });
  }
}

/**
 * What a line says. A line has one form only: whatever else reads as the same is not what was exported.
 * @throws Fault that says why it is none
 */
export function entryOf(line: Buffer): Entry {
  if (!isUtf8(line)) throw new Fault('is no UTF-8');
  const text = line.toString();
  const entry = understood(text);
  if (lineOf(entry) !== text) throw new Fault('is not written as an export writes it');
  return entry;
}

function understood(text: string): Entry {
  let said: Said;
  try {
    said = JSON.parse(text) as Said;
    if (typeof said.position === 'string') return { kind: 'event', event: eventOf(said as EventLine) };
    if (said.leaves !== undefined) return { kind: 'hashes', hashes: Buffer.from(said.leaves, 'base64') };
    if (said.checkpoint) return { kind: 'checkpoint', checkpoint: checkpointOf(said.checkpoint) };
    if (said.beside) return { kind: 'row', row: { table: said.beside.table, row: said.beside.row } };
    if (said.hezhangLog) return { kind: 'header', header: headerOf(said.hezhangLog) };
    if (said.end) return { kind: 'trailer', trailer: trailerOf(said.end) };
  } catch (error) {
    throw new Fault('can not be read', { cause: error });
  }
  throw new Fault('is of no known kind');
}

interface Said {
  readonly position?: Position;
  readonly leaves?: string;
  readonly checkpoint?: CheckpointLine;
  readonly beside?: RowLine;
  readonly hezhangLog?: ArchiveHeader;
  readonly end?: Trailer;
}

interface EventLine {
  readonly position: Position;
  readonly origin?: Position;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly contentType: ContentType;
  readonly recordedAt: Instant;
  /** As text where they are UTF-8, else as base64. */
  readonly metadata?: string;
  readonly metadataBase64?: string;
  readonly data?: string;
  readonly dataBase64?: string;
}

function eventLine({ position, origin, stream, revision, id, type, contentType, recordedAt, metadata, data }: RecordedEvent) {
  // All of these are of plain characters; only bytes need escaping.
  const moved = origin === undefined ? '' : `,"origin":"${origin}"`;
  const where = `{"position":"${position}"${moved},"stream":"${stream}","revision":${String(revision)}`;
  const what = `"id":"${id}","type":"${type}","contentType":"${contentType}","recordedAt":"${recordedAt}"`;
  return `${where},${what},${bytesField('metadata', metadata)},${bytesField('data', data)}}`;
}

function bytesField(name: string, bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return isUtf8(buffer) ? `"${name}":${JSON.stringify(buffer.toString())}` : `"${name}Base64":"${buffer.toString('base64')}"`;
}

const CONTENT_TYPES: readonly string[] = ['application/json', 'application/octet-stream'];
const POSITION = /^(?:\d{16}|\d{38})$/;

function eventOf(line: EventLine): RecordedEvent {
  const { position, origin, stream, revision, id, type, contentType } = line;
  const event: RecordedEvent = {
    position,
    stream,
    revision,
    id,
    type,
    contentType,
    data: bytesOf(line.data, line.dataBase64),
    metadata: bytesOf(line.metadata, line.metadataBase64),
    recordedAt: instant(Date.parse(line.recordedAt)),
    ...(origin !== undefined && { origin }),
  };
  for (const one of [position, origin]) if (one !== undefined && !POSITION.test(one)) throw new Fault('not a position');
  if (id !== id.toLowerCase()) throw new Fault('not an id');
  if (!CONTENT_TYPES.includes(contentType)) throw new Fault('not a content type');
  assertRestorable([event]);
  return event;
}

function bytesOf(text: string | undefined, base64: string | undefined): Buffer {
  if ((text === undefined) === (base64 === undefined)) throw new Fault('bytes stand once');
  return text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text);
}

const checkpointOf = ({ size, signedAt, note }: CheckpointLine): CheckpointLine => {
  if (!Number.isSafeInteger(size) || size < 1) throw new Fault('not a size');
  return { size, signedAt: instant(Date.parse(signedAt)), note };
};

const headerOf = ({ version, origin, log, upTo, createdAt, keys, checkpoint }: ArchiveHeader): ArchiveHeader => {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it comes from outside
  if (version !== 1) throw new Fault(`not a version that this code reads: ${String(version)}`);
  return { version, origin, log, upTo, createdAt: instant(Date.parse(createdAt)), keys: keys.map(String), checkpoint };
};

const trailerOf = ({ events, root, digest }: Trailer): Trailer => ({ events, root, digest });
