import { useEffect, useRef, useState } from 'react';
import { followStream, type StreamState } from './event-stream';

export interface FeedEvent {
  readonly position: string;
  readonly type: string;
}

/**
 * Hears of every new event after a position, across lost connections: it goes on where it was, by `Last-Event-ID`.
 * Not by EventSource, which wants each type by its name and gives up where a server answers 503.
 */
export function useFeed(after: string | undefined, onEvents: (events: readonly FeedEvent[]) => void): StreamState {
  const [state, setState] = useState<StreamState>('connecting');
  const hear = useRef(onEvents);
  useEffect(() => {
    hear.current = onEvents;
  });
  const begin = useRef<string | undefined>(undefined);
  begin.current ??= after;
  const isReady = begin.current !== undefined;
  useEffect(() => {
    if (begin.current === undefined) return undefined;
    const gone = new AbortController();
    void followStream(begin.current, {
      open: openFeed,
      hear: (events) => hear.current(events.map(({ id, type }) => ({ position: id, type }))),
      tell: (next) => gone.signal.aborted || setState(next),
      gone: gone.signal,
    });
    return () => gone.abort();
  }, [isReady]);
  return state;
}

const openFeed = (after: string | undefined, signal: AbortSignal): Promise<Response> =>
  fetch('/v1/events/stream', {
    headers: { Accept: 'text/event-stream', ...(after !== undefined && { 'Last-Event-ID': after }) },
    signal,
  });
