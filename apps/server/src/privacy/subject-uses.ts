import { START, type EventLog, type Position } from '#event-log';
import type { Instant } from '#kernel';

/** What becomes unreadable with a subject's key, as of a position of the log. */
export interface SubjectUses {
  readonly subject: string;
  readonly position: Position;
  /** Events that hold something of the person. */
  readonly events: number;
  readonly byType: Readonly<Record<string, number>>;
  /** By kind of stream: `payment`, `order` … */
  readonly byStream: Readonly<Record<string, number>>;
}

const BATCH = 1_000;

/** When and by whom a person was forgotten. */
export interface ForgottenAs {
  readonly at: Instant;
  /** `key:<id>` */
  readonly by: string;
  readonly position: Position;
}

/** The same of a person who may be forgotten already: then it is unreadable. */
export interface SubjectTold extends SubjectUses {
  readonly forgotten: ForgottenAs | null;
}

/** Reads the whole log: asked for seldom, and never on the way of a sale. */
export async function usesOf(log: EventLog, subject: string): Promise<SubjectUses> {
  const byType: Record<string, number> = {};
  const byStream: Record<string, number> = {};
  const told = `"subject":"${subject}","box"`;
  let events = 0;
  let position: Position = START;
  for await (const batch of log.readAll(START, { batchSize: BATCH })) {
    for (const event of batch.events) {
      if (!Buffer.from(event.data.buffer, event.data.byteOffset, event.data.length).includes(told)) continue;
      const stream = event.stream.split('.')[0] ?? event.stream;
      byType[event.type] = (byType[event.type] ?? 0) + 1;
      byStream[stream] = (byStream[stream] ?? 0) + 1;
      events += 1;
    }
    position = batch.checkpoint;
    if (batch.caughtUp) break;
  }
  return { subject, position, events, byType, byStream };
}
