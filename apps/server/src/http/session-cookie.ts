import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

/** By https under a name that a browser takes from no other host and no plain connection. */
const NAMES = { https: '__Host-hezhang', http: 'hezhang' } as const;
const ATTEMPT = '-oidc';
const LEAVING = '-oidc-out';
/** How long a provider may take to send back whom it signs out. */
const LEAVING_S = 600;
const SECRET = /^[A-Za-z0-9_-]{43}$/;
const SEALED = /^[A-Za-z0-9_-]{1,3500}$/;
const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Where a request carries the proof that a page of ours sent it. */
export const CSRF_HEADER = 'x-hezhang-csrf';

/** A proxy that ends TLS says so; whoever makes it up only spoils the own cookie. */
const isHttps = ({ protocol, headers }: FastifyRequest): boolean =>
  protocol === 'https' || headers['x-forwarded-proto'] === 'https';

const nameOf = (request: FastifyRequest): string => NAMES[isHttps(request) ? 'https' : 'http'];

/** The secret of the session that came along; undefined where none of the right form did. */
export const sessionSecretOf = (request: FastifyRequest): string | undefined => cookieOf(request, nameOf(request), SECRET);

/** The sealed sign-in that this browser began with a provider; undefined where none of the right form came along. */
export const sealedAttemptOf = (request: FastifyRequest): string | undefined =>
  cookieOf(request, nameOf(request) + ATTEMPT, SEALED);

/** The state of the sign-out that this browser took to a provider; undefined where none came along. */
export const leavingStateOf = (request: FastifyRequest): string | undefined =>
  cookieOf(request, nameOf(request) + LEAVING, SECRET);

function cookieOf({ headers }: FastifyRequest, name: string, form: RegExp): string | undefined {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [key = '', value = ''] = pair.trim().split('=');
    if (key === name && form.test(value)) return value;
  }
  return undefined;
}

/** `Set-Cookie` of a session; of its end without a secret. Scripts never see it, other sites never send it. */
export function sessionCookie(request: FastifyRequest, secret?: string): string {
  const life = secret === undefined ? ['Max-Age=0'] : [];
  return setCookie(request, `${nameOf(request)}=${secret ?? ''}`, 'SameSite=Strict', ...life);
}

/** `Set-Cookie` of a sign-in that was begun, or of its end. A redirect from the provider must bring it along, so it is Lax. */
export function attemptCookie(request: FastifyRequest, sealed: string | null, lastsS: number): string {
  const maxAge = `Max-Age=${sealed === null ? '0' : String(lastsS)}`;
  return setCookie(request, `${nameOf(request)}${ATTEMPT}=${sealed ?? ''}`, 'SameSite=Lax', maxAge);
}

/** `Set-Cookie` of a sign-out that goes on at the provider, or of its end without a state. Lax for the same reason. */
export function leavingCookie(request: FastifyRequest, state?: string): string {
  const maxAge = `Max-Age=${state === undefined ? '0' : String(LEAVING_S)}`;
  return setCookie(request, `${nameOf(request)}${LEAVING}=${state ?? ''}`, 'SameSite=Lax', maxAge);
}

const setCookie = (request: FastifyRequest, pair: string, ...rest: readonly string[]): string =>
  [pair, 'Path=/', 'HttpOnly', ...rest, ...(isHttps(request) ? ['Secure'] : [])].join('; ');

/** @throws Problem where a request that changes something comes from a page of somebody else, as far as the browser says */
export function assertOwnPage(request: FastifyRequest): void {
  const { host, origin, 'sec-fetch-site': site } = request.headers;
  const isForeign =
    (site !== undefined && site !== 'same-origin') || (origin !== undefined && URL.parse(origin)?.host !== host);
  if (isForeign) throw Problem.of('CSRF_REFUSED');
}

/** @throws Problem where a session would change something without the proof that it is our page that asks */
export function assertProof(request: FastifyRequest, isToken: (token: string) => boolean): void {
  if (SAFE.includes(request.method)) return;
  assertOwnPage(request);
  const token = request.headers[CSRF_HEADER];
  if (typeof token !== 'string' || !isToken(token)) throw Problem.of('CSRF_REFUSED');
}
