import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { isOutage } from '#postgres';
import { ConfigError } from '../config.js';
import { SignInLimit } from '../sessions/sign-in-limit.js';
import type { People } from '../sessions/postgres-people.js';
import type { Sessions, Vouched } from '../sessions/postgres-sessions.js';
import { Attempts } from './attempts.js';
import type { OidcSettings } from './oidc.settings.js';
import { NotSignedIn, Provider, type Leaving, type SignInCode } from './provider.js';
import { pageOf, pageWithCode } from './return-to.js';
import { nameOf, roleOf } from './roles.js';

/** Where the browser goes next, and what it keeps. */
export interface Step {
  /** An address of the provider, or a page of ours. */
  readonly to: string;
  /** A sealed attempt; null: the one that is kept is over. Absent: nothing changes. */
  readonly attempt?: string | null;
  /** The secret of a new session. */
  readonly session?: string;
}

export interface SignInParts {
  readonly settings: OidcSettings;
  /** 32 bytes that seal attempts. */
  readonly key: Buffer;
  readonly people: Pick<People, 'met' | 'isNewAnswer'>;
  readonly sessions: Pick<Sessions, 'beginFor'>;
  readonly log: Pick<Logger, 'warn'>;
}

/** A person's way in by a provider: out to it, and back. Whatever goes wrong ends at the sign-in page, with a code. */
export class OidcSignIn {
  private readonly attempts: Attempts;
  private readonly provider: Provider;
  private readonly limit = new SignInLimit();

  /** @param secret of a confidential client */
  constructor(
    private readonly parts: SignInParts,
    secret: string | undefined,
  ) {
    this.attempts = new Attempts(parts.key);
    this.provider = new Provider(parts.settings, secret);
  }

  /** What the provider is called, for people. */
  get label(): string {
    return this.parts.settings.label;
  }

  async begin(asked: string | undefined): Promise<Step> {
    const page = pageOf(asked);
    try {
      const { to, attempt } = await this.provider.begin(page);
      return { to: to.href, attempt: this.attempts.seal(attempt) };
    } catch (error) {
      return { to: pageWithCode(page, this.codeOf(error)) };
    }
  }

  /** Takes the provider's answer once, in the browser that began. */
  async finish(answer: URLSearchParams, kept: string | undefined, address: string): Promise<Step> {
    const attempt = kept === undefined ? undefined : this.attempts.open(kept);
    // An answer to something else leaves the attempt that is under way alone.
    if (!attempt || answer.get('state') !== attempt.state) return { to: pageWithCode('/', 'OIDC_EXPIRED') };
    try {
      this.assertFree(address);
      const digest = createHash('sha256').update(attempt.state).digest();
      if (!(await this.parts.people.isNewAnswer(digest))) throw new NotSignedIn('OIDC_EXPIRED');
      const { claims, ...who } = await this.provider.finish(answer, attempt);
      const role = roleOf(claims, this.parts.settings);
      if (role === undefined) throw new NotSignedIn('OIDC_NO_ROLE');
      const id = await this.parts.people.met({ ...who, name: nameOf(claims), role });
      return { to: attempt.page, attempt: null, session: await this.parts.sessions.beginFor(id, role) };
    } catch (error) {
      const code = this.codeOf(error);
      if (code === 'OIDC_REFUSED') this.limit.failed(address);
      return { to: pageWithCode(attempt.page, code), attempt: null };
    }
  }

  /** The way out of the provider, for a person whose session here is over; undefined where it has none, or does not answer. */
  async leave(person: Vouched): Promise<Leaving | undefined> {
    try {
      return await this.provider.leave(person);
    } catch (error) {
      this.codeOf(error);
      return undefined;
    }
  }

  private assertFree(address: string): void {
    try {
      this.limit.assertFree(address);
    } catch (error) {
      throw new NotSignedIn('SIGN_IN_LIMITED', error);
    }
  }

  /** Says in the log what only the operator can mend, without anything of the person. @throws whatever is a fault */
  private codeOf(error: unknown): SignInCode {
    if (isOutage(error)) return 'OUTAGE';
    if (!(error instanceof NotSignedIn)) throw error;
    const { code, cause } = error;
    if (FOR_OPERATORS.includes(code))
      this.parts.log.warn({ code, because: chainOf(cause) }, 'nobody was signed in or out by OIDC');
    return code;
  }
}

/** What is not mended by trying again. */
const FOR_OPERATORS: readonly SignInCode[] = ['OIDC_UNREACHABLE', 'OIDC_REFUSED', 'OIDC_NO_ROLE'];
const DEPTH = 4;

/** Messages of an error and of what is behind it, and the provider's own codes; none of the values that were compared. */
function chainOf(error: unknown): string[] {
  const says: string[] = [];
  for (let at = error; at instanceof Error && says.length < DEPTH; at = at.cause)
    says.push('error' in at && typeof at.error === 'string' ? `${at.message}: ${at.error}` : at.message);
  return says;
}

/** The secret of the client, out of its file; undefined where none is set. @throws ConfigError in words */
export async function clientSecretOf(settings: OidcSettings | undefined): Promise<string | undefined> {
  const secretFile = settings?.secretFile;
  if (secretFile === undefined) return undefined;
  const text = await readFile(secretFile, 'utf8').catch((error: unknown) => {
    throw new ConfigError([`HEZHANG_OIDC_SECRET_FILE: ${(error as Error).message}`]);
  });
  const secret = text.trim();
  if (secret === '') throw new ConfigError(['HEZHANG_OIDC_SECRET_FILE holds nothing']);
  return secret;
}
