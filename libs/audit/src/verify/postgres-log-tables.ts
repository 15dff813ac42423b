import type { Pool } from 'pg';
import { inTransaction, rowsOf } from '#projections';
import type { DefectClass, OnDefect } from './defect.js';

const last = String(Number.MAX_SAFE_INTEGER);

/** What is wrong with a row by itself, each with its name. All of it is one reading of the table. */
const WRONG: readonly { readonly kind: DefectClass; readonly where: string; readonly says: string }[] = [
  {
    kind: 'misfiled',
    where: 's.name is distinct from e.stream',
    says: `format('%s %s is filed under %s', e.stream, e.revision, coalesce(s.name, 'no stream'))`,
  },
  {
    kind: 'renumbered',
    where: `(e.position < 1 or e.position > ${last})`,
    says: `format('%s %s stands at no position', e.stream, e.revision)`,
  },
  {
    kind: 'edited',
    where: 'e.content_type not in (0, 1)',
    says: `format('%s %s has content type %s', e.stream, e.revision, e.content_type)`,
  },
  {
    kind: 'back-dated',
    where: `e.recorded_at not between '1970-01-01Z' and '9999-01-01Z'`,
    says: `format('%s %s says %s', e.stream, e.revision, e.recorded_at)`,
  },
];

const EACH_ROW = `
  select wrong.kind, e.position::text, wrong.says
  from log.events e left join log.streams s on s.key = e.stream_key
    cross join lateral (values ${WRONG.map(({ kind, says, where }) => `('${kind}', case when ${where} then ${says} end)`).join(', ')})
      wrong (kind, says)
  where (${WRONG.map(({ where }) => where).join(' or ')}) and wrong.says is not null`;

/** What stands in the tables of the log beside what readers of the whole log see. */
const CHECKS: readonly string[] = [
  `select 'duplicate-id' as kind, max(position)::text as position, format('id %s of %s events', id, count(*)) as says
    from log.events group by id having count(*) > 1`,
  EACH_ROW,
  `select 'misfiled' as kind, null as position, format('stream %s has key %s and no first event there', s.name, s.key) as says
    from log.streams s left join log.events e on e.position = s.key and e.revision = 0 and e.stream = s.name
    where e.position is null`,
  `select 'unguarded' as kind, null as position, format('%s has no trigger that refuses changes', wanted.name) as says
    from unnest(array['log.streams', 'log.events']) wanted (name)
    where not exists (
      select from pg_trigger where tgrelid = wanted.name::regclass and tgname = 'append_only' and tgenabled = 'A'
        and tgfoid = 'log.refuse()'::regprocedure)`,
];

const DIGITS = 16;

interface Found {
  readonly kind: DefectClass;
  readonly position: string | null;
  readonly says: string;
}

/** Ids and names of a million events are compared without a file aside. */
const WITH_ROOM = `begin read only; set local work_mem = '256MB'`;

/** One check a connection would wait for the other: they go one after the other, beside whoever reads the log. */
export async function verifyLogTables(pool: Pool, onDefect: OnDefect): Promise<void> {
  await inTransaction(pool, WITH_ROOM, async (client) => {
    for (const sql of CHECKS) {
      for (const { kind, position, says } of await rowsOf<Found>(client, sql))
        onDefect({ kind, says, ...(position !== null && { position: position.padStart(DIGITS, '0') }) });
    }
  });
}
