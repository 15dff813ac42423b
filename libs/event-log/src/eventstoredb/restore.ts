import { Fault } from '#kernel';
import { APPEND_LIMIT_BYTES, appendBytes, asExpected, originOf } from '../append-rules.js';
import type { Position, RecordedEvent } from '../event-log.js';
import type { Appender } from './appender.js';

/** Events of one stream that follow each other in the log, as far as one append takes them. */
export function* runsOf(events: readonly RecordedEvent[]): Generator<readonly RecordedEvent[]> {
  let run: RecordedEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const more = appendBytes([event]);
    const [first] = run;
    if (first && (first.stream !== event.stream || bytes + more >= APPEND_LIMIT_BYTES)) {
      yield run;
      run = [];
      bytes = 0;
    }
    run.push(event);
    bytes += more;
  }
  if (run.length > 0) yield run;
}

/** @throws Fault where the stream is not where the first of them belongs */
export async function restoreRun(appender: Appender, run: readonly RecordedEvent[]): Promise<Position> {
  const [first] = run;
  if (!first) throw new Fault('a run of no events');
  const { stream, revision } = first;
  const events = run.map((event) => ({ ...event, moved: { origin: originOf(event), recordedAt: event.recordedAt } }));
  const result = await appender.append({ stream, expected: asExpected(revision - 1), events });
  if (!result.ok)
    throw new Fault(`revision ${String(revision)} of ${stream} can not follow ${String(result.actual)}: ${result.reason}`);
  return result.position;
}
