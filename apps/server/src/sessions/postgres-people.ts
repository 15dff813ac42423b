import { createHmac } from 'node:crypto';
import type { Pool } from 'pg';
import type { Migration } from '#postgres';
import type { Role } from '../http/access.js';

export const PEOPLE_MIGRATIONS: readonly Migration[] = [
  {
    name: 'access-004-people',
    sql: `
      create table access.people (
        id text collate "C" primary key,
        issuer text not null,
        subject text not null,
        name text not null,
        role text not null check (role in ('reader', 'ops', 'auditor', 'admin')),
        first_at timestamptz not null default now(),
        last_at timestamptz not null default now()
      );
      alter table access.sessions
        alter column key_sha256 drop not null,
        add column person text collate "C" references access.people (id) on delete cascade,
        add column role text check (role in ('reader', 'ops', 'auditor', 'admin')),
        add check ((key_sha256 is null) = (person is not null)),
        add check ((role is null) = (person is null));
      create table access.oidc_answers (
        sha256 bytea primary key,
        taken_at timestamptz not null default now()
      );
      create index on access.oidc_answers (taken_at);`,
  },
];

/** Who signed in, as the provider told at that time. */
export interface Person {
  readonly issuer: string;
  readonly subject: string;
  /** Empty where the provider tells none. */
  readonly name: string;
  readonly role: Role;
}

/** Somebody who has signed in. */
export interface KnownPerson {
  /** As events name them. */
  readonly actor: string;
  readonly name: string;
  /** At the last sign-in. */
  readonly role: Role;
  readonly firstAt: string;
  readonly lastAt: string;
}

const HASH_BYTES = 16;
/** An attempt is over long before. */
const KEEP_ANSWERS_MS = 3_600_000;

/**
 * Who the people behind `user:<id>` are: the one place that knows, beside the log and never in it, so that it can be changed
 * and forgotten. The id is a keyed hash of issuer and subject: the same in each session and on each server, and nobody can try
 * a list of staff against the log without the master key.
 */
export class People {
  /** @param key 32 bytes, the same on all servers and for ever */
  constructor(
    private readonly pool: Pool,
    private readonly key: Buffer,
  ) {}

  /** The id of a person, who is entered or brought up to date. */
  async met({ issuer, subject, name, role }: Person): Promise<string> {
    const hash = createHmac('sha256', this.key)
      .update(JSON.stringify([issuer, subject]))
      .digest();
    const id = `user_${hash.subarray(0, HASH_BYTES).toString('hex')}`;
    await this.pool.query(
      `insert into access.people (id, issuer, subject, name, role) values ($1, $2, $3, $4, $5)
       on conflict (id) do update set name = excluded.name, role = excluded.role, last_at = now()`,
      [id, issuer, subject, name, role],
    );
    return id;
  }

  async list(): Promise<KnownPerson[]> {
    const { rows } = await this.pool.query<{ id: string; name: string; role: Role; first_at: Date; last_at: Date }>(
      'select id, name, role, first_at, last_at from access.people order by first_at, id',
    );
    return rows.map(({ id, name, role, first_at, last_at }) => ({
      actor: `user:${id}`,
      name,
      role,
      firstAt: first_at.toISOString(),
      lastAt: last_at.toISOString(),
    }));
  }

  /** Whether an answer of the provider comes for the first time, at whichever server. */
  async isNewAnswer(digest: Buffer): Promise<boolean> {
    const { rowCount } = await this.pool.query('insert into access.oidc_answers (sha256) values ($1) on conflict do nothing', [
      digest,
    ]);
    return rowCount === 1;
  }

  /** Forgets answers that are too old to be taken anyway. */
  async purge(): Promise<void> {
    await this.pool.query("delete from access.oidc_answers where taken_at < now() - $1 * interval '1 ms'", [KEEP_ANSWERS_MS]);
  }
}
