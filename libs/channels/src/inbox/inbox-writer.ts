import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { Fault, Outage } from '#kernel';
import { byteaArray, int2Array, int8Array, isOutage, textArray, uuidArray } from '#postgres';
import type { NewNotice, NoticeId, NoticeNumber, Settlement } from './notice.js';

/** A notice on its way into the table. */
export interface Arrival {
  readonly id: NoticeId;
  readonly digest: string;
  readonly notice: NewNotice;
}

/** One group: what is written in one statement, and so in one commit. */
export interface Group {
  readonly arrivals: readonly Arrival[];
  readonly settlements: ReadonlyMap<NoticeNumber, Settlement>;
}

const UUID_AT = 'ntc_'.length;
export const uuidOf = (id: NoticeId): string => id.slice(UUID_AT);
export const idOf = (uuid: string): NoticeId => `ntc_${uuid}`;

const WRITE = `
  with bodies as (
    insert into inbox.bodies (sha256, body)
    select given.sha256, given.body from unnest($11::bytea[], $12::bytea[]) as given (sha256, body)
    on conflict (sha256) do nothing
  ), outcomes as (
    insert into inbox.outcomes as known (notice, outcome, reason, detail)
    select given.notice, given.outcome, given.reason, given.detail
    from unnest($13::bigint[], $14::text[], $15::text[], $16::text[]) as given (notice, outcome, reason, detail)
    on conflict (notice) do update
    set outcome = excluded.outcome, reason = excluded.reason, detail = excluded.detail, settled_at = excluded.settled_at
    where known.outcome <> 'applied'
  )
  insert into inbox.notices
    (id, channel, source, actor, external_id, received_at, raw, sha256, sanitised, signature, body_sha256)
  select given.id, given.channel, given.source, given.actor, given.external_id,
         timestamptz 'epoch' + given.received_ms * interval '1 millisecond',
         given.raw, sha256(given.raw), given.sanitised = 1, given.signature, given.body_sha256
  from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bytea[], $8::smallint[], $9::text[],
              $10::bytea[])
    as given (id, channel, source, actor, external_id, received_ms, raw, sanitised, signature, body_sha256)
  on conflict (id) do nothing
  returning number, id`;

const TRIES = 4;
const FIRST_PAUSE_MS = 20;

/**
 * Writes one group in one statement; answers the numbers of those that were new. Every row has an identity of its own, so
 * a statement whose fate is unknown is simply sent again. Rows go in the order of their keys: two groups never wait for
 * each other in a circle.
 * @throws Outage where the database stays away
 */
export async function writeGroup(pool: Pool, group: Group): Promise<Map<NoticeId, NoticeNumber>> {
  const values = [...arrivalColumns(group.arrivals), ...settlementColumns(group.settlements)];
  for (let tries = 1; ; tries += 1) {
    try {
      const { rows } = await pool.query<{ number: string; id: string }>({ name: 'inbox-write', text: WRITE, values });
      return new Map(rows.map(({ number, id }) => [idOf(id), Number(number)]));
    } catch (error) {
      if (!isOutage(error)) throw new Fault('the inbox refused a group of notices', { cause: error });
      if (tries === TRIES) throw new Outage('the inbox can not be reached', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** tries));
    }
  }
}

function arrivalColumns(arrivals: readonly Arrival[]): Buffer[] {
  const sorted = arrivals.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const notices = sorted.map(({ notice }) => notice);
  const bodies = notices.map(({ evidence }) => (evidence?.body ? sha256(evidence.body) : null));
  const wholeBodies = new Map(notices.flatMap(({ evidence }, index) => bodyEntry(bodies[index], evidence?.body)));
  const distinct = [...wholeBodies.values()].sort((a, b) => Buffer.compare(a.digest, b.digest));
  return [
    uuidArray(sorted.map(({ id }) => uuidOf(id))),
    textArray(notices.map(({ channel }) => channel)),
    textArray(notices.map(({ source }) => source)),
    textArray(notices.map(({ actor }) => actor)),
    textArray(notices.map(({ externalId }) => externalId ?? null)),
    int8Array(notices.map(({ receivedAt }) => Date.parse(receivedAt))),
    byteaArray(notices.map(({ raw }) => raw)),
    int2Array(notices.map(({ sanitised }) => (sanitised ? 1 : 0))),
    textArray(notices.map(({ evidence }) => evidence?.signature ?? null)),
    byteaArray(bodies),
    byteaArray(distinct.map(({ digest }) => digest)),
    byteaArray(distinct.map(({ body }) => body)),
  ];
}

type WholeBody = readonly [string, { readonly digest: Buffer; readonly body: Buffer }];

const bodyEntry = (digest: Buffer | null | undefined, body: Buffer | undefined): WholeBody[] =>
  digest && body ? [[digest.toString('hex'), { digest, body }]] : [];

function settlementColumns(settlements: Group['settlements']): Buffer[] {
  const sorted = [...settlements].sort(([a], [b]) => a - b);
  return [
    int8Array(sorted.map(([number]) => number)),
    textArray(sorted.map(([, { outcome }]) => outcome)),
    textArray(sorted.map(([, settlement]) => (settlement.outcome === 'applied' ? null : settlement.reason))),
    textArray(sorted.map(([, settlement]) => (settlement.outcome === 'applied' ? null : (settlement.detail ?? null)))),
  ];
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
