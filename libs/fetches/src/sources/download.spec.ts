import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Outage } from '#kernel';
import { Downloads, allowedLink, withFreshLink } from './download.js';
import { FetchRefusal, type SpooledFile } from './source.js';

const RULES = { gateway: 'http://127.0.0.1:8080', hosts: ['example.com'] };

describe('a link', () => {
  it.each([
    ['http://127.0.0.1:8080/files?x=1', true],
    ['https://example.com/a', true],
    ['https://cdn.example.com/a', true],
    ['http://cdn.example.com/a', false],
    ['https://cdn.example.com:8443/a', false],
    ['https://example.com.evil.org/a', false],
    ['https://notexample.com/a', false],
    ['https://user:password@example.com/a', false],
    ['https://169.254.169.254/latest', false],
    ['http://127.0.0.1:8081/files', false],
    ['http://localhost:8080/files', false],
    ['https://127.0.0.1:8080/files', false],
    ['file:///etc/passwd', false],
    ['no link', false],
    ['', false],
  ])('%s is followed: %s', (link, isAllowed) => {
    const follow = (): URL => allowedLink(link, RULES);
    if (isAllowed) expect(follow().href).toBe(new URL(link).href);
    else expect(follow).toThrow(new FetchRefusal('LINK_NOT_ALLOWED').message);
  });

  it('that has ended is asked for twice more, anything else not', async () => {
    let asked = 0;
    const failing = (code: string): Promise<void> =>
      withFreshLink(() => {
        asked += 1;
        return Promise.reject(new FetchRefusal(code));
      });
    await expect(failing('LINK_EXPIRED')).rejects.toThrow('LINK_EXPIRED');
    expect(asked).toBe(3);
    await expect(failing('NO_AUTH')).rejects.toThrow('NO_AUTH');
    expect(asked).toBe(4);
  });
});

describe('a download', () => {
  const LIMIT = 100_000;
  let server: Server;
  let gateway: string;
  const taken: Buffer[] = [];
  const discarded: SpooledFile[] = [];
  const spool = {
    limitBytes: LIMIT,
    take: async (body: NodeJS.ReadableStream): Promise<SpooledFile> => {
      const content = await buffer(body);
      taken.push(content);
      return { path: 'p', sha256: 's', bytes: content.length };
    },
    discard: (file: SpooledFile): Promise<void> => {
      discarded.push(file);
      return Promise.resolve();
    },
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/slow') response.write('a');
      else if (request.url === '/announced') response.writeHead(200, { 'content-length': String(LIMIT + 1) }).write('a');
      else if (request.url === '/large') response.end(Buffer.alloc(LIMIT + 1));
      else if (request.url === '/away') response.writeHead(503).end();
      else response.end(`${request.headers.authorization ?? ''}whole`);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    gateway = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const fetched = (path: string, more: { sha1?: string; headers?: Record<string, string> } = {}): Promise<SpooledFile> =>
    new Downloads(spool, 300).fetch(
      { link: `${gateway}${path}`, ...more },
      { gateway, hosts: [] },
      new AbortController().signal,
    );

  it('comes with what is to be sent along, and is what it hashes to', async () => {
    // SHA-1 of `mewhole`, by another program.
    const sha1 = 'd323c1b195c92c7ce70cb434e66467687dfa47e3';
    expect(await fetched('/', { headers: { authorization: 'me' }, sha1 })).toMatchObject({ bytes: 7 });
    expect(taken.at(-1)?.toString()).toBe('mewhole');
    await expect(fetched('/', { headers: { authorization: 'you' }, sha1 })).rejects.toThrow('HASH_DIFFERS');
    expect(discarded).toHaveLength(1);
  });

  it.each(['/announced', '/large'])('%s is larger than is taken', async (path) => {
    await expect(fetched(path)).rejects.toThrow('FILE_TOO_LARGE');
  });

  it.each(['/slow', '/away'])('%s is an outage', async (path) => {
    await expect(fetched(path)).rejects.toThrow(Outage);
  });
});
