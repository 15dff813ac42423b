import * as oidc from 'openid-client';
import type { Vouched } from '../sessions/postgres-sessions.js';
import type { Attempt } from './attempts.js';
import type { OidcSettings } from './oidc.settings.js';
import type { Claims } from './roles.js';

/** Codes by which the console says what kept somebody from signing in. */
export type SignInCode =
  /** The provider does not answer. */
  | 'OIDC_UNREACHABLE'
  /** The provider sent the person back without signing them in. */
  | 'OIDC_CANCELLED'
  /** No sign-in was begun in this browser, it is too long ago, or its answer came before. */
  | 'OIDC_EXPIRED'
  /** What the provider answered does not hold. */
  | 'OIDC_REFUSED'
  /** The person has no role here. */
  | 'OIDC_NO_ROLE'
  | 'SIGN_IN_LIMITED'
  /** The ledger's own database is away. */
  | 'OUTAGE';

/** Why nobody was signed in; the cause is for the log. */
export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn';
  constructor(
    readonly code: SignInCode,
    cause?: unknown,
  ) {
    super(code, { cause });
  }
}

/** Whom the provider vouches for, and what it says of them. */
export interface Told extends Vouched {
  readonly claims: Claims;
}

/** Where a browser is signed out, and what it brings back from there. */
export interface Leaving {
  readonly to: string;
  readonly state: string;
}

const ANSWER_WITHIN_S = 10;
const FRESH_MS = 3_600_000;
/** What the provider answers where it is not the person or the client that it refuses. */
const PASSING = ['server_error', 'temporarily_unavailable'];
const AWAY = ['OAUTH_TIMEOUT', 'OAUTH_ABORT'];

/** Speaks to the provider. What it is able to do is asked when somebody signs in, so that the ledger never waits for it. */
export class Provider {
  private known: { readonly at: number; readonly client: oidc.Configuration } | undefined;
  private asking: Promise<oidc.Configuration> | undefined;
  private readonly callback: string;
  private readonly afterwards: string;

  /** @param secret of a confidential client */
  constructor(
    private readonly settings: OidcSettings,
    private readonly secret: string | undefined,
    private readonly clock: () => number = Date.now,
  ) {
    this.callback = `${settings.baseUrl}/session/oidc/callback`;
    this.afterwards = `${settings.baseUrl}/session/oidc/signed-out`;
  }

  /** Where the browser goes, and what its answer will be held against. @throws NotSignedIn */
  async begin(page: string): Promise<{ readonly to: URL; readonly attempt: Attempt }> {
    const client = await this.client();
    const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
    const to = oidc.buildAuthorizationUrl(client, {
      redirect_uri: this.callback,
      scope: this.settings.scopes,
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return { to, attempt: { state, nonce, verifier, page } };
  }

  /** Who came back, once code, signature, issuer, audience, times and nonce hold. @throws NotSignedIn */
  async finish(answer: URLSearchParams, { state, nonce, verifier }: Attempt): Promise<Told> {
    const client = await this.client();
    const url = new URL(`${this.callback}?${answer.toString()}`);
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
    const tokens = await oidc.authorizationCodeGrant(client, url, checks).catch((error: unknown) => {
      throw new NotSignedIn(codeOf(error), error);
    });
    const claims = tokens.claims();
    if (!claims) throw new NotSignedIn('OIDC_REFUSED');
    // One that serves many tenants tells an issuer for each: only ours is meant.
    if (hrefOf(claims.iss) !== hrefOf(this.settings.issuer)) throw new NotSignedIn('OIDC_REFUSED', new Error('another issuer'));
    return { issuer: claims.iss, subject: claims.sub, claims };
  }

  /**
   * The way out of the provider, by our name and the person's: no token is kept for that. Undefined where it tells of none, or
   * vouched for nobody of that issuer. @throws NotSignedIn
   */
  async leave({ issuer, subject }: Vouched): Promise<Leaving | undefined> {
    if (hrefOf(issuer) !== hrefOf(this.settings.issuer)) return undefined;
    const client = await this.client();
    if (client.serverMetadata().end_session_endpoint === undefined) return undefined;
    const state = oidc.randomState();
    const asked = { post_logout_redirect_uri: this.afterwards, logout_hint: subject, state };
    try {
      return { to: oidc.buildEndSessionUrl(client, asked).href, state };
    } catch (error) {
      throw new NotSignedIn('OIDC_REFUSED', error);
    }
  }

  /** Asks again each hour, and goes on with what it knew while the provider does not answer. */
  private async client(): Promise<oidc.Configuration> {
    const { known } = this;
    if (known && known.at + FRESH_MS > this.clock()) return known.client;
    this.asking ??= this.discover().finally(() => {
      this.asking = undefined;
    });
    try {
      const client = await this.asking;
      this.known = { at: this.clock(), client };
      return client;
    } catch (error) {
      if (known) return known.client;
      throw new NotSignedIn('OIDC_UNREACHABLE', error);
    }
  }

  private discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clockToleranceS } = this.settings;
    const { secret } = this;
    const metadata = { [oidc.clockTolerance]: clockToleranceS };
    const auth = secret === undefined ? oidc.None() : secretOf(secret);
    const isPlain = issuer.startsWith('http:');
    return oidc.discovery(new URL(issuer), clientId, metadata, auth, {
      timeout: ANSWER_WITHIN_S,
      // The signature is checked although the token comes from the provider itself. Settings take http on this machine alone.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so by its maker only to stand out
      execute: [oidc.enableNonRepudiationChecks, ...(isPlain ? [oidc.allowInsecureRequests] : [])],
    });
  }
}

/** As the provider takes it: in a header unless it says that it wants it in the body. */
function secretOf(secret: string): oidc.ClientAuth {
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    if (methods.includes('client_secret_basic')) basic(server, client, body, headers);
    else post(server, client, body, headers);
  };
}

function codeOf(error: unknown): SignInCode {
  if (error instanceof oidc.AuthorizationResponseError)
    return PASSING.includes(error.error) ? 'OIDC_UNREACHABLE' : 'OIDC_CANCELLED';
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
  const isAway = (typeof code === 'string' && AWAY.includes(code)) || error instanceof TypeError;
  return isAway || (cause instanceof Response && cause.status >= 500) ? 'OIDC_UNREACHABLE' : 'OIDC_REFUSED';
}

const hrefOf = (url: string): string | undefined => URL.parse(url)?.href;
