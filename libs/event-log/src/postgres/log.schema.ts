import type { Migration } from '#postgres';
import { DIGEST_DIGITS, DIGEST_FROM_END } from '../notice-digest.js';

/** Any number: whoever appends to this database takes its turn by it. Released with the commit, after it has become visible. */
export const APPEND_LOCK = 4_725_010;

/** Told with each commit; nothing depends on it. */
export const APPENDED_CHANNEL = 'hezhang_log';

const TABLES = `
create schema log;

-- Key of a stream: the position of its first event. Eight bytes in the index of events instead of a name.
create table log.streams (
  name text collate "C" primary key,
  key bigint not null
);

create table log.events (
  position bigint primary key,
  stream_key bigint not null,
  recorded_at timestamptz not null,
  revision integer not null,
  content_type smallint not null,
  id uuid not null,
  stream text collate "C" not null,
  type text collate "C" not null,
  data bytea not null,
  metadata bytea not null,
  unique (stream_key, revision)
);`;

/**
 * A whole batch of appends in one statement and one commit.
 *
 * Per append: \`streams\`, \`expected\` (last revision, −1 for none), \`firsts\` (ordinal of its first event, from 1), \`sizes\`; a
 * stream stands at most once. Per event: \`appends\` (ordinal of its append), \`revisions\` and its content.
 * Answers the position before the first event stored, and of the appends refused their ordinals and their streams' last
 * revisions; all others are stored, in order, without a gap.
 *
 * READ COMMITTED gives each statement its own snapshot, so everything after the lock sees all that was committed under it.
 */
const APPEND = `
create function log.append(
  streams text[], expected integer[], firsts integer[], sizes integer[],
  appends integer[], revisions integer[], ids uuid[], types text[], content_types smallint[], all_data bytea[], all_metadata bytea[],
  out before_first bigint, out refused integer[], out actual integer[]
) language plpgsql
  -- Plans are made on empty tables and kept: these keep them on the indexes whatever the statistics said that day.
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off
  set enable_bitmapscan = off
  set jit = off
  set search_path = pg_catalog, pg_temp
as $body$
declare
  recorded timestamptz;
  keys bigint[];
  stands integer[];
  all_fit boolean;
  any_new boolean;
  shifts integer[];
  shift integer := 0;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'log.append needs read committed' using errcode = 'invalid_transaction_state';
  end if;
  perform pg_advisory_xact_lock(${String(APPEND_LOCK)});

  select e.position, greatest(e.recorded_at, clock_timestamp()) into before_first, recorded
    from log.events e order by e.position desc limit 1;
  before_first := coalesce(before_first, 0);
  recorded := coalesce(recorded, clock_timestamp());

  -- Where each stream stands: one seek by name, one for its last revision.
  select array_agg(coalesce(s.key, before_first + s.first) order by s.ordinal), array_agg(s.stands order by s.ordinal),
         bool_and(s.stands = s.expects), bool_or(s.expects = -1)
    into keys, stands, all_fit, any_new
    from (
      select k.ordinal, k.expects, k.first, k.key,
             coalesce((select e.revision from log.events e where e.stream_key = k.key order by e.revision desc limit 1), -1) as stands
        from (
          select a.ordinal, a.expects, a.first, (select n.key from log.streams n where n.name = a.stream) as key
            from unnest(streams, expected, firsts) with ordinality a (stream, expects, first, ordinal)
          offset 0
        ) k
    ) s;

  -- Rare: what stands behind a refused append moves up by its size, so that positions stay dense.
  if not all_fit then
    for i in 1 .. cardinality(streams) loop
      shifts[i] := shift;
      if stands[i] <> expected[i] then
        keys[i] := null;
        shift := shift + sizes[i];
        refused := refused || i;
        actual := actual || stands[i];
      elsif expected[i] = -1 then
        keys[i] := before_first + firsts[i] - shift;
      end if;
    end loop;
  end if;

  if any_new then
    insert into log.streams (name, key)
    select streams[i], keys[i] from generate_subscripts(streams, 1) i where expected[i] = -1 and keys[i] is not null;
  end if;

  insert into log.events (position, stream_key, recorded_at, revision, content_type, id, stream, type, data, metadata)
  select before_first + e.ordinal - coalesce(shifts[e.append], 0), keys[e.append], recorded, e.revision, e.content_type, e.id,
         streams[e.append], e.type, e.data, e.metadata
    from (
      -- Side by side in the list: as functions of FROM they would be written to a tuplestore first.
      select generate_subscripts(ids, 1) as ordinal, unnest(appends) as append, unnest(revisions) as revision, unnest(ids) as id,
             unnest(types) as type, unnest(content_types) as content_type, unnest(all_data) as data, unnest(all_metadata) as metadata
    ) e
   where keys[e.append] is not null;

  if found then
    perform pg_notify('${APPENDED_CHANNEL}', '');
  end if;
end
$body$;`;

