/** An event as the double keeps it. */
export interface StoredRecord {
  /** Byte offset: commit and prepare position are the same for whatever is written in one piece, as since server version 5. */
  readonly position: bigint;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  readonly createdMs: number;
}

export type Proposed = Pick<StoredRecord, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;

/** What was written in one piece. */
export interface Written {
  readonly stream: string;
  readonly createdMs: number;
  readonly events: readonly Proposed[];
}

/** Keeps what was written for the next store. */
export interface Journal {
  readonly found: readonly Written[];
  append(written: Written): void;
}

/** Of an append: a revision, or what else the protocol can say. */
export type Expectation = number | 'no_stream' | 'any' | 'stream_exists';

export type Decision =
  | { readonly kind: 'ok'; readonly revision: number; readonly position: bigint }
  | { readonly kind: 'wrong_version'; readonly current: number }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'not_ready' }
  | { readonly kind: 'timeout' };

const NO_STREAM = -1;
const RECORD_BYTES = 120;

/** The server's default. */
export const MAX_APPEND_BYTES = 1_048_576;

/**
 * What the double holds, in memory, and in a journal where it is given one. Decides as the server's `IndexWriter.CheckCommit`
 * and `StorageWriterService` (EventStoreDB 23.10): with an expected revision behind the stream's, an append whose ids all
 * stand at the revisions it claims is answered as stored, by ids alone; where only the first ones do, or none, it is a
 * wrong version. `any` and `stream_exists` look for the ids wherever they stand in the stream.
 */
export class DoubleStore {
  readonly records: StoredRecord[] = [];
  private readonly streams = new Map<string, StoredRecord[]>();
  private readonly waiting = new Set<() => void>();
  private end = 0n;

  constructor(
    private readonly now: () => number,
    private readonly journal?: Journal,
  ) {
    if (journal && journal.found.length > 0) {
      for (const written of journal.found) this.add(written);
      return;
    }
    // A server that starts for the first time writes for itself.
    this.write('$users', [systemEvent('$User', '{"loginName":"admin"}')]);
    this.write('$$$stats', [systemEvent('$metadata', '{"$maxAge":864000}')]);
  }

  stream(name: string): readonly StoredRecord[] {
    return this.streams.get(name) ?? [];
  }

  append(stream: string, expected: Expectation, events: readonly Proposed[]): Decision {
    if (sizeOf(events) > MAX_APPEND_BYTES) return { kind: 'too_large' };
    const present = this.stream(stream);
    const current = present.length - 1;
    const ids = events.map(({ id }) => id);
    if (expected === 'any' || expected === 'stream_exists') {
      if (expected === 'stream_exists' && current === NO_STREAM) return { kind: 'wrong_version', current };
      const known = ids.map((id) => present.findIndex((record) => record.id === id));
      if (known[0] !== undefined && known[0] >= 0)
        return known.every((at) => at >= 0) ? storedAt(present[known.at(-1) ?? 0]) : { kind: 'wrong_version', current };
      return this.write(stream, events);
    }
    const before = expected === 'no_stream' ? NO_STREAM : expected;
    if (before === current) return this.write(stream, events);
    const isRetry = before < current && ids.every((id, index) => present[before + 1 + index]?.id === id);
    return isRetry ? storedAt(present[before + ids.length]) : { kind: 'wrong_version', current };
  }

  /** Writes without asking, as the server does for itself: settings of streams, links of its projections. */
  write(stream: string, events: readonly Proposed[]): Decision {
    const written: Written = { stream, createdMs: this.now(), events };
    this.journal?.append(written);
    return this.add(written);
  }

  private add({ stream, createdMs, events }: Written): Decision {
    const present = this.streams.get(stream) ?? [];
    this.streams.set(stream, present);
    for (const event of events) {
      const record = { ...event, stream, revision: present.length, position: this.end, createdMs };
      this.end += BigInt(RECORD_BYTES + stream.length + sizeOf([event]));
      present.push(record);
      this.records.push(record);
    }
    for (const wake of this.waiting) wake();
    return storedAt(present.at(-1));
  }

  /** Index of the first record after a position. */
  indexAfter(position: bigint): number {
    let low = 0;
    for (let high = this.records.length; low < high;) {
      const middle = (low + high) >> 1;
      if ((this.records[middle]?.position ?? 0n) > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Ends when there are more than so many records, or the signal aborts. */
  async moreThan(count: number, signal: AbortSignal): Promise<void> {
    while (this.records.length <= count && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const wake = (): void => resolve(undefined);
      this.waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
      await promise;
      this.waiting.delete(wake);
      signal.removeEventListener('abort', wake);
    }
  }
}

/** The server counts the type in UTF-16. */
const sizeOf = (events: readonly Proposed[]): number =>
  events.reduce((sum, { type, data, metadata }) => sum + 2 * type.length + data.length + metadata.length, 0);

function storedAt(last: StoredRecord | undefined): Decision {
  if (!last) throw new Error('an append of nothing');
  return { kind: 'ok', revision: last.revision, position: last.position };
}

let systemEvents = 0;

export function systemEvent(type: string, data: string): Proposed {
  systemEvents += 1;
  const id = `00000000-0000-4000-8000-${String(systemEvents).padStart(12, '0')}`;
  return { id, type, contentType: 'application/json', data: Buffer.from(data), metadata: new Uint8Array() };
}
