import { createHash } from 'node:crypto';
import type { RecordedEvent } from '#event-log';
import { Fault } from '#kernel';
import { entryOf, type ArchiveHeader, type Entry, type Trailer } from './lines.js';
import { linesOf } from './streams.js';

/** An export as it is read. */
export interface OpenedExport {
  readonly header: ArchiveHeader;
  /** All events in the order of the log. Read once. @throws Fault that names the line, where the file is not as it was written */
  readonly batches: AsyncIterable<{ readonly events: readonly RecordedEvent[] }>;
}

/** What stands behind the header, events of one stretch together. */
export type Part =
  Exclude<Entry, { readonly kind: 'event' | 'header' }> | { readonly kind: 'events'; readonly events: RecordedEvent[] };

export interface OpenedParts {
  readonly header: ArchiveHeader;
  readonly parts: AsyncGenerator<Part>;
}

type HeaderEntry = Extract<Entry, { readonly kind: 'header' }>;

/** Opens an export for whoever wants its events. Lines are held against the digest at the end, signatures are not looked at. */
export async function readExport(path: string): Promise<OpenedExport> {
  const { header, parts } = await openParts(path);
  return { header, batches: eventsIn(parts) };
}

async function* eventsIn(parts: AsyncIterable<Part>): AsyncGenerator<{ readonly events: readonly RecordedEvent[] }> {
  for await (const part of parts) if (part.kind === 'events') yield { events: part.events };
}

/** @throws Fault where the file does not begin as an export does */
export async function openParts(path: string): Promise<OpenedParts> {
  const parts = new Reading(path).parts();
  const first = await parts.next();
  if (first.done || first.value.kind !== 'header') throw new Fault(`${path} does not begin as an export of a log does`);
  return { header: first.value.header, parts: parts as AsyncGenerator<Part> };
}

class Reading {
  private readonly digest = createHash('sha256');
  private number = 0;
  private count = 0;
  private events: RecordedEvent[] = [];
  private end: Trailer | undefined;

  constructor(private readonly path: string) {}

  async *parts(): AsyncGenerator<Part | HeaderEntry> {
    for await (const lines of linesOf(this.path)) {
      for (const line of lines) {
        const entry = this.take(line);
        if (entry.kind === 'event') this.events.push(entry.event);
        else yield* this.before(entry);
      }
      yield* this.stretch();
    }
    if (!this.end) throw new Fault(`${this.path} ends after line ${String(this.number)}: it is not whole`);
  }

  private take(line: Buffer): Entry {
    this.number += 1;
    const entry = entryAt(line, this.number);
    if (this.end || (entry.kind === 'header') !== (this.number === 1))
      throw new Fault(`line ${String(this.number)} is not in its place`);
    if (entry.kind !== 'trailer') this.digest.update(line).update('\n');
    return entry;
  }

  private *before(entry: Exclude<Entry, { readonly kind: 'event' }>): Generator<Part | HeaderEntry> {
    yield* this.stretch();
    if (entry.kind === 'trailer') {
      this.end = entry.trailer;
      assertEnd(entry.trailer, this.count, this.digest.digest('hex'));
    }
    yield entry;
  }

  private *stretch(): Generator<Part> {
    const { events } = this;
    if (events.length === 0) return;
    this.count += events.length;
    this.events = [];
    yield { kind: 'events', events };
  }
}

function entryAt(line: Buffer, number: number): Entry {
  try {
    return entryOf(line);
  } catch (error) {
    throw new Fault(`line ${String(number)} ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function assertEnd({ events, digest }: Trailer, count: number, found: string): void {
  if (events !== count) throw new Fault(`the file has ${String(count)} events, its end says ${String(events)}`);
  if (digest !== found) throw new Fault('the lines of the file are not those that its end was written for');
}