/** ENABLE ALWAYS: also under session_replication_role = replica. The owner's own right to it goes too; only a superuser is left. */
const APPEND_ONLY = `
create function log.refuse() returns trigger language plpgsql as $body$
begin
  raise exception 'the log is append-only: % on %.% is refused', tg_op, tg_table_schema, tg_table_name
    using errcode = 'insufficient_privilege';
end
$body$;
${['streams', 'events']
  .map(
    (table) => `
create trigger append_only before update or delete or truncate on log.${table}
  for each statement execute function log.refuse();
alter table log.${table} enable always trigger append_only;
revoke update, delete, truncate on log.${table} from public, current_user;`,
  )
  .join('\n')}`;

/** Where the log that recorded an event had it, where that is not its position here. */
const ORIGIN = 'alter table log.events add column origin text collate "C"';

/**
 * Which stretches of the log may hold an id: a thousandth of the table, and next to nothing for an append, since a stretch is summed up
 * when it is full. A tree over random ids would cost every append a page of its own.
 */
const IDS = `
create index events_by_id on log.events using brin (id uuid_bloom_ops (n_distinct_per_range = 3000))
  with (pages_per_range = 128, autosummarize = on)`;

/** Of metadata that names a notice, its digest; of other metadata whatever stands there. */
const NOTICE_DIGEST = `substring(metadata from length(metadata) - ${String(DIGEST_FROM_END - 1)} for ${String(DIGEST_DIGITS)})`;

/** The same for digests of notices; they are cut out, not parsed, so an append pays for a copy of 64 bytes. */
const NOTICES = `
create index events_by_notice on log.events using brin ((${NOTICE_DIGEST}) bytea_bloom_ops (n_distinct_per_range = 3000))
  with (pages_per_range = 128, autosummarize = on)`;

/**
 * Who asks by such an index asks through a function: the planner takes random values for scattered over all of the table, and would
 * rather read it whole.
 */
const asking = (signature: string, where: string): string => `
create function log.${signature} returns setof log.events language sql stable
  set enable_seqscan = off
  set jit = off
  set search_path = pg_catalog, pg_temp
as $body$ select * from log.events where ${where} $body$;`;

const FINDING = [
  asking('by_ids(ids uuid[])', 'id = any(ids)'),
  asking('of_notice(digest bytea)', `${NOTICE_DIGEST} = digest`),
].join('');

export const LOG_MIGRATIONS: readonly Migration[] = [
  { name: 'log-001-tables', sql: TABLES },
  { name: 'log-002-append', sql: APPEND },
  { name: 'log-003-append-only', sql: APPEND_ONLY },
  { name: 'log-004-origin', sql: ORIGIN },
  { name: 'log-005-ids', sql: IDS },
  { name: 'log-006-notices', sql: NOTICES },
  { name: 'log-007-finding', sql: FINDING },
];
