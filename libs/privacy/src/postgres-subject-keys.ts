import type { Pool } from 'pg';
import { invariant } from '#kernel';
import type { Migration } from '#postgres';
import type { KeptKey, SubjectKeyStore } from './subject-keys.js';

export const PRIVACY_MIGRATIONS: readonly Migration[] = [
  {
    name: 'privacy-001-subject-keys',
    sql: `
      create schema privacy;
      create table privacy.subject_keys (
        subject text collate "C" primary key,
        sealed bytea,
        made_at timestamptz not null default now(),
        destroyed_at timestamptz,
        check ((sealed is null) = (destroyed_at is not null))
      );
      comment on table privacy.subject_keys is
        'keys of persons, sealed under the master key; to be backed up apart from the log, and for no longer than persons may ask to be forgotten';`,
  },
];

interface Row {
  readonly subject: string;
  readonly sealed: KeptKey;
}

const claimSql = (commit: 'on' | 'off'): string => `
  with relaxed as materialized (
    select set_config('synchronous_commit', '${commit}', true)
  ), added as (
    insert into privacy.subject_keys (subject, sealed)
    select given.subject, given.sealed from relaxed, unnest($1::text[], $2::bytea[]) as given (subject, sealed)
    on conflict (subject) do nothing
    returning subject, sealed
  )
  select subject, sealed from added
  union all
  select subject, sealed from privacy.subject_keys where subject = any($1)`;

const FIND = 'select subject, sealed from privacy.subject_keys where subject = any($1)';

/** A row stays and its key goes: whoever offers a new one at the same time finds the place taken. */
const DESTROY = `
  insert into privacy.subject_keys (subject, sealed, destroyed_at)
  select subject, null, now() from unnest($1::text[]) as given (subject)
  on conflict (subject) do update set sealed = null, destroyed_at = now() where subject_keys.sealed is not null`;

/**
 * `at once`: a new key is on disk when it is answered. `with what follows`: with the next durable commit in the same database, which
 * writes all that was committed before it; for who keeps a notice there before anything else is told of the person.
 */
export type KeysDurable = 'at once' | 'with what follows';

/** On a pool whose commits are durable before they are answered. */
export class PostgresSubjectKeys implements SubjectKeyStore {
  private readonly claimed: { readonly name: string; readonly text: string };

  constructor(
    private readonly pool: Pool,
    durable: KeysDurable = 'at once',
  ) {
    const commit = durable === 'at once' ? 'on' : 'off';
    this.claimed = { name: `subject-keys-claim-${commit}`, text: claimSql(commit) };
  }

  async claim(offers: ReadonlyMap<string, Buffer>): Promise<ReadonlyMap<string, KeptKey>> {
    // In the order of their keys, so that two claims never wait for each other in a circle.
    const subjects = [...offers.keys()].sort();
    const values = [subjects, subjects.map((subject) => offers.get(subject))];
    const { rows } = await this.pool.query<Row>({ ...this.claimed, values });
    const claimed = new Map(rows.map(({ subject, sealed }) => [subject, sealed]));
    // Added by another process while our statement ran: not ours, and not seen by it.
    const unseen = subjects.filter((subject) => !claimed.has(subject));
    const found = await this.find(unseen);
    invariant(found.size === unseen.length, 'a place that is taken is taken by somebody');
    return new Map([...claimed, ...found]);
  }

  async find(subjects: readonly string[]): Promise<ReadonlyMap<string, KeptKey>> {
    if (subjects.length === 0) return new Map();
    const { rows } = await this.pool.query<Row>({ name: 'subject-keys-find', text: FIND, values: [subjects] });
    return new Map(rows.map(({ subject, sealed }) => [subject, sealed]));
  }

  async destroy(subjects: readonly string[]): Promise<void> {
    if (subjects.length === 0) return;
    await this.pool.query(DESTROY, [[...subjects].sort()]);
    // The row as it was goes now, and not when the database finds the time.
    await this.pool.query('vacuum privacy.subject_keys');
  }
}
