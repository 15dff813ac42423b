import type { Position } from '#event-log';
import { readExport } from '#log-archive';
import { exportSource, sourceOf, type EventSource } from '#projections';
import { openLog, type LogPlace } from '../../projector/src/core.js';
import { UsageError } from './command.js';

/** Where a replay takes its events from, as a command opens it. */
export interface OpenedSource {
  readonly source: EventSource;
  /** The last event of a file; undefined of a log, which goes on. */
  readonly end: Position | undefined;
  close(): Promise<void>;
}

/** The log itself, or an export of it. @throws UsageError where the file is none, is not whole, or is of a log of the other kind */
export async function openSource(place: LogPlace, exported: string | undefined): Promise<OpenedSource> {
  if (exported === undefined) {
    const log = await openLog(place);
    return { source: sourceOf(log), end: undefined, close: () => log.close() };
  }
  const end = await lastIn(exported, place.eventStoreUrl === undefined ? 'postgresql' : 'eventstoredb');
  const open = async () => ({ head: end, batches: (await readExport(exported)).batches });
  return { source: exportSource(open), end, close: () => Promise.resolve() };
}

/** All of it is read once before: its header does not say where it ends if it was cut at a time, and it may not be whole. */
async function lastIn(path: string, kind: string): Promise<Position> {
  try {
    const { header, batches } = await readExport(path);
    if (header.log !== kind)
      throw new UsageError(`it is of a log in ${header.log}, what serves is of one in ${kind}, and their positions differ`);
    let last: Position = '';
    for await (const { events } of batches) last = events.at(-1)?.position ?? last;
    return last;
  } catch (error) {
    throw new UsageError(`${path} can not be replayed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
