import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** What the build of the console put into its page where a nonce goes, and its pages, each with the links to its files. */
const NONCE_MARK = '__HEZHANG_NONCE__';
const PAGE_FILE = 'index.html';
const ROUTES_FILE = 'pages.json';
const LINKS_GO_BEFORE = '</head>';
const NONCE_BYTES = 18;

/** Links by the page's name. */
type Routes = Readonly<Record<string, string>>;

/** Nothing from elsewhere, no script and no style but those of the build; styles that the components make carry the nonce. */
const policyOf = (nonce: string): string =>
  [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

const PAGE_HEADERS = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const;

/**
 * Serves the built console: its page at `/` and at each address of its own, its files under `/assets/`. Every other address
 * stays what it was. Where nothing was built there is no console, and the API is all the same.
 */
export async function serveConsole(fastify: FastifyInstance, folder: string): Promise<void> {
  const routes = await textOf(join(folder, ROUTES_FILE));
  if (routes === undefined) return;
  await fastify.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    decorateReply: false,
    index: false,
    immutable: true,
    maxAge: '365d',
    preCompressed: true,
    setHeaders: (reply) => void reply.header('X-Content-Type-Options', 'nosniff'),
  });
  for (const name of Object.keys(JSON.parse(routes) as Routes)) {
    for (const address of name === '' ? ['/'] : [`/${name}`, `/${name}/*`])
      fastify.get(address, async (_request, reply) => sendPage(await pageOf(folder, name), reply));
  }
}

/** Read each time: a new build names other files, which are there when it is. */
async function pageOf(folder: string, name: string): Promise<string> {
  const [page, routes] = await Promise.all([PAGE_FILE, ROUTES_FILE].map((file) => readFile(join(folder, file), 'utf8')));
  const links = (JSON.parse(routes ?? '{}') as Routes)[name] ?? '';
  return (page ?? '').replace(LINKS_GO_BEFORE, links + LINKS_GO_BEFORE);
}

function sendPage(page: string, reply: FastifyReply): FastifyReply {
  const nonce = randomBytes(NONCE_BYTES).toString('base64');
  void reply.headers({ ...PAGE_HEADERS, 'Content-Security-Policy': policyOf(nonce) }).type('text/html; charset=utf-8');
  return reply.send(page.replaceAll(NONCE_MARK, nonce));
}

const textOf = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined);
