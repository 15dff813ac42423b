import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import type { Migration } from '#postgres';
import type { Caller, Role } from '../http/access.js';
import type { ApiKeys } from '../keys/postgres-api-keys.js';

export const SESSION_MIGRATIONS: readonly Migration[] = [
  {
    name: 'access-003-sessions',
    sql: `
      create table access.sessions (
        sha256 bytea primary key,
        key_sha256 bytea not null,
        started_at timestamptz not null default now(),
        seen_at timestamptz not null default now()
      );
      create index on access.sessions (seen_at);`,
  },
];

/** A session ends when nothing came for so long, and in any case so long after it began. */
export const IDLE_MS = 2 * 3_600_000;
export const LASTS_MS = 12 * 3_600_000;
/** How long another process's sign-out may go unnoticed. */
const KEEP_MS = 2_000;
const KEEP_SESSIONS = 10_000;
const CSRF_PURPOSE = 'hezhang csrf';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
/** Placeholders: secret, idle, length, whether people are taken. */
const LASTS = `sha256 = $1 and seen_at >= now() - $2 * interval '1 ms' and started_at >= now() - $3 * interval '1 ms'
  and (person is null or $4)`;
const HOLDER = 'key_sha256, person, role, (select name from access.people where id = person) as name';
const NOBODY = Symbol('unknown session');

/** A person, as the provider of that sign-in names them. */
export interface Vouched {
  readonly issuer: string;
  readonly subject: string;
}

/** Whose session: the digest of a key, or a person with the role of that sign-in. */
type Holder = Buffer | Caller | typeof NOBODY;

interface SessionRow {
  readonly key_sha256: Buffer | null;
  readonly person: string | null;
  readonly name: string | null;
  readonly role: Role | null;
}

/**
 * Who signed in, with which key or as which person. The cookie holds 256 random bits, the table their SHA-256 and that of the
 * key: a key that was revoked or replaced ends its sessions by itself. A person keeps the role of the sign-in until the session
 * is over; where no provider is set any more, that is at once.
 */
export class Sessions {
  private readonly kept = new LRUCache<string, Holder>({ max: KEEP_SESSIONS, ttl: KEEP_MS });

  constructor(
    private readonly pool: Pool,
    private readonly keys: Pick<ApiKeys, 'callerOf' | 'callerOfDigest'>,
    private readonly takesPeople: boolean,
  ) {}

  /** The secret of a new session, for a cookie; undefined where the key is not known. */
  async begin(key: string): Promise<string | undefined> {
    if ((await this.keys.callerOf(key)) === undefined) return undefined;
    const secret = randomBytes(32).toString('base64url');
    await this.pool.query('insert into access.sessions (sha256, key_sha256) values ($1, $2)', [sha256(secret), sha256(key)]);
    return secret;
  }

  /** The same for a person that is known. */
  async beginFor(person: string, role: Role): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    await this.pool.query('insert into access.sessions (sha256, person, role) values ($1, $2, $3)', [
      sha256(secret),
      person,
      role,
    ]);
    return secret;
  }

  /** Whose session it is, while it lasts and its key is good. */
  async callerOf(secret: string): Promise<Caller | undefined> {
    const digest = sha256(secret);
    return this.callerAs(this.kept.get(digest.toString('base64')) ?? (await this.find(digest)));
  }

  /** The same without being a sign of life: what goes on by itself keeps no session. */
  async holderOf(secret: string): Promise<Caller | undefined> {
    const asked = `select ${HOLDER} from access.sessions where ${LASTS}`;
    const { rows } = await this.pool.query<SessionRow>(asked, this.lasting(sha256(secret)));
    return this.callerAs(holderIn(rows[0]));
  }

  /** Answers when somebody can sign in, and leaves the connection for that open. */
  async knock(): Promise<void> {
    await this.pool.query('select from access.sessions limit 0');
  }

  /** Answers whom a provider vouched for, where it was a person's. */
  async end(secret: string): Promise<Vouched | undefined> {
    const digest = sha256(secret);
    const { rows } = await this.pool.query<Vouched>(
      `with ended as (delete from access.sessions where sha256 = $1 returning person)
       select issuer, subject from ended join access.people on id = person`,
      [digest],
    );
    this.kept.delete(digest.toString('base64'));
    return rows[0];
  }

  /** Forgets what is over. */
  async purge(): Promise<void> {
    await this.pool.query(
      `delete from access.sessions
       where seen_at < now() - $1 * interval '1 ms' or started_at < now() - $2 * interval '1 ms'`,
      [IDLE_MS, LASTS_MS],
    );
  }

  private async find(digest: Buffer): Promise<Holder> {
    const seen = `update access.sessions set seen_at = now() where ${LASTS} returning ${HOLDER}`;
    const { rows } = await this.pool.query<SessionRow>(seen, this.lasting(digest));
    const found = holderIn(rows[0]);
    this.kept.set(digest.toString('base64'), found);
    return found;
  }

  private lasting(digest: Buffer): unknown[] {
    return [digest, IDLE_MS, LASTS_MS, this.takesPeople];
  }

  private async callerAs(holder: Holder): Promise<Caller | undefined> {
    if (holder === NOBODY) return undefined;
    return 'kind' in holder ? holder : this.keys.callerOfDigest(holder);
  }
}

function holderIn(row: SessionRow | undefined): Holder {
  const { key_sha256: key, person: id, name, role } = row ?? { key_sha256: null, person: null, name: null, role: null };
  if (key) return key;
  return id === null || role === null ? NOBODY : { kind: 'user', id, name: name || id, role };
}

/** What a page of ours can know and another site's can not: told with the session, sent back in a header of its own. */
export const csrfTokenOf = (secret: string): string => createHmac('sha256', secret).update(CSRF_PURPOSE).digest('base64url');

export const isCsrfToken = (secret: string, token: string): boolean =>
  timingSafeEqual(sha256(token), sha256(csrfTokenOf(secret)));
