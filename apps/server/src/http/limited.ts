import type { Readable } from 'node:stream';
import { Problem } from './problem.js';

/**
 * The body until it is larger than the endpoint takes. What nobody wants is read and dropped: a connection that closes on its
 * sender takes the answer with it.
 * @throws Problem
 */
export async function* limited(body: Readable, limitBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const piece of body.iterator({ destroyOnReturn: false })) {
      bytes += (piece as Uint8Array).length;
      if (bytes > limitBytes) throw Problem.of('BODY_TOO_LARGE');
      yield piece as Uint8Array;
    }
  } finally {
    body.resume();
  }
}
