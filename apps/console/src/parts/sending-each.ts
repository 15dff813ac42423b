import { useRef, useState } from 'react';
import { isPassing } from '../api/answers';

/** Sends a command for each; `heard` is told of each by its place in the list, with what went wrong where something did. */
export type SendEach<Row> = (
  rows: readonly Row[],
  text: string,
  heard: (at: number, error?: unknown) => void,
  signal: AbortSignal,
) => Promise<void>;

/** What came back of a command that was carried out. */
export const DONE = Symbol('done');

export interface Sending {
  readonly state: 'asking' | 'sending' | 'over';
  /** What came back, by place: done, or what went wrong. */
  readonly heard: ReadonlyMap<number, unknown>;
  /** How many were not sent, or may succeed when they are sent again. */
  readonly left: number;
  /** Sends what is left; later under the words of the first time. */
  readonly begin: (text?: string) => void;
  readonly stop: () => void;
}

/** A command for each row, and what came of them. */
export function useSending<Row>(rows: readonly Row[], send: SendEach<Row>): Sending {
  const [heard, setHeard] = useState<ReadonlyMap<number, unknown>>(new Map());
  const [state, setState] = useState<Sending['state']>('asking');
  const stopping = useRef(new AbortController());
  const said = useRef('');
  const left = [...rows.entries()].filter(([at]) => !heard.has(at) || isPassing(heard.get(at)));
  const begin = async (): Promise<void> => {
    stopping.current = new AbortController();
    setState('sending');
    await send(
      left.map(([, row]) => row),
      said.current,
      (place, error) => setHeard((before) => new Map(before).set(left[place]?.[0] ?? place, error ?? DONE)),
      stopping.current.signal,
    );
    setState('over');
  };
  return {
    state,
    heard,
    left: left.length,
    begin: (text) => {
      said.current = text ?? said.current;
      void begin();
    },
    stop: () => stopping.current.abort(),
  };
}
