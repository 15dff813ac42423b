import { Fault, type Instant } from '#kernel';
import type { RecordedEvent } from '#event-log';
import { sha256 } from './hashing.js';

/** What an event is known by in the tree: everything that the log says of it. */
export type LeafEvent = Pick<
  RecordedEvent,
  'position' | 'origin' | 'stream' | 'revision' | 'id' | 'type' | 'contentType' | 'recordedAt' | 'metadata' | 'data'
>;

/** First field of every leaf: what it is and in which version. */
const VERSION = 'hezhang-event-v1';
const PREFIX_BYTES = 1;
const LENGTH_BYTES = 4;
const FIELDS = 10;
const FIRST_BYTES = 65_536;

/**
 * Leaves of the tree. A leaf is ten fields, each a length (4 bytes, big-endian) and so many bytes, in this order: the text
 * `hezhang-event-v1`, position (where the log had it that recorded it), stream, revision (decimal), id (lower case), type, content type, instant recorded (ISO 8601,
 * milliseconds, Z), metadata, data. Texts are ASCII as the log has them; the last two are its exact bytes.
 *
 * One encoder reuses its memory: what `leafOf` answers is good until the next call.
 */
export class LeafEncoder {
  /** Byte 0 is the 0x00 of a leaf's hash and stays. */
  private buffer = Buffer.alloc(FIRST_BYTES);
  private at = PREFIX_BYTES;

  /** The bytes of an event's leaf. */
  leafOf(event: LeafEvent): Buffer {
    this.encode(event);
    return this.buffer.subarray(PREFIX_BYTES, this.at);
  }

  /** SHA-256(0x00 || leaf). */
  hashOf(event: LeafEvent): Buffer {
    this.encode(event);
    return sha256(this.buffer.subarray(0, this.at));
  }

  private encode(event: LeafEvent): void {
    const { stream, revision, id, type, contentType, recordedAt, metadata, data } = event;
    const position = event.origin ?? event.position;
    const texts = VERSION.length + position.length + stream.length + id.length + type.length + contentType.length;
    this.room(texts + 2 * recordedAt.length + FIELDS * (LENGTH_BYTES + LENGTH_BYTES) + metadata.length + data.length);
    this.at = PREFIX_BYTES;
    this.text(VERSION);
    this.text(position);
    this.text(stream);
    this.text(String(revision));
    this.text(id);
    this.text(type);
    this.text(contentType);
    this.text(recordedAt);
    this.bytes(metadata);
    this.bytes(data);
  }

  private text(text: string): void {
    this.at = this.buffer.writeUInt32BE(text.length, this.at);
    this.at += this.buffer.write(text, this.at, 'latin1');
  }

  private bytes(bytes: Uint8Array): void {
    this.at = this.buffer.writeUInt32BE(bytes.length, this.at);
    this.buffer.set(bytes, this.at);
    this.at += bytes.length;
  }

  private room(bytes: number): void {
    if (this.buffer.length < PREFIX_BYTES + bytes) this.buffer = Buffer.alloc(PREFIX_BYTES + 2 * bytes);
  }
}

/** The event that a leaf says. @throws Fault where the bytes are not, to the last one, what `LeafEncoder` makes of an event */
export function eventOfLeaf(leaf: Uint8Array): RecordedEvent {
  const bytes = Buffer.from(leaf);
  const fields = fieldsOf(bytes);
  const [version, position = '', stream = '', revision = '', id = '', type = '', contentType = '', recordedAt = ''] = fields
    .slice(0, FIELDS - 2)
    .map((field) => field.toString('latin1'));
  const [metadata = NOTHING, data = NOTHING] = fields.slice(FIELDS - 2);
  const isContentType = contentType === 'application/json' || contentType === 'application/octet-stream';
  if (fields.length !== FIELDS || version !== VERSION || !isContentType) throw new Fault('not a leaf of an event');
  const named = { position, stream, revision: Number(revision), id, type, contentType, recordedAt: recordedAt as Instant };
  const event: RecordedEvent = { ...named, contentType, metadata, data };
  if (!new LeafEncoder().leafOf(event).equals(bytes)) throw new Fault('a leaf that no event is encoded as');
  return event;
}

const NOTHING = Buffer.alloc(0);

/** As many as there are; one that says more than there is ends the list short. */
function fieldsOf(bytes: Buffer): Buffer[] {
  const fields: Buffer[] = [];
  for (let at = 0; at + LENGTH_BYTES <= bytes.length;) {
    const from = at + LENGTH_BYTES;
    at = from + bytes.readUInt32BE(at);
    if (at > bytes.length) return [];
    fields.push(bytes.subarray(from, at));
  }
  return fields;
}
