import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Outage } from '#kernel';
import { CALL_LIMITS } from '../domain/bills.data.js';
import { FetchRefusal, type SpooledFile } from './source.js';

/** Where downloads lie until they are imported. */
export interface Spooling {
  readonly limitBytes: number;
  take(body: Readable): Promise<SpooledFile>;
  discard(file: SpooledFile): Promise<void>;
}

/** Whom a link may lead to: the gateway itself, and, by https, the hosts whose names end in one of these. */
export interface LinkRules {
  readonly gateway: string;
  readonly hosts: readonly string[];
}

export interface Download {
  readonly link: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** SHA-1 (hex) of the content, where the channel tells it. */
  readonly sha1?: string;
}

/** The link, where it leads to whom it may. @throws FetchRefusal */
export function allowedLink(link: string, { gateway, hosts }: LinkRules): URL {
  const url = URL.parse(link);
  const refused = new FetchRefusal('LINK_NOT_ALLOWED');
  if (!url || url.username !== '' || url.password !== '') throw refused;
  if (url.origin === new URL(gateway).origin) return url;
  const isKnown = hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
  if (url.protocol !== 'https:' || url.port !== '' || !isKnown) throw refused;
  return url;
}

/** Downloads to disk. Follows no redirect. @throws Outage, FetchRefusal */
export class Downloads {
  constructor(
    private readonly spool: Spooling,
    private readonly withinMs: number = CALL_LIMITS.fileWithinMs,
  ) {}

  async fetch({ link, headers = {}, sha1 }: Download, rules: LinkRules, signal: AbortSignal): Promise<SpooledFile> {
    const url = allowedLink(link, rules);
    const within = AbortSignal.any([signal, AbortSignal.timeout(this.withinMs)]);
    const hash = createHash('sha1');
    const limit = this.spool.limitBytes;
    const response = await opened(url, headers, within);
    const file = await this.spool.take(Readable.from(measured(response, { limit, hash }))).catch(explained);
    if (sha1 === undefined || hash.digest('hex') === sha1.toLowerCase()) return file;
    await this.spool.discard(file);
    throw new FetchRefusal('HASH_DIFFERS');
  }
}

async function opened(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { headers, redirect: 'manual', signal }).catch(() => {
    throw new Outage('a file can not be downloaded');
  });
  const { status } = response;
  if (status === 200) return response;
  await response.body?.cancel();
  if (status >= 500 || status === 429) throw new Outage(`a download answers ${String(status)}`);
  throw new FetchRefusal(status >= 300 && status < 400 ? 'LINK_REDIRECTS' : 'LINK_EXPIRED');
}

/** The content, until it is larger than is taken. */
async function* measured(
  { body, headers }: Response,
  { limit, hash }: { readonly limit: number; readonly hash: ReturnType<typeof createHash> },
): AsyncGenerator<Uint8Array> {
  const refused = new FetchRefusal('FILE_TOO_LARGE');
  if (Number(headers.get('content-length') ?? 0) > limit) {
    await body?.cancel();
    throw refused;
  }
  let bytes = 0;
  for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    if (bytes > limit) throw refused;
    hash.update(piece);
    yield piece;
  }
}

/** What breaks off on the way is an outage; what the disk says is not. */
function explained(error: unknown): never {
  const isOurs = error instanceof FetchRefusal || (error as { code?: unknown }).code === 'ENOSPC';
  if (isOurs) throw error;
  throw new Outage('a download broke off', { cause: error });
}

/** Links live for seconds or minutes: one that has ended, and a content that is not whole, are asked for anew at once. */
const WITH_ANOTHER_LINK: readonly string[] = ['LINK_EXPIRED', 'HASH_DIFFERS'];
const LINKS_AT_ONCE = 3;

export async function withFreshLink<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      const again = error instanceof FetchRefusal && WITH_ANOTHER_LINK.includes(error.code) && tried < LINKS_AT_ONCE;
      if (!again) throw error;
    }
  }
}
