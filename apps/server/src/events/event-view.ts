import type { StoredEvent } from '#event-log';
import { INTEGER, MOMENT, STRING, record, type Schema } from '../http/schemas.js';

/** An event as the API shows it: what the log holds, decoded. */
export type EventView = Pick<
  StoredEvent,
  'position' | 'stream' | 'revision' | 'id' | 'type' | 'recordedAt' | 'data' | 'metadata'
>;

export const viewOf = ({ position, stream, revision, id, type, recordedAt, data, metadata }: StoredEvent): EventView => ({
  position,
  stream,
  revision,
  id,
  type,
  recordedAt,
  data,
  metadata,
});

const METADATA: Schema = record<StoredEvent['metadata']>(
  {
    v: { type: 'integer', description: 'schema version that it was written under' },
    commandId: STRING,
    correlationId: STRING,
    causationId: STRING,
    actor: STRING,
    notice: record({ id: STRING, digest: { type: 'string', description: 'SHA-256 of the kept notice, hex' } }),
  },
  ['causationId', 'notice'],
);

export const EVENT: Schema = record<EventView>({
  position: STRING,
  stream: STRING,
  revision: INTEGER,
  id: { type: 'string', format: 'uuid' },
  type: STRING,
  recordedAt: MOMENT,
  data: { type: 'object', description: 'by type; see the README of its feature', additionalProperties: true },
  metadata: METADATA,
});
