import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

const READ_AT_MOST_BYTES = 67_108_864;
const READ_WITHIN_MS = 10_000;
/** Who announced more than they send. */
const SILENT_AFTER_MS = 500;

/**
 * A body too large is read to its end, within bounds, before it is refused: many clients see a broken pipe instead of the
 * answer when the connection closes while they send.
 */
export function readRefusedBodies(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (reply.statusCode !== 413 || request.raw.readableEnded) done(null, payload);
    else readToEnd(request.raw, () => done(null, payload));
  });
}

function readToEnd(body: IncomingMessage, done: () => void): void {
  let bytes = 0;
  const end = (): void => {
    clearTimeout(giveUp);
    clearTimeout(silence);
    body.off('data', take).off('end', end).off('close', end).off('error', end);
    done();
  };
  const take = (piece: Buffer): void => {
    bytes += piece.length;
    silence.refresh();
    if (bytes > READ_AT_MOST_BYTES) end();
  };
  const giveUp = setTimeout(end, READ_WITHIN_MS);
  const silence = setTimeout(end, SILENT_AFTER_MS);
  body.on('data', take).once('end', end).once('close', end).once('error', end).resume();
}
