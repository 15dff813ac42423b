import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import type { Migration } from '#postgres';
import type { Caller, Role } from '../http/access.js';

export const API_KEY_MIGRATIONS: readonly Migration[] = [
  {
    name: 'access-001-api-keys',
    sql: `
      create schema if not exists access;
      create table access.api_keys (
        id text collate "C" primary key,
        name text not null,
        role text not null check (role in ('ingest', 'reader', 'ops', 'auditor', 'admin')),
        sha256 bytea not null unique,
        created_by text not null,
        created_at timestamptz not null default now(),
        revoked_at timestamptz
      );`,
  },
];

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly revokedAt: string | null;
}

/** How long another process's new or revoked key may go unnoticed. */
const KEEP_MS = 2_000;
const KEEP_KEYS = 10_000;
/** Whoever has the key of the settings or the data folder. */
export const ADMIN: Caller = { kind: 'key', id: 'admin', name: 'the key of this installation', role: 'admin' };
const UNKNOWN = Symbol('unknown key');

const sha256 = (key: string): Buffer => createHash('sha256').update(key).digest();

/** Keys are 256 random bits, so a plain SHA-256 of them gives nothing away; the keys themselves are nowhere. */
export class ApiKeys {
  private readonly kept = new LRUCache<string, Caller | typeof UNKNOWN>({ max: KEEP_KEYS, ttl: KEEP_MS });
  private readonly adminDigest: Buffer;

  constructor(
    private readonly pool: Pool,
    adminKey: string,
  ) {
    this.adminDigest = sha256(adminKey);
  }

  /** Whose key this is. Answers at once what it has seen lately. */
  callerOf(key: string): Caller | undefined | Promise<Caller | undefined> {
    return this.callerOfDigest(sha256(key));
  }

  /** The same for the SHA-256 of a key, which is what a session remembers of it. */
  callerOfDigest(digest: Buffer): Caller | undefined | Promise<Caller | undefined> {
    if (timingSafeEqual(digest, this.adminDigest)) return ADMIN;
    const kept = this.kept.get(digest.toString('base64'));
    if (kept === undefined) return this.find(digest);
    return kept === UNKNOWN ? undefined : kept;
  }

  /** The key is shown this once. */
  async issue(name: string, role: Role, createdBy: string): Promise<{ id: string; key: string }> {
    const id = `key_${randomBytes(9).toString('hex')}`;
    const key = `hz_${randomBytes(32).toString('base64url')}`;
    await this.pool.query('insert into access.api_keys (id, name, role, sha256, created_by) values ($1, $2, $3, $4, $5)', [
      id,
      name,
      role,
      sha256(key),
      createdBy,
    ]);
    this.kept.clear();
    return { id, key };
  }

  async list(): Promise<ApiKey[]> {
    const { rows } = await this.pool.query<{
      id: string;
      name: string;
      role: Role;
      created_by: string;
      created_at: Date;
      revoked_at: Date | null;
    }>('select id, name, role, created_by, created_at, revoked_at from access.api_keys order by created_at, id');
    return rows.map(({ id, name, role, created_by, created_at, revoked_at }) => ({
      id,
      name,
      role,
      createdBy: created_by,
      createdAt: created_at.toISOString(),
      revokedAt: revoked_at?.toISOString() ?? null,
    }));
  }

  /** Whether there was such a key. In other processes it ends within two seconds. */
  async revoke(id: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      'update access.api_keys set revoked_at = coalesce(revoked_at, now()) where id = $1',
      [id],
    );
    this.kept.clear();
    return rowCount === 1;
  }

  private async find(digest: Buffer): Promise<Caller | undefined> {
    const { rows } = await this.pool.query<Caller>(
      "select 'key' as kind, id, name, role from access.api_keys where sha256 = $1 and revoked_at is null",
      [digest],
    );
    this.kept.set(digest.toString('base64'), rows[0] ?? UNKNOWN);
    return rows[0];
  }
}
