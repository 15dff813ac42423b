import { useEffect, useRef, useState } from 'react';

export interface FeedEvent {
  readonly position: string;
  readonly type: string;
}

export type FeedState = 'connecting' | 'live' | 'lost';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const SILENCE_MS = 45_000;

/**
 * Hears of every new event after a position, across lost connections: it goes on where it was, by `Last-Event-ID`.
 * Not by EventSource, which wants each type by its name and gives up where a server answers 503.
 */
export function useFeed(after: string | undefined, onEvents: (events: readonly FeedEvent[]) => void): FeedState {
  const [state, setState] = useState<FeedState>('connecting');
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
    void follow(
      begin.current,
      gone.signal,
      (next) => gone.signal.aborted || setState(next),
      (events) => hear.current(events),
    );
    return () => gone.abort();
  }, [isReady]);
  return state;
}

async function follow(
  after: string,
  gone: AbortSignal,
  tell: (state: FeedState) => void,
  hear: (events: readonly FeedEvent[]) => void,
): Promise<void> {
  let position = after;
  let wait = FIRST_WAIT_MS;
  while (!gone.aborted) {
    await connected(position, gone, (events) => {
      tell('live');
      wait = FIRST_WAIT_MS;
      position = events.at(-1)?.position ?? position;
      if (events.length > 0) hear(events);
    }).catch(() => undefined);
    tell('lost');
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

/** Until the connection ends, or nothing was heard for longer than the server is ever silent. */
async function connected(position: string, gone: AbortSignal, hear: (events: FeedEvent[]) => void): Promise<void> {
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(), SILENCE_MS);
  try {
    const response = await fetch('/v1/events/stream', {
      headers: { Accept: 'text/event-stream', 'Last-Event-ID': position },
      signal: AbortSignal.any([gone, silent.signal]),
    });
    if (!response.ok || !response.body) return;
    let rest = '';
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), SILENCE_MS);
      const frames = (rest + read.value).split('\n\n');
      rest = frames.pop() ?? '';
      hear(frames.flatMap(eventIn));
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Comments are no events. */
function eventIn(frame: string): FeedEvent[] {
  const fields = new Map(
    frame.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  const position = fields.get('id');
  return position === undefined ? [] : [{ position, type: fields.get('event') ?? '' }];
}
