import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseJson } from './json.js';
import { Problem } from './problem.js';
import { readRefusedBodies } from './refused-bodies.js';

/**
 * How a route takes its body. `json`: parsed. `raw`: the bytes as they came, for those who verify a signature over them.
 * `lines`: raw, or with `application/x-ndjson` an unread stream. `file`: an unread stream of `application/octet-stream`.
 */
export type BodyKind = 'json' | 'raw' | 'lines' | 'file';

declare module 'fastify' {
  interface FastifyContextConfig {
    body?: BodyKind;
  }
}

export const BODY_LIMIT_BYTES = 1_048_576;
export const LINES_TYPE = 'application/x-ndjson';
export const FILE_TYPE = 'application/octet-stream';

const STREAMS: readonly (readonly [string, BodyKind])[] = [
  [LINES_TYPE, 'lines'],
  [FILE_TYPE, 'file'],
];

type Done = (error: Error | null, body?: unknown) => void;

const kindOf = (request: FastifyRequest): BodyKind => request.routeOptions.config.body ?? 'json';

/** Replaces Fastify's parsers: a route decides what it wants, and signed bytes are never parsed before they are verified. */
export function takeBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  readRefusedBodies(fastify);
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done: Done) => {
    if (kindOf(request) === 'file') done(Problem.of('MEDIA_TYPE_UNSUPPORTED'));
    else if (kindOf(request) !== 'json') done(null, body);
    else if (body.length === 0) done(null, undefined);
    else parsed(body, done);
  });
  for (const [type, kind] of STREAMS) {
    fastify.addContentTypeParser(type, (request, payload, done: Done) => {
      if (kindOf(request) === kind) done(null, payload);
      else done(Problem.of('MEDIA_TYPE_UNSUPPORTED'));
    });
  }
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, done: Done) => {
    if (kindOf(request) !== 'json' && kindOf(request) !== 'file') done(null, body);
    else if (body.length === 0) done(null, undefined);
    else done(Problem.of('MEDIA_TYPE_UNSUPPORTED'));
  });
}

function parsed(body: Buffer, done: Done): void {
  let value: unknown;
  try {
    value = parseJson(body);
  } catch (error) {
    done(error as Error);
    return;
  }
  done(null, value);
}
