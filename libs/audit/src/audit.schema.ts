import type { Migration } from '#postgres';

/**
 * `tree`: one row, the right edge of the tree and the position that it has seen. `tiles`: hashes side by side, 256 in a full one;
 * of level 0 also the positions of its first and last event. `checkpoints`: as they were signed, never two of one
 * size, and what witnesses signed below that. `certificates`: of read models that took the place of others. `timestamps`: what a
 * time-stamping authority answered of a checkpoint, to the byte (TimeStampResp), and when it was asked.
 */
export const AUDIT_MIGRATIONS: readonly Migration[] = [
  {
    name: 'audit-001-tree',
    sql: `
      create schema audit;
      create table audit.tree (
        is_only boolean primary key default true check (is_only),
        size bigint not null,
        position text collate "C" not null,
        frontier bytea not null,
        error text,
        failed_at timestamptz
      ) with (fillfactor = 50);
      insert into audit.tree (size, position, frontier) values (0, '', '');
      create table audit.tiles (
        level smallint not null,
        index bigint not null,
        hashes bytea not null,
        first_position text collate "C",
        last_position text collate "C",
        primary key (level, index)
      );
      alter table audit.tiles alter column hashes set storage external;
      create index tiles_by_position on audit.tiles (first_position) where level = 0;
      create table audit.checkpoints (
        size bigint primary key,
        position text collate "C" not null,
        signed_at timestamptz not null,
        note text not null
      );
      create table audit.keys (
        key text primary key,
        known_at timestamptz not null default now()
      );`,
  },
  {
    name: 'audit-002-witnesses',
    sql: `
      alter table audit.checkpoints add column cosignatures text not null default '';`,
  },
  {
    name: 'audit-003-certificates',
    sql: `
      create table audit.certificates (
        id integer primary key generated always as identity,
        projection text not null,
        kind text not null check (kind in ('rebuild', 'roll-back')),
        made_at timestamptz not null,
        unsigned_because text,
        note text not null
      );`,
  },
  {
    name: 'audit-004-timestamps',
    sql: `
      create table audit.timestamps (
        size bigint primary key references audit.checkpoints,
        stamped_at timestamptz not null,
        token bytea not null
      );`,
  },
];
