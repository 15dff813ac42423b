import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { Fault, type DomainEvent, type Instant } from '#kernel';
import type { NewEvent, Position, RecordedEvent } from './event-log.js';

/** Who, why and on what evidence: beside the data of every event. */
export interface EventMetadata {
  /** Schema version of the event's data. */
  readonly v: number;
  readonly commandId: string;
  readonly correlationId: string;
  /** Id of the event that a reaction answered. */
  readonly causationId?: string;
  /** `key:<id>`, `user:<id>`, `terminal:<id>`, `douyin:<app key>`, `reaction:<name>`. */
  readonly actor: string;
  /** The raw notice behind it and the SHA-256 (hex) of what was kept of it. */
  readonly notice?: { readonly id: string; readonly digest: string };
}

/** An event out of the log, decoded and brought up to the newest version of its type. */
export interface StoredEvent<D = unknown> {
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: D;
  readonly metadata: EventMetadata;
  readonly recordedAt: Instant;
}

/** One event type: its newest version and, for each older one, the step to the next. */
export interface EventSchema {
  readonly version: number;
  readonly upcast?: Readonly<Record<number, (data: unknown) => unknown>>;
}

export type EventSchemas = Readonly<Record<string, EventSchema>>;

export type MetadataOf = Omit<EventMetadata, 'v'>;

export class EventCodec {
  /** How metadata of the newest version begins, by type. */
  private readonly starts = new Map<string, Uint8Array>();

  constructor(private readonly schemas: EventSchemas) {}

  /** All features' types in one codec. @throws Fault when two features claim one type */
  static of(...parts: readonly EventSchemas[]): EventCodec {
    const all: Record<string, EventSchema> = {};
    for (const part of parts) {
      for (const [type, schema] of Object.entries(part)) {
        if (Object.hasOwn(all, type)) throw new Fault(`two features claim the event type ${type}`);
        all[type] = schema;
      }
    }
    return new EventCodec(all);
  }

  get types(): readonly string[] {
    return Object.keys(this.schemas);
  }

  knows(type: string): boolean {
    return Object.hasOwn(this.schemas, type);
  }

  /**
   * Ids are derived from stream, command and content: a retry has the same ids, other content never does. A notice stands last in the
   * metadata, and its digest last in that: see `notice-digest.ts`.
   */
  encode(stream: string, events: readonly DomainEvent[], { notice, ...metadata }: MetadataOf): NewEvent[] {
    const evidence = notice && { notice: { id: notice.id, digest: notice.digest } };
    return events.map(({ type, data }, index) => {
      const bytes = Buffer.from(JSON.stringify(data));
      return {
        id: deterministicId(stream, metadata.commandId, String(index), type, bytes),
        type,
        contentType: 'application/json',
        data: bytes,
        metadata: Buffer.from(JSON.stringify({ v: this.schemaOf(type).version, ...metadata, ...evidence })),
      };
    });
  }

  /** @throws Fault on a type or version that this code does not know: the reader must stop, not skip. */
  decode(event: RecordedEvent): StoredEvent {
    const metadata = this.metadataOf(event);
    const data = this.newest(event, metadata.v);
    const { position, stream, revision, id, type, recordedAt } = event;
    return { position, stream, revision, id, type, data, metadata, recordedAt };
  }

  /** @throws as `decode` does */
  dataOf(event: RecordedEvent): unknown {
    return this.isNewest(event) ? parsed(event, 'data') : this.newest(event, this.metadataOf(event).v);
  }

  /** @throws as `decode` does */
  metadataOf(event: RecordedEvent): EventMetadata {
    const metadata = parsed(event, 'metadata') as EventMetadata;
    const { v } = metadata;
    if (!Number.isInteger(v)) throw new Fault(`${event.type} at ${event.position} says no version`);
    if (v > this.schemaOf(event.type).version) throw new Fault(`${event.type} version ${String(v)} is newer than this code`);
    return metadata;
  }

  /**
   * Whether an event's data is stored as its newest version has it, so that a reader may take a part of the bytes without
   * `decode`. False also where it takes decoding to know. @throws Fault on a type that this code does not know
   */
  isNewest({ type, metadata }: RecordedEvent): boolean {
    const start = this.newestStart(type);
    for (let at = 0; at < start.length; at += 1) if (metadata[at] !== start[at]) return false;
    return true;
  }

  private newest(event: RecordedEvent, from: number): unknown {
    const { version, upcast } = this.schemaOf(event.type);
    let data = parsed(event, 'data');
    for (let v = from; v < version; v += 1) {
      const step = upcast?.[v];
      if (!step) throw new Fault(`no upcast of ${event.type} from version ${String(v)}`);
      data = step(data);
    }
    return data;
  }

  private newestStart(type: string): Uint8Array {
    let start = this.starts.get(type);
    if (!start) this.starts.set(type, (start = Buffer.from(`{"v":${String(this.schemaOf(type).version)},`)));
    return start;
  }

  private schemaOf(type: string): EventSchema {
    const schema = Object.hasOwn(this.schemas, type) ? this.schemas[type] : undefined;
    if (!schema) throw new Fault(`unknown event type ${type}`);
    return schema;
  }
}

/** @throws Fault where the bytes are no UTF-8, SyntaxError where they are no JSON */
function parsed(event: RecordedEvent, part: 'data' | 'metadata'): unknown {
  const bytes = event[part];
  if (!isUtf8(bytes)) throw new Fault(`${part} of ${event.type} at ${event.position} is no UTF-8`);
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
}

/** A UUID (version 8, RFC 9562) out of SHA-256 over length-prefixed parts. */
export function deterministicId(...parts: readonly (string | Uint8Array)[]): string {
  const hex = hash('sha256', lengthPrefixed(parts), 'hex');
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Text alone is hashed as it is: no bytes are made of it first. */
function lengthPrefixed(parts: readonly (string | Uint8Array)[]): string | Buffer {
  const pieces: Uint8Array[] = [];
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += `${String(Buffer.byteLength(part))}:${part}`;
    else {
      pieces.push(Buffer.from(`${text}${String(part.length)}:`), part);
      text = '';
    }
  }
  return pieces.length === 0 ? text : Buffer.concat([...pieces, Buffer.from(text)]);
}
