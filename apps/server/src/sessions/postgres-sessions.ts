import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import type { Migration } from '#postgres';
import type { Caller } from '../http/access.js';
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
const NO_KEY = Symbol('unknown session');

/**
 * Who signed in with which key. The cookie holds 256 random bits, the table their SHA-256 and that of the key: a key that was
 * revoked or replaced ends its sessions by itself.
 */
export class Sessions {
  private readonly kept = new LRUCache<string, Buffer | typeof NO_KEY>({ max: KEEP_SESSIONS, ttl: KEEP_MS });

  constructor(
    private readonly pool: Pool,
    private readonly keys: Pick<ApiKeys, 'callerOf' | 'callerOfDigest'>,
  ) {}

  /** The secret of a new session, for a cookie; undefined where the key is not known. */
  async begin(key: string): Promise<string | undefined> {
    if ((await this.keys.callerOf(key)) === undefined) return undefined;
    const secret = randomBytes(32).toString('base64url');
    await this.pool.query('insert into access.sessions (sha256, key_sha256) values ($1, $2)', [sha256(secret), sha256(key)]);
    return secret;
  }

  /** Whose session it is, while it lasts and its key is good. */
  async callerOf(secret: string): Promise<Caller | undefined> {
    const digest = sha256(secret);
    const kept = this.kept.get(digest.toString('base64')) ?? (await this.find(digest));
    return kept === NO_KEY ? undefined : this.keys.callerOfDigest(kept);
  }

  async end(secret: string): Promise<void> {
    const digest = sha256(secret);
    await this.pool.query('delete from access.sessions where sha256 = $1', [digest]);
    this.kept.delete(digest.toString('base64'));
  }

  /** Forgets what is over. */
  async purge(): Promise<void> {
    await this.pool.query(
      `delete from access.sessions
       where seen_at < now() - $1 * interval '1 ms' or started_at < now() - $2 * interval '1 ms'`,
      [IDLE_MS, LASTS_MS],
    );
  }

  private async find(digest: Buffer): Promise<Buffer | typeof NO_KEY> {
    const { rows } = await this.pool.query<{ key_sha256: Buffer }>(
      `update access.sessions set seen_at = now()
       where sha256 = $1 and seen_at >= now() - $2 * interval '1 ms' and started_at >= now() - $3 * interval '1 ms'
       returning key_sha256`,
      [digest, IDLE_MS, LASTS_MS],
    );
    const found = rows[0]?.key_sha256 ?? NO_KEY;
    this.kept.set(digest.toString('base64'), found);
    return found;
  }
}

/** What a page of ours can know and another site's can not: told with the session, sent back in a header of its own. */
export const csrfTokenOf = (secret: string): string => createHmac('sha256', secret).update(CSRF_PURPOSE).digest('base64url');

export const isCsrfToken = (secret: string, token: string): boolean =>
  timingSafeEqual(sha256(token), sha256(csrfTokenOf(secret)));
