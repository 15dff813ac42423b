import type { Pool, PoolClient } from 'pg';
import type { Migration } from '#postgres';

export const VIEW_MIGRATIONS: readonly Migration[] = [
  {
    name: 'access-004-views',
    sql: `
      create table access.views (
        actor text collate "C" not null,
        id uuid not null,
        name text not null,
        address text not null,
        saved_at timestamptz not null default now(),
        primary key (actor, id)
      );
      create unique index views_name on access.views (actor, split_part(address, '?', 1), name);`,
  },
];

/** How many one caller may keep. */
export const VIEWS_MAX = 100;

/** What somebody looks at again and again: an address of the console under a name of their own. */
export interface View {
  /** A UUID that whoever saved it made. */
  readonly id: string;
  readonly name: string;
  /** Path and query within the console. */
  readonly address: string;
  readonly savedAt: string;
}

export type Saved = View | 'NAME_TAKEN' | 'FULL';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly saved_at: Date;
}

const viewOf = ({ id, name, address, saved_at }: Row): View => ({ id, name, address, savedAt: saved_at.toISOString() });

/** Views of each caller: preferences, so they stand beside the sessions and not in the log. */
export class Views {
  constructor(private readonly pool: Pool) {}

  /** The caller's own, by their names. */
  async of(actor: string): Promise<View[]> {
    const { rows } = await this.pool.query<Row>(
      'select id, name, address, saved_at from access.views where actor = $1 order by name, id',
      [actor],
    );
    return rows.map(viewOf);
  }

  /** Keeps a view, in the place of the caller's own that has its id. One caller after the other, so that the limit holds. */
  async save(actor: string, view: Omit<View, 'savedAt'>): Promise<Saved> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query(`select pg_advisory_xact_lock(hashtextextended('view ' || $1, 0))`, [actor]);
      const saved = await saveWith(client, actor, view);
      await client.query('commit');
      return saved;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  /** Whether the caller had it. */
  async remove(actor: string, id: string): Promise<boolean> {
    const { rowCount } = await this.pool.query('delete from access.views where actor = $1 and id = $2', [actor, id]);
    return rowCount === 1;
  }
}

async function saveWith(client: PoolClient, actor: string, { id, name, address }: Omit<View, 'savedAt'>): Promise<Saved> {
  const { rows } = await client.query<{ others: number; named: number }>(
    `select count(*)::int as others,
            count(*) filter (where name = $3 and split_part(address, '?', 1) = split_part($4, '?', 1))::int as named
     from access.views where actor = $1 and id <> $2`,
    [actor, id, name, address],
  );
  const { others = 0, named = 0 } = rows[0] ?? {};
  if (named > 0) return 'NAME_TAKEN';
  if (others >= VIEWS_MAX) return 'FULL';
  const kept = await client.query<Row>(
    `insert into access.views (actor, id, name, address) values ($1, $2, $3, $4)
     on conflict (actor, id) do update set name = excluded.name, address = excluded.address, saved_at = now()
     returning id, name, address, saved_at`,
    [actor, id, name, address],
  );
  return kept.rows.map(viewOf)[0] ?? 'FULL';
}
