import { randomBytes, randomUUID } from 'node:crypto';
import { EventCodec } from '../codec.js';
import type { EventLog, NewEvent, RecordedEvent } from '../event-log.js';

/** An event as small as they come; `text` tells it from others. */
export const newEvent = (text = '', given: Partial<NewEvent> = {}): NewEvent => ({
  id: randomUUID(),
  type: 'ThingHappened',
  contentType: 'application/json',
  data: Buffer.from(JSON.stringify({ text })),
  metadata: Buffer.from('{"v":1}'),
  ...given,
});

export const newEvents = (count: number): NewEvent[] => Array.from({ length: count }, (_, index) => newEvent(String(index)));

export const randomDigest = (): string => randomBytes(32).toString('hex');

const CODEC = EventCodec.of({ ThingHappened: { version: 1 } });

/** An event as the codec makes it of a command that a notice of this digest brought. */
export function ofNotice(digest: string): NewEvent {
  const metadata = { commandId: randomUUID(), correlationId: 'ntc', actor: 'test', notice: { digest, id: 'ntc' } };
  const [event] = CODEC.encode('any', [{ type: 'ThingHappened', data: { text: randomUUID() } }], metadata);
  return event ?? newEvent();
}

export const newStream = (prefix = 'thing'): string => `${prefix}-${randomBytes(8).toString('hex')}`;

export async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Everything in the log, in order. */
export async function everything(log: EventLog, after = ''): Promise<RecordedEvent[]> {
  return (await collected(log.readAll(after))).flatMap(({ events }) => events);
}

/** What was appended of an event that came back, so that it compares with what went in. */
export const contentOf = ({ id, type, contentType, data, metadata }: NewEvent): NewEvent => ({
  id,
  type,
  contentType,
  data: Buffer.from(data),
  metadata: Buffer.from(metadata),
});

/** Appends one event to the end of a stream, reading again after each conflict, as a command does. */
export async function appendAtEnd(log: EventLog, stream: string, event: NewEvent): Promise<number> {
  for (;;) {
    const last = (await log.readStream(stream)).at(-1);
    const result = await log.append(stream, last?.revision ?? 'no_stream', [event]);
    if (result.ok) return result.revision;
  }
}
