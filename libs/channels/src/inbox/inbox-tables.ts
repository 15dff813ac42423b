import type { Migration } from '#postgres';

/** Rows of both tables are written once; an outcome beside its notice, so that settling never copies the raw bytes. */
const TABLES = `
  create schema inbox;

  create table inbox.notices (
    number bigint generated always as identity primary key,
    id uuid not null unique,
    channel text not null,
    source text not null,
    actor text not null,
    external_id text,
    received_at timestamptz not null,
    raw bytea not null,
    sha256 bytea not null,
    sanitised boolean not null,
    signature text,
    body_sha256 bytea
  );
  comment on column inbox.notices.raw is 'one message as it came, without card data';
  comment on column inbox.notices.body_sha256 is 'whole body that the signature covers, in inbox.bodies; null: [raw]';

  create table inbox.bodies (
    sha256 bytea primary key,
    body bytea not null
  );

  create table inbox.outcomes (
    notice bigint primary key,
    outcome text not null check (outcome in ('applied', 'ignored', 'parked')),
    reason text,
    detail text,
    settled_at timestamptz not null default now()
  );
  create index outcomes_parked on inbox.outcomes (notice) where outcome = 'parked';

  create table inbox.swept (
    only_row boolean primary key default true check (only_row),
    settled_to bigint not null
  );
  comment on table inbox.swept is 'every notice up to settled_to has an outcome: a sweep begins behind it';
  insert into inbox.swept (settled_to) values (0);
`;

/** When a sender was last heard of, without reading all that it sent. */
const BY_SOURCE = 'create index notices_by_source on inbox.notices (source, received_at)';

export const INBOX_MIGRATIONS: readonly Migration[] = [
  { name: 'inbox-001-notices', sql: TABLES },
  { name: 'inbox-002-notices-by-source', sql: BY_SOURCE },
];
