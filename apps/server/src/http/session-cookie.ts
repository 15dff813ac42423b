import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

/** By https under a name that a browser takes from no other host and no plain connection. */
const NAMES = { https: '__Host-hezhang', http: 'hezhang' } as const;
const SECRET = /^[A-Za-z0-9_-]{43}$/;
const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Where a request carries the proof that a page of ours sent it. */
export const CSRF_HEADER = 'x-hezhang-csrf';

/** A proxy that ends TLS says so; whoever makes it up only spoils the own cookie. */
const isHttps = ({ protocol, headers }: FastifyRequest): boolean =>
  protocol === 'https' || headers['x-forwarded-proto'] === 'https';

/** The secret of the session that came along; undefined where none of the right form did. */
export function sessionSecretOf(request: FastifyRequest): string | undefined {
  const name = NAMES[isHttps(request) ? 'https' : 'http'];
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key = '', value = ''] = pair.trim().split('=');
    if (key === name && SECRET.test(value)) return value;
  }
  return undefined;
}

/** `Set-Cookie` of a session; of its end without a secret. Scripts never see it, other sites never send it. */
export function sessionCookie(request: FastifyRequest, secret?: string): string {
  const secure = isHttps(request);
  const life = secret === undefined ? ['Max-Age=0'] : [];
  const parts = [`${NAMES[secure ? 'https' : 'http']}=${secret ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', ...life];
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}

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
