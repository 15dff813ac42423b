import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresEventLog } from '#event-log';
import { openPool } from '#postgres';
import { Positions, RebuildRefused, rebuild } from '#projections';
import { PROJECTIONS, ledgerCodec } from '../../apps/projector/src/features.js';
import type { Load } from './load.js';
import type { Stand } from './stand.js';

type Pool = ReturnType<typeof openPool>;

const CATCHES_UP_WITHIN_MS = 60_000;

/** What is wrong with the ledger now that all is quiet; nothing where all is well. */
export async function problemsOf(stand: Stand, load: Load): Promise<string[]> {
  const pool = openPool(stand.database.url, { max: 12, applicationName: 'faults-checks' });
  const log = await PostgresEventLog.open({ connectionString: stand.database.url });
  try {
    const inLog = [await holesIn(pool), await lost(pool, load), await told(pool, load)].flat();
    const behind = await catchUp(pool, log);
    return [...inLog, ...(behind.length > 0 ? behind : await differing({ pool, log, codec: ledgerCodec() }))];
  } finally {
    await log.close();
    await pool.end();
  }
}

/** Positions and revisions count without holes. */
async function holesIn(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ problem: string }>(`
    select format('%s events up to position %s', count(*), max(position)) as problem from log.events
    having count(*) <> coalesce(max(position), 0)
    union all
    select format('%s has %s events up to revision %s', min(stream), count(*), max(revision)) from log.events
    group by stream_key having count(*) <> max(revision) + 1`);
  return rows.map(({ problem }) => problem);
}

/** Everything acknowledged is there, where its acknowledgement said. */
async function lost(pool: Pool, { acknowledged }: Load): Promise<string[]> {
  const ids = [...acknowledged.keys()];
  const { rows } = await pool.query<{ stream: string; position: string }>(
    `select wanted.stream, wanted.position from unnest($1::text[], $2::bigint[]) as wanted (stream, position)
     where not exists (select from log.events e where e.position = wanted.position and e.stream = wanted.stream and e.type = 'PaymentPurchased')`,
    [ids.map((id) => `payment.${id}`), [...acknowledged.values()].map(Number)],
  );
  return rows.map(({ stream, position }) => `${stream} was acknowledged at ${position} and is not there`);
}

/** No sale is there twice, acknowledged or not, and none that nobody sent. */
async function told(pool: Pool, { acknowledged, unanswered }: Load): Promise<string[]> {
  const { rows } = await pool.query<{ stream: string; sales: number }>(
    `select stream, count(*)::int as sales from log.events where type = 'PaymentPurchased' group by stream`,
  );
  return rows.flatMap(({ stream, sales }) => {
    const id = stream.slice('payment.'.length);
    const sent = acknowledged.has(id) || unanswered.has(id);
    return sales === 1 && sent ? [] : [`${stream} holds ${String(sales)} sales${sent ? '' : ' that nobody sent'}`];
  });
}

async function catchUp(pool: Pool, log: PostgresEventLog): Promise<string[]> {
  const positions = new Positions(pool);
  const settled = async (): Promise<string[]> => {
    const head = await log.head();
    const waits = PROJECTIONS.map(({ name }) =>
      positions.waitFor(name, head, CATCHES_UP_WITHIN_MS).then(
        () => [],
        (error: unknown) => [String(error)],
      ),
    );
    return (await Promise.all(waits)).flat();
  };
  // Reactions may still add to what the read models have taken in.
  for (let head = ''; head !== (await log.head());) {
    head = await log.head();
    const behind = await settled();
    if (behind.length > 0) return behind;
    await sleep(300);
  }
  return [];
}

/** Read models equal a rebuild from zero, and break no invariant: the book sums to zero among them. */
async function differing(context: Parameters<typeof rebuild>[0]): Promise<string[]> {
  const problems: string[] = [];
  for (const projection of PROJECTIONS) {
    await rebuild(context, projection).catch((error: unknown) => {
      if (!(error instanceof RebuildRefused)) throw error;
      problems.push(`${projection.name}: ${error.message}`);
    });
  }
  return problems;
}
