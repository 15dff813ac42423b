import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiKeys } from '../keys/postgres-api-keys.js';
import { mayRole, type Caller, type Need } from './access.js';
import { Problem } from './problem.js';

/** One word after the scheme, of what keys are made of. */
const BEARER = /^Bearer +([\x21-\x7e]{1,512})$/i;

/**
 * Recognises the caller before a byte of the body is read: a request without a key costs nothing.
 * Closed by default: a route that does not say what it needs is the administrator's.
 */
export function authenticate(fastify: FastifyInstance, keys: ApiKeys): void {
  fastify.decorateRequest('caller', undefined);
  fastify.addHook('onRequest', (request, _reply, done) => {
    try {
      const needs = needsOf(request);
      const key = keyOf(request, needs);
      const caller = key === undefined ? undefined : keys.callerOf(key);
      if (caller instanceof Promise) {
        caller.then((found) => admit(request, needs, found)).then(() => done(), done);
        return;
      }
      if (key !== undefined) admit(request, needs, caller);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
}

const needsOf = (request: FastifyRequest): Need => {
  if (request.is404) return 'nothing';
  return request.routeOptions.config.needs ?? (request.url.startsWith('/v1') ? 'administer' : 'nothing');
};

/** The key to check; undefined where the route can do without and none came. */
function keyOf(request: FastifyRequest, needs: Need): string | undefined {
  if (request.routeOptions.config.authorization === 'theirs') return undefined;
  const { authorization } = request.headers;
  if (needs === 'nothing' || (needs === 'signature' && authorization === undefined)) return undefined;
  const key = authorization === undefined ? undefined : BEARER.exec(authorization)?.[1];
  if (key === undefined) throw Problem.of('KEY_MISSING');
  return key;
}

function admit(request: FastifyRequest, needs: Need, caller: Caller | undefined): void {
  if (caller === undefined) throw Problem.of('KEY_UNKNOWN');
  if (!mayRole(caller.role, needs === 'signature' ? 'ingest' : needs)) throw Problem.of('ROLE_FORBIDDEN');
  request.caller = caller;
}
