import { createVerify, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textIn } from 'node:stream/consumers';
import { FAKE_ACCOUNTS, type ChannelTrouble } from './fake-accounts.js';
import { BILLS_OF_FAKE, type FakeBill, type FakeBooks } from './fake-bills.js';

export interface FakeChannelsOptions {
  /** Asked before each call: its path, `/files` for a download. */
  readonly trouble?: (path: string) => ChannelTrouble;
}

const pair = (): { privateKey: string; publicKey: string } =>
  generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

const SLOW_MS = 1_500;

/**
 * A test double of the bill interfaces of WeChat Pay, Alipay, 通联 and local life over real HTTP on loopback: it verifies each signature
 * by itself, gives links that end, and serves files to whom they are for.
 */
export class FakeChannels implements FakeBooks {
  readonly merchant = pair();
  /** WeChat's own: signs its answers. */
  readonly platform = pair();
  /** What there is, by `<kind> <day>`. */
  readonly bills = new Map<string, Buffer>();
  /** Rows of the life ledger, by day, as the platform writes them. */
  readonly ledger = new Map<string, readonly string[]>();
  /** Paths called, in order; `/files` for a download. */
  readonly calls: string[] = [];
  /** Why calls were refused. */
  readonly refused: string[] = [];
  private readonly links = new Map<string, { readonly content: Buffer; readonly signed: boolean }>();

  private constructor(
    private readonly server: Server,
    readonly options: FakeChannelsOptions,
  ) {}

  static async start(options: FakeChannelsOptions = {}): Promise<FakeChannels> {
    const server = createServer((request, response) => {
      void channels.answer(request, response);
    });
    const channels = new FakeChannels(server, options);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return channels;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  count(path: string): number {
    return this.calls.filter((each) => each === path).length;
  }

  /** A link to a content; `elsewhere` leads to a host that nobody knows. */
  linkTo(content: Buffer, signed: boolean, trouble: ChannelTrouble): string {
    const id = randomUUID();
    this.links.set(id, { content, signed });
    return `${trouble === 'elsewhere' ? 'http://169.254.169.254' : this.url}/files?token=${id}`;
  }

  /** Whether a call is signed by the merchant as WeChat demands. */
  isFromMerchant(request: IncomingMessage): boolean {
    const header = request.headers.authorization ?? '';
    const of = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(header)?.[1] ?? '';
    const message = [request.method, request.url, of('timestamp'), of('nonce_str'), '', ''].join('\n');
    const { mchid, serial } = FAKE_ACCOUNTS.wechat;
    const isNamed = header.startsWith('WECHATPAY2-SHA256-RSA2048 ') && of('mchid') === mchid && of('serial_no') === serial;
    return isNamed && createVerify('RSA-SHA256').update(message).verify(this.merchant.publicKey, of('signature'), 'base64');
  }

  /** Headers of an answer of WeChat. */
  signedByPlatform(body: string): Record<string, string> {
    const [timestamp, nonce] = [String(Math.floor(Date.now() / 1_000)), randomUUID()];
    const signature = sign('RSA-SHA256', Buffer.from(`${timestamp}\n${nonce}\n${body}\n`), this.platform.privateKey);
    return {
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': nonce,
      'wechatpay-signature': signature.toString('base64'),
      'wechatpay-serial': '1',
    };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    this.calls.push(url.pathname);
    const trouble = this.options.trouble?.(url.pathname) ?? 'none';
    if (trouble === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    if (trouble === 'reset') {
      request.socket.destroy();
      return;
    }
    if (trouble === 'http_500') response.writeHead(502).end('<html>');
    else if (trouble === 'garbage') response.end('<html>');
    else if (url.pathname === '/files') this.serve(request, response, { url, trouble });
    else this.tell(response, BILLS_OF_FAKE[url.pathname]?.(this, { request, url, trouble, body: await textIn(request) }));
  }

  private tell(response: ServerResponse, told: FakeBill | undefined): void {
    const { status = 404, body = '{}', headers = {}, refused } = told ?? {};
    if (refused !== undefined) this.refused.push(refused);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  }

  private serve(
    request: IncomingMessage,
    response: ServerResponse,
    of: { readonly url: URL; readonly trouble: ChannelTrouble },
  ): void {
    const { url, trouble } = of;
    const link = this.links.get(url.searchParams.get('token') ?? '');
    if (!link || trouble === 'expired' || (link.signed && !this.isFromMerchant(request))) {
      response.writeHead(403).end('no');
      return;
    }
    if (trouble === 'redirect') response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end();
    else if (trouble === 'truncated') {
      response.writeHead(200, { 'content-length': String(link.content.length) });
      response.write(link.content.subarray(0, link.content.length >> 1), () => request.socket.destroy());
    } else if (trouble === 'huge') this.flood(response);
    else response.end(trouble === 'wrong_hash' ? Buffer.concat([link.content, Buffer.from('x')]) : link.content);
  }

  /** Without end, and without saying how much. */
  private flood(response: ServerResponse): void {
    const piece = Buffer.alloc(2 ** 16, 'x');
    const more = (): void => {
      while (!response.destroyed && response.write(piece));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  }
}
