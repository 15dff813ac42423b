import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

const ACCEPTABLE = /^[A-Za-z0-9._-]{8,64}$/;

/** The caller's own id for a request where it sent a decent one, so that both logs can be read side by side. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : `req_${randomUUID()}`;
}

/** Names each answer's request, and at level `debug` logs one line for it: no body, no header, no query. */
export function traceRequests(fastify: FastifyInstance, log: Logger): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('X-Request-Id', request.id);
    done();
  });
  if (!log.isLevelEnabled('debug')) return;
  fastify.addHook('onResponse', (request, reply, done) => {
    const { id, method, caller, routeOptions } = request;
    const ms = Math.round(reply.elapsedTime);
    log.debug({ request: id, method, route: routeOptions.url, status: reply.statusCode, ms, caller: caller?.id }, 'answered');
    done();
  });
}
