import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiKeys } from '../keys/postgres-api-keys.js';
import { isCsrfToken, type Sessions } from '../sessions/postgres-sessions.js';
import { mayRole, type Caller, type Need } from './access.js';
import { Problem } from './problem.js';
import { assertProof, sessionSecretOf } from './session-cookie.js';

/** Keys of programs, and sessions of the people who signed in with one. */
export interface Doors {
  readonly keys: Pick<ApiKeys, 'callerOf'>;
  readonly sessions: Pick<Sessions, 'callerOf' | 'holderOf'>;
}

/** One word after the scheme, of what keys are made of. */
const BEARER = /^Bearer +([\x21-\x7e]{1,512})$/i;

/**
 * Recognises the caller before a byte of the body is read: a request without a key costs nothing.
 * Closed by default: a route that does not say what it needs is the administrator's.
 */
export function authenticate(fastify: FastifyInstance, { keys, sessions }: Doors): void {
  fastify.decorateRequest('caller', undefined);
  fastify.decorateRequest('isStillAllowed', async function isStillAllowed(this: FastifyRequest) {
    const needs = needsOf(this);
    const session = sessionOf(this, needs);
    const caller = session === undefined ? await callerWith(keys, keyOf(this, needs)) : await sessions.holderOf(session);
    return caller !== undefined && mayRole(caller.role, needs);
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    try {
      const needs = needsOf(request);
      const session = sessionOf(request, needs);
      const key = session === undefined ? keyOf(request, needs) : undefined;
      const caller = session === undefined ? callerWith(keys, key) : sessionCaller(sessions, session);
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

/** Takes a session where a role is asked for and no key came. @throws Problem where it would change something unproven */
function sessionOf(request: FastifyRequest, needs: Need): string | undefined {
  if (needs === 'nothing' || needs === 'signature' || request.headers.authorization !== undefined) return undefined;
  const secret = sessionSecretOf(request);
  if (secret !== undefined) assertProof(request, (token) => isCsrfToken(secret, token));
  return secret;
}

const callerWith = (keys: Doors['keys'], key: string | undefined): ReturnType<ApiKeys['callerOf']> =>
  key === undefined ? undefined : keys.callerOf(key);

async function sessionCaller(sessions: Doors['sessions'], secret: string): Promise<Caller> {
  const caller = await sessions.callerOf(secret);
  if (!caller) throw Problem.of('SESSION_OVER');
  return caller;
}

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
