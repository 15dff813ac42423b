import { isUint8Array } from 'node:util/types';
import { Fault, instant, type Instant } from '#kernel';
import { deterministicId } from '../codec.js';
import type { ContentType, NewEvent, Position, RecordedEvent } from '../event-log.js';
import { isLogPosition, positionOf, type LogPosition } from './log-position.js';

/** An event as it is sent: always `application/octet-stream`, because the client rewrites what is called JSON. */
export interface WireEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** An event as the client hands it over; of strangers' events it has parsed data and metadata. */
export interface WireRecord {
  readonly streamId: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: unknown;
  readonly metadata?: unknown;
  readonly created: Date;
  readonly position?: LogPosition | undefined;
}

/** An event to be stored; `moved`: what the log that recorded it says of it. */
export interface Storable extends NewEvent {
  readonly moved?: { readonly origin: Position; readonly recordedAt: Instant };
}

/**
 * What stands before the metadata: one byte for the content type, sixteen for the event's own id. The first byte is a
 * control character, so the whole never parses as JSON and the client leaves it alone. Of an event that was moved here the
 * first byte is two greater, and behind the id stand when it was recorded (milliseconds since 1970, 8 bytes) and its origin
 * (a length of one byte, ASCII).
 */
const CONTENT_TYPES: Readonly<Record<ContentType, number>> = { 'application/json': 1, 'application/octet-stream': 2 };
const MOVED = 2;
const ID_AT = 1;
const METADATA_AT = 17;
const ORIGIN_AT = METADATA_AT + 8;

/**
 * EventStoreDB tells a retry by ids alone. The id that it sees is therefore made of the event's id and content: the same id
 * with other bytes is another id to it, and its answer to a retry is the port's answer, without reading anything back.
 */
export function wireEventOf({ id, type, contentType, data, metadata, moved }: Storable): WireEvent {
  const own = id.toLowerCase();
  const past = moved ? pastOf(moved) : Buffer.alloc(0);
  const envelope = new Uint8Array(METADATA_AT + past.length + metadata.length);
  envelope[0] = CONTENT_TYPES[contentType] + (moved ? MOVED : 0);
  envelope.set(Buffer.from(own.replaceAll('-', ''), 'hex'), ID_AT);
  envelope.set(past, METADATA_AT);
  envelope.set(metadata, METADATA_AT + past.length);
  return { id: deterministicId(own, type, contentType, data), type, data, metadata: envelope };
}

function pastOf({ origin, recordedAt }: NonNullable<Storable['moved']>): Buffer {
  const past = Buffer.alloc(ORIGIN_AT - METADATA_AT + 1 + origin.length);
  past.writeBigInt64BE(BigInt(Date.parse(recordedAt)), 0);
  past.writeUInt8(origin.length, ORIGIN_AT - METADATA_AT);
  past.write(origin, ORIGIN_AT - METADATA_AT + 1, 'latin1');
  return past;
}

/** System events and links, which the log never shows. The server's filter leaves them out by type. */
export const isOfTheStore = ({ streamId, type }: WireRecord): boolean => type.startsWith('$') || streamId.startsWith('$');

/** @throws Fault on an event that somebody else wrote: its bytes are not to be had as they were */
export function recordedEventOf(record: WireRecord): RecordedEvent {
  const { streamId: stream, type, data, metadata, position } = record;
  const where = `${type} ${String(record.revision)} of ${stream}`;
  if (!(isUint8Array(data) && isUint8Array(metadata) && metadata.length >= METADATA_AT))
    throw new Fault(`${where} was not written by this ledger, which wants an EventStoreDB of its own`);
  if (!isLogPosition(position)) throw new Fault(`${where} came without its position: EventStoreDB must be 23.10 or newer`);
  const code = metadata[0] ?? 0;
  const event = {
    position: positionOf(position),
    stream,
    revision: Number(record.revision),
    id: uuidIn(metadata),
    type,
    contentType: contentTypeOf(code > MOVED ? code - MOVED : code, where),
    data,
  };
  if (code <= MOVED)
    return { ...event, metadata: metadata.subarray(METADATA_AT), recordedAt: instant(record.created.getTime()) };
  const envelope = Buffer.from(metadata.buffer, metadata.byteOffset, metadata.length);
  const originEnd = ORIGIN_AT + 1 + envelope.readUInt8(ORIGIN_AT);
  return {
    ...event,
    metadata: metadata.subarray(originEnd),
    recordedAt: instant(Number(envelope.readBigInt64BE(METADATA_AT))),
    origin: envelope.toString('latin1', ORIGIN_AT + 1, originEnd),
  };
}

function contentTypeOf(code: number | undefined, where: string): ContentType {
  if (code === CONTENT_TYPES['application/json']) return 'application/json';
  if (code === CONTENT_TYPES['application/octet-stream']) return 'application/octet-stream';
  throw new Fault(`${where} was not written by this ledger, which wants an EventStoreDB of its own`);
}

function uuidIn(envelope: Uint8Array): string {
  const hex = Buffer.from(envelope.buffer, envelope.byteOffset + ID_AT, METADATA_AT - ID_AT).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
