import { Fault } from '#kernel';

/** What this needs of the client's insides: how it opens its one stream of batched appends. */
interface StreamOpening {
  GRPCStreamCreator: (stub: unknown, name: string, open: OpenStream, cache?: unknown) => () => Promise<unknown>;
}
type OpenStream = (stub: unknown) => AppendStream;

interface AppendStream {
  listeners(event: 'data'): unknown[];
  removeAllListeners(event: 'data'): void;
  on(event: 'data', listener: (answer: unknown) => void): void;
  write(...args: unknown[]): boolean;
}

const APPENDS = 'appendToStream';

/**
 * Two bugs of the client's batched appends would end the process; both lie between it and its stream.
 *
 * It keeps whom to answer in one map for the whole process and empties it when any stream breaks. An answer that then comes
 * on another stream finds nobody, and the client throws in its listener. Whoever is missing has been told that the fate of
 * his append is unknown and asks again, so such an answer is dropped.
 *
 * When a full stream breaks, writes that wait for it to drain are rejected where nobody listens. What may wait is bounded
 * above, by bytes, so the stream never calls itself full.
 */
export function guardAppends(client: object): void {
  const inner = client as StreamOpening;
  const create: unknown = inner.GRPCStreamCreator;
  if (typeof create !== 'function') throw new Fault('this client opens its streams in a way that is not known here');
  inner.GRPCStreamCreator = (stub, name, open, cache) =>
    (create as StreamOpening['GRPCStreamCreator'])(
      stub,
      name,
      name === APPENDS ? (opened) => guarded(open(opened)) : open,
      cache,
    );
}

function guarded(stream: AppendStream): AppendStream {
  const listeners = stream.listeners('data') as ((answer: unknown) => void)[];
  stream.removeAllListeners('data');
  stream.on('data', (answer) => {
    try {
      for (const listener of listeners) listener(answer);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  });
  const write = stream.write.bind(stream);
  stream.write = (...args) => {
    write(...args);
    return true;
  };
  return stream;
}
