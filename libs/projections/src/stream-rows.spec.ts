import type { StoredEvent } from '#event-log';
import type { Instant } from '#kernel';
import { lastOfStreams } from './stream-rows.js';

const event = (stream: string, revision: number): StoredEvent => ({
  position: `${stream}${String(revision)}`,
  stream,
  revision,
  id: `${stream}${String(revision)}`,
  type: 'Any',
  data: { standing: { at: revision } },
  metadata: { v: 1, commandId: 'c', correlationId: 'c', actor: 'test' },
  recordedAt: '2026-09-21T02:00:00.000Z' as Instant,
});

describe('rows of streams', () => {
  it('take the standing of the last event in the batch, and know the first', () => {
    const rows = lastOfStreams<{ at: number }>([event('a', 0), event('b', 4), event('a', 1), event('a', 2)]);
    expect(rows.map(({ standing, event: last, first }) => [standing.at, last.position, first.position])).toEqual([
      [2, 'a2', 'a0'],
      [4, 'b4', 'b4'],
    ]);
  });
});
