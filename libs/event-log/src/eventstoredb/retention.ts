import { Fault } from '#kernel';
import { isStreamName } from '../append-rules.js';
import type { StoreClient } from './store-client.js';
import type { WireRecord } from './wire-event.js';

/** Settings of a stream by which EventStoreDB lets events go, or hands out stale ones. */
const FORBIDDEN = ['$maxCount', '$maxAge', '$tb', '$cacheControl'];
const METADATA_OF = '$$';
const METADATA = '$metadata';

/** Streams whose settings are for all: those of `$all`, of `$streams`, and the store's own defaults. */
const FOR_ALL = ['$$$all', '$$$streams', '$settings'];
const LAST_EVENTS = 500;
const AT_ONCE = 20;

/**
 * A ledger keeps everything. Looks at the settings for all streams, at those of the streams written to last, and at the
 * settings changed last: what can be seen without reading the whole log. @throws Fault that names what is set where
 */
export async function assertNothingExpires(client: StoreClient, withinMs: number): Promise<void> {
  const last = await client.readBackwards(LAST_EVENTS, undefined, withinMs);
  const recent = new Set(last.map(({ streamId }) => streamId).filter(isStreamName));
  const settings = [...FOR_ALL, ...[...recent].map((stream) => METADATA_OF + stream)];
  const changed = last.filter(({ streamId, type }) => type === METADATA && isStreamName(streamId.slice(METADATA_OF.length)));
  const found = new Map(changed.toReversed().map((record) => [record.streamId, record]));
  for (let from = 0; from < settings.length; from += AT_ONCE) {
    const part = settings.slice(from, from + AT_ONCE);
    const read = part.map((stream) => client.readStream({ stream, from: 0, limit: 1, last: true }, withinMs));
    for (const [record] of await Promise.all(read)) if (record) found.set(record.streamId, record);
  }
  const wrong = [...found.values()].flatMap(forbiddenIn);
  if (wrong.length > 0)
    throw new Fault(`the EventStoreDB must keep every event, but settings say otherwise: ${wrong.join('; ')}`);
}

function forbiddenIn({ streamId, data }: WireRecord): string[] {
  const settings = typeof data === 'object' && data !== null ? data : {};
  const names = FORBIDDEN.filter((name) => Object.hasOwn(settings, name));
  return names.length === 0 ? [] : [`${streamId.replace(METADATA_OF, '')} has ${names.join(', ')}`];
}
