import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Algorithm = 'RS256' | 'ES256';

/** What it does instead of what it should. */
export interface Mischief {
  /** Over what the token says. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Over what its head says. */
  readonly header?: Readonly<Record<string, unknown>>;
  readonly signature?: 'none' | 'foreign key' | 'of other bytes';
  /** Over what is answered beside the token. */
  readonly answer?: Readonly<Record<string, unknown>>;
  /** Sends the person back with this instead of a code. */
  readonly error?: string;
  /** What the token endpoint answers with instead. */
  readonly status?: number;
}

interface Grant {
  readonly challenge: string;
  readonly nonce: string | null;
  readonly redirect: string;
}

const KID = 'key-1';
const LASTS_S = 300;

/** A person, as the provider knows them. */
export type Person = Readonly<Record<string, unknown>> & { readonly sub: string };

/** A small provider of OpenID Connect on this machine, that signs in whoever it was told, at once. */
export class OidcProvider {
  person: Person = { sub: 'wang', name: '王芳', groups: ['finance'] };
  mischief: Mischief = {};
  /** Whether it tells where people are signed out. */
  signsOut = true;
  /** Whom it signed out, and how it was asked to. */
  readonly left: URLSearchParams[] = [];
  /** Bodies and headers that came to the token endpoint. */
  readonly asked: { readonly body: URLSearchParams; readonly authorization: string | undefined }[] = [];
  private readonly grants = new Map<string, Grant>();
  private readonly keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  private readonly foreign: KeyObject;
  private readonly server = createServer((request, response) => void this.answer(request, response));

  constructor(
    readonly issuer: string,
    private readonly clientId: string,
    private readonly algorithm: Algorithm = 'RS256',
  ) {
    this.keys = pairOf(algorithm);
    this.foreign = pairOf(algorithm).privateKey;
  }

  /** Listens on this machine; 0 takes any free port. */
  static async listening(
    clientId: string,
    options: { readonly algorithm?: Algorithm; readonly host?: string; readonly port?: number } = {},
  ): Promise<OidcProvider> {
    const { algorithm, host = '127.0.0.1', port = 0 } = options;
    const free = port === 0 ? await freePort() : port;
    const provider = new OidcProvider(`http://${host}:${String(free)}`, clientId, algorithm);
    await provider.start();
    return provider;
  }

  start(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.server.listen(Number(new URL(this.issuer).port), '127.0.0.1', () => resolve(undefined));
    return promise;
  }

  stop(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.server.close(() => resolve(undefined));
    this.server.closeAllConnections();
    return promise;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.issuer);
    const tell = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (url.pathname === '/.well-known/openid-configuration') tell(200, this.metadata());
    else if (url.pathname === '/jwks') tell(200, { keys: [this.jwk()] });
    else if (url.pathname === '/authorize') response.writeHead(302, { location: this.authorized(url.searchParams) }).end();
    else if (url.pathname === '/logout') {
      this.left.push(url.searchParams);
      response.writeHead(302, { location: this.signedOut(url.searchParams) }).end();
    } else tell(...(await this.tokenAnswer(request)));
  }

  /** Leads back for a client that it knows, as to an address that the client registered. */
  private signedOut(asked: URLSearchParams): string {
    const back = new URL(
      asked.get('client_id') === this.clientId ? (asked.get('post_logout_redirect_uri') ?? '') : this.issuer,
    );
    back.searchParams.set('state', asked.get('state') ?? '');
    return back.href;
  }

  private async tokenAnswer(request: IncomingMessage): Promise<[number, object]> {
    const body = new URLSearchParams(await textOf(request));
    this.asked.push({ body, authorization: request.headers.authorization });
    if (this.mischief.status !== undefined) return [this.mischief.status, {}];
    const token = this.redeemed(body);
    return token === undefined ? [400, { error: 'invalid_grant' }] : [200, token];
  }

  private metadata(): object {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      ...(this.signsOut && { end_session_endpoint: `${this.issuer}/logout` }),
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'ES256', 'none'],
      code_challenge_methods_supported: ['S256'],
    };
  }

  private jwk(): object {
    return { ...this.keys.publicKey.export({ format: 'jwk' }), kid: KID, use: 'sig', alg: this.algorithm };
  }

  private authorized(asked: URLSearchParams): string {
    const redirect = asked.get('redirect_uri') ?? '';
    const back = new URL(redirect);
    back.searchParams.set('state', asked.get('state') ?? '');
    if (this.mischief.error !== undefined) {
      back.searchParams.set('error', this.mischief.error);
      return back.href;
    }
    const code = randomBytes(16).toString('hex');
    this.grants.set(code, { challenge: asked.get('code_challenge') ?? '', nonce: asked.get('nonce'), redirect });
    back.searchParams.set('code', code);
    return back.href;
  }

  /** A code is good once, for who can open its challenge. */
  private redeemed(asked: URLSearchParams): object | undefined {
    const code = asked.get('code') ?? '';
    const grant = this.grants.get(code);
    this.grants.delete(code);
    const challenge = createHash('sha256')
      .update(asked.get('code_verifier') ?? '')
      .digest('base64url');
    if (grant?.challenge !== challenge || grant.redirect !== asked.get('redirect_uri')) return undefined;
    return { access_token: 'a', token_type: 'Bearer', id_token: this.token(grant.nonce), ...this.mischief.answer };
  }

  private token(nonce: string | null): string {
    const { claims, header, signature } = this.mischief;
    const now = Math.floor(Date.now() / 1000);
    const said = { iss: this.issuer, aud: this.clientId, iat: now, exp: now + LASTS_S, nonce, ...this.person, ...claims };
    const head = { alg: this.algorithm, kid: KID, ...header };
    const text = [head, said].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    if (signature === 'none') return `${text}.`;
    const key = signature === 'foreign key' ? this.foreign : this.keys.privateKey;
    const signed = signature === 'of other bytes' ? `${text}x` : text;
    return `${text}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  }
}

const pairOf = (algorithm: Algorithm): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } =>
  algorithm === 'RS256'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' });

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request.setEncoding('utf8')) text += String(piece);
  return text;
}

/** Free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  probe.listen(0, '127.0.0.1', () => resolve(undefined));
  await promise;
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}
