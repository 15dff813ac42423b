import type { Pool } from 'pg';
import { rowsOf } from '#projections';
import type { DefectClass, OnDefect } from './defect.js';

interface Check {
  readonly kind: DefectClass;
  /** Rows of `position` (or null) and `says`. */
  readonly sql: string;
}

/** What stands in the tables of the log beside what readers of the whole log see. */
const CHECKS: readonly Check[] = [
  {
    kind: 'duplicate-id',
    sql: `select max(position)::text as position, format('id %s of %s events', id, count(*)) as says
      from log.events group by id having count(*) > 1`,
  },
  {
    kind: 'misfiled',
    sql: `select e.position::text, format('%s %s is filed under %s', e.stream, e.revision, coalesce(s.name, 'no stream')) as says
      from log.events e left join log.streams s on s.key = e.stream_key where s.name is distinct from e.stream`,
  },
  {
    kind: 'misfiled',
    sql: `select null as position, format('stream %s has key %s and no first event there', s.name, s.key) as says
      from log.streams s left join log.events e on e.position = s.key and e.revision = 0 and e.stream = s.name
      where e.position is null`,
  },
  {
    kind: 'renumbered',
    sql: `select position::text, format('%s %s stands at no position', stream, revision) as says
      from log.events where position < 1 or position > ${String(Number.MAX_SAFE_INTEGER)}`,
  },
  {
    kind: 'edited',
    sql: `select position::text, format('%s %s has content type %s', stream, revision, content_type) as says
      from log.events where content_type not in (0, 1)`,
  },
  {
    kind: 'back-dated',
    sql: `select position::text, format('%s %s says %s', stream, revision, recorded_at) as says
      from log.events where recorded_at not between '1970-01-01Z' and '9999-01-01Z'`,
  },
  {
    kind: 'unguarded',
    sql: `select null as position, format('%s has no trigger that refuses changes', wanted.name) as says
      from unnest(array['log.streams', 'log.events']) wanted (name)
      where not exists (
        select from pg_trigger where tgrelid = wanted.name::regclass and tgname = 'append_only' and tgenabled = 'A'
          and tgfoid = 'log.refuse()'::regprocedure)`,
  },
];

const DIGITS = 16;

/** One check a connection would wait for the other: they go one after the other, beside whoever reads the log. */
export async function verifyLogTables(pool: Pool, onDefect: OnDefect): Promise<void> {
  for (const { kind, sql } of CHECKS) {
    for (const { position, says } of await rowsOf<{ position: string | null; says: string }>(pool, sql))
      onDefect({ kind, says, ...(position !== null && { position: position.padStart(DIGITS, '0') }) });
  }
}
