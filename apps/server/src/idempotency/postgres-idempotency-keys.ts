import { createHmac } from 'node:crypto';
import type { Pool } from 'pg';
import { canonicalJson } from '#kernel';
import type { Migration } from '#postgres';
import { Grouped } from './grouped.js';

export const IDEMPOTENCY_MIGRATIONS: readonly Migration[] = [
  {
    name: 'access-002-idempotency-keys',
    sql: `
      create table access.idempotency_keys (
        scope text collate "C",
        key text collate "C",
        fingerprint bytea not null,
        claimed_at timestamptz not null default now(),
        status smallint,
        media_type text,
        etag text,
        body text,
        primary key (scope, key)
      );
      create index on access.idempotency_keys (claimed_at);`,
  },
];

export interface StoredAnswer {
  readonly status: number;
  readonly mediaType: string;
  readonly etag: string | null;
  readonly body: string;
}

/** One use of a key: who and where (`scope`), the key, and a fingerprint of the body it came with. */
export interface KeyUse {
  readonly scope: string;
  readonly key: string;
  readonly fingerprint: Buffer;
}

/** `answered`: give this again. `other_body`: the key belongs to another request. `open`: not answered yet, carry it out. */
export type Claim =
  { readonly type: 'open' } | { readonly type: 'answered'; readonly answer: StoredAnswer } | { readonly type: 'other_body' };

interface ClaimRow {
  readonly claimed: boolean;
  readonly fingerprint: Buffer | null;
  readonly status: number | null;
  readonly media_type: string | null;
  readonly etag: string | null;
  readonly body: string | null;
}

const KEEP_DAYS = 30;

/**
 * The claim commits without waiting for the disk: should a crash lose it, the command's ids still come from the key, so
 * carrying it out again adds nothing. The answer commits durably, and the claim before it with it.
 */
const CLAIM = `
  with relaxed as materialized (select set_config('synchronous_commit', 'off', true)),
  given as materialized (
    select scope, key, fingerprint, place from unnest($1::text[], $2::text[], $3::bytea[])
      with ordinality as uses (scope, key, fingerprint, place), relaxed
  ),
  claimed as (
    insert into access.idempotency_keys (scope, key, fingerprint)
    select scope, key, fingerprint from given order by scope, key
    on conflict do nothing returning scope, key
  )
  select claimed.key is not null as claimed, known.fingerprint, known.status, known.media_type, known.etag, known.body
  from given
  left join claimed using (scope, key)
  left join access.idempotency_keys as known using (scope, key)
  order by given.place`;

const SETTLE = `
  update access.idempotency_keys as known
  set status = given.status, media_type = given.media_type, etag = given.etag, body = given.body
  from unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::text[])
    as given (scope, key, status, media_type, etag, body)
  where known.scope = given.scope and known.key = given.key and known.status is null`;

export class IdempotencyKeys {
  private readonly claims = new Grouped((uses: readonly KeyUse[]) => this.claimAll(uses));
  private readonly answers = new Grouped((settled: readonly (KeyUse & { answer: StoredAnswer })[]) => this.settleAll(settled));

  constructor(
    private readonly pool: Pool,
    /** Bodies may hold secrets of little entropy, so only a keyed hash of them is kept. */
    private readonly fingerprintKey: Buffer,
  ) {}

  fingerprintOf(body: unknown): Buffer {
    return createHmac('sha256', this.fingerprintKey)
      .update(canonicalJson(body ?? null))
      .digest();
  }

  /** One at a time per scope and key: the caller sees to that within a process. */
  claim(use: KeyUse): Promise<Claim> {
    return this.claims.add(use);
  }

  async settle(use: KeyUse, answer: StoredAnswer): Promise<void> {
    await this.answers.add({ ...use, answer });
  }

  /** Gives a key back whose request was refused before it meant anything. */
  async release({ scope, key, fingerprint }: KeyUse): Promise<void> {
    await this.pool.query(
      'delete from access.idempotency_keys where scope = $1 and key = $2 and fingerprint = $3 and status is null',
      [scope, key, fingerprint],
    );
  }

  /** Forgets keys that are older than anybody retries. */
  async purge(): Promise<void> {
    await this.pool.query(`delete from access.idempotency_keys where claimed_at < now() - make_interval(days => $1)`, [
      KEEP_DAYS,
    ]);
  }

  private async claimAll(uses: readonly KeyUse[]): Promise<Claim[]> {
    const { rows } = await this.pool.query<ClaimRow>({
      name: 'claim-idempotency-keys',
      text: CLAIM,
      values: [uses.map(({ scope }) => scope), uses.map(({ key }) => key), uses.map(({ fingerprint }) => fingerprint)],
    });
    return Promise.all(uses.map((use, index) => this.judge(use, rows[index])));
  }

  private async judge(use: KeyUse, row: ClaimRow | undefined): Promise<Claim> {
    if (row === undefined || row.claimed) return { type: 'open' };
    // Claimed by another process after our snapshot: it stands in the next one.
    if (row.fingerprint === null) return (await this.claimAll([use]))[0] ?? { type: 'open' };
    if (!row.fingerprint.equals(use.fingerprint)) return { type: 'other_body' };
    const { status, media_type: mediaType, etag, body } = row;
    if (status === null || mediaType === null || body === null) return { type: 'open' };
    return { type: 'answered', answer: { status, mediaType, etag, body } };
  }

  private async settleAll(settled: readonly (KeyUse & { answer: StoredAnswer })[]): Promise<undefined[]> {
    await this.pool.query({
      name: 'settle-idempotency-keys',
      text: SETTLE,
      values: [
        settled.map(({ scope }) => scope),
        settled.map(({ key }) => key),
        settled.map(({ answer }) => answer.status),
        settled.map(({ answer }) => answer.mediaType),
        settled.map(({ answer }) => answer.etag),
        settled.map(({ answer }) => answer.body),
      ],
    });
    return settled.map(() => undefined);
  }
}
