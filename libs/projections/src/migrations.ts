import type { Migration } from '#postgres';

/**
 * The registry of generations, the checkpoints of reactions and the rebuilds that were wished for. A generation's tables stand in the schema
 * `read_<name>_<generation>`; the views in `read` show those of the serving one. `retirement` counts up as one after the other stops serving.
 */
export const PROJECTION_MIGRATIONS: readonly Migration[] = [
  {
    name: 'projections-001-generations',
    sql: `
      create schema projections;
      create schema read;
      create table projections.generations (
        name text collate "C" not null,
        generation integer not null,
        version integer not null,
        status text not null check (status in ('building', 'serving', 'retired')),
        complete boolean not null,
        position text collate "C" not null,
        recorded_at timestamptz,
        error text,
        failed_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (name, generation)
      ) with (fillfactor = 50);
      create unique index generations_serving on projections.generations (name) where status = 'serving';
      create table projections.reactions (
        name text collate "C" not null primary key,
        position text collate "C" not null,
        error text,
        failed_at timestamptz,
        updated_at timestamptz not null default now()
      ) with (fillfactor = 50);`,
  },
  {
    name: 'projections-002-rebuilds',
    sql: `
      create table projections.rebuilds (
        name text collate "C" not null primary key,
        wish integer not null,
        is_open boolean not null,
        view jsonb not null,
        wished_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      ) with (fillfactor = 50);`,
  },
  {
    name: 'projections-003-roll-backs',
    sql: `
      alter table projections.rebuilds
        add column kind text not null default 'rebuild' check (kind in ('rebuild', 'roll-back')),
        add column wished_by text not null default 'unknown';`,
  },
  {
    name: 'projections-004-retirements',
    sql: 'alter table projections.generations add column retirement integer;',
  },
];
