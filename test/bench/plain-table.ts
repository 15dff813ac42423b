import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Pool } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { callersFor, type Contender } from './rounds.js';
import { DATA_BYTES, EVENT_TYPE, METADATA_BYTES, sampleKey, sampleStream } from './samples.js';

const COLUMNS = ['stream_key', 'recorded_at', 'revision', 'content_type', 'id', 'stream', 'type', 'data', 'metadata'];
const INSERT = `insert into plain.events (${COLUMNS.join(', ')}) values `;
const PARAMETERS = 5;

const row = (index: number): string => {
  const [key, id, stream, data, metadata] = Array.from(
    { length: PARAMETERS },
    (_, n) => `$${String(index * PARAMETERS + n + 1)}`,
  );
  return `(${[key, 'now()', '0', '1', id, stream, `'${EVENT_TYPE}'`, data, metadata].join(', ')})`;
};
const values = (): unknown[] => [sampleKey(), randomUUID(), sampleStream(), DATA_BYTES, METADATA_BYTES];

/** Plain SQL into a table with the columns and indexes of the log's, without what makes it a log. */
export class PlainTable {
  private constructor(private readonly pool: Pool) {}

  static async beside(url: string): Promise<PlainTable> {
    const pool = new Pool({ connectionString: url, max: 64 });
    await pool.query(`
      drop schema if exists plain cascade;
      create schema plain;
      create sequence plain.positions;
      create table plain.events (like log.events including all);
      alter table plain.events alter position set default nextval('plain.positions')`);
    return new PlainTable(pool);
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  oneCommitPerEvent(connections: number): Contender {
    return {
      name: `one commit per event, ${String(connections)} connections`,
      run: (seconds) =>
        callersFor(connections, seconds, async () => {
          await this.pool.query({ name: 'one', text: INSERT + row(0), values: values() });
          return 1;
        }),
    };
  }

  multiRowInserts(rows: number): Contender {
    const text = INSERT + Array.from({ length: rows }, (_, index) => row(index)).join(', ');
    return {
      name: `INSERT of ${String(rows)} rows`,
      run: (seconds) =>
        callersFor(2, seconds, async () => {
          await this.pool.query({ name: `rows ${String(rows)}`, text, values: Array.from({ length: rows }, values).flat() });
          return rows;
        }),
    };
  }

  /** One COPY, which is one commit, of so many rows. Its bytes are made beforehand: what is measured is the server's limit. */
  copies(rows: number): Contender {
    return {
      name: `COPY of ${String(rows)} rows`,
      run: async (seconds) => {
        const client = await this.pool.connect();
        let tookMs = 0;
        let copied = 0;
        while (tookMs < seconds * 1_000) {
          const bytes = copyBytes(rows);
          const began = performance.now();
          const sink = client.query(copyFrom(`copy plain.events (${COLUMNS.join(', ')}) from stdin (format binary)`));
          await pipeline(Readable.from(bytes), sink);
          tookMs += performance.now() - began;
          copied += rows;
        }
        client.release();
        return { perSecond: (copied * 1_000) / tookMs };
      },
    };
  }
}

const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER = Buffer.from([0xff, 0xff]);
const CHUNK_ROWS = 100;

function copyBytes(rows: number): Buffer[] {
  const chunks: Buffer[] = [HEADER];
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    chunks.push(Buffer.concat(Array.from({ length: Math.min(CHUNK_ROWS, rows - from) }, copyRow).flat()));
  }
  return [...chunks, TRAILER];
}

function copyRow(): Buffer[] {
  const fields = [
    int(8, sampleKey()),
    int(8, (Date.now() - Date.UTC(2000, 0, 1)) * 1_000),
    int(4, 0),
    int(2, 1),
    Buffer.from(randomUUID().replaceAll('-', ''), 'hex'),
    Buffer.from(sampleStream()),
    Buffer.from(EVENT_TYPE),
    DATA_BYTES,
    METADATA_BYTES,
  ];
  return [int(2, fields.length), ...fields.flatMap((field) => [int(4, field.length), field])];
}

function int(bytes: 2 | 4 | 8, value: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 8) buffer.writeBigInt64BE(BigInt(value));
  else buffer.writeIntBE(value, 0, bytes);
  return buffer;
}
