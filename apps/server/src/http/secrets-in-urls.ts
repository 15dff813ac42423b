import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.js';

const SECRET_WORDS = /secret|password|passwd|token|salt|credential|private|authorization/;
const KEYS = /^(?:key|pwd|auth)$|(?:api|access|admin|master|signing|terminal|store|vendor)key$/;

/** Whether a parameter of that name can only hold what must not stand in an address. */
export function namesSecret(name: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  return SECRET_WORDS.test(plain) || KEYS.test(plain);
}

/** Addresses end up in logs of proxies and in histories of browsers: a request that carries a secret there is refused, whatever it asks. */
export function refuseSecretsInUrls(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const query = request.url.indexOf('?');
    const names = query < 0 ? [] : [...new URLSearchParams(request.url.slice(query + 1)).keys()];
    done(names.some(namesSecret) ? Problem.of('SECRET_IN_URL') : undefined);
  });
}
