/** One of a stream of server-sent events. `id` is the position to go on from. */
export interface StreamEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
}

export type StreamState = 'connecting' | 'live' | 'lost';

export interface Following {
  /** Asks for the stream, after a position where there is one. What it throws, or an answer that is none, is tried again. */
  readonly open: (after: string | undefined, signal: AbortSignal) => Promise<Response>;
  readonly hear: (events: readonly StreamEvent[]) => void;
  readonly tell: (state: StreamState) => void;
  /** Whether what `open` threw is the end of it. */
  readonly isOver?: (error: unknown) => boolean;
  readonly gone: AbortSignal;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const SILENCE_MS = 45_000;

/** Hears of every event after a position, across lost connections, until it is gone or over: it goes on where it was. */
export async function followStream(after: string | undefined, { open, hear, tell, isOver, gone }: Following): Promise<void> {
  let position = after;
  let wait = FIRST_WAIT_MS;
  const heard = (events: readonly StreamEvent[]): void => {
    tell('live');
    wait = FIRST_WAIT_MS;
    position = events.at(-1)?.id ?? position;
    if (events.length > 0) hear(events);
  };
  const isGone = (): boolean => gone.aborted;
  while (!isGone()) {
    try {
      await readOnce((signal) => open(position, signal), gone, heard);
    } catch (error) {
      if (isOver?.(error)) return;
    }
    if (isGone()) return;
    tell('lost');
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

/** Until the connection ends, or nothing was heard for longer than the server is ever silent. */
async function readOnce(
  open: (signal: AbortSignal) => Promise<Response>,
  gone: AbortSignal,
  hear: (events: readonly StreamEvent[]) => void,
): Promise<void> {
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(), SILENCE_MS);
  try {
    const response = await open(AbortSignal.any([gone, silent.signal]));
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
function eventIn(frame: string): StreamEvent[] {
  const fields = new Map(
    frame.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  const id = fields.get('id');
  return id === undefined ? [] : [{ id, type: fields.get('event') ?? '', data: fields.get('data') ?? '' }];
}
