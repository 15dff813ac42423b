import { setTimeout as sleep } from 'node:timers/promises';
import type { EventLog } from '#event-log';
import { openPool } from '#postgres';
import { Positions, RebuildRefused, rebuild } from '#projections';
import { PROJECTIONS, ledgerCodec } from '../../apps/projector/src/features.js';
import type { Load } from './load.js';
import { unsealed } from './sealed.js';
import type { StoredEvent } from './stand-log.js';
import type { Stand } from './stand.js';

type Pool = ReturnType<typeof openPool>;

const CATCHES_UP_WITHIN_MS = 60_000;

/** What is wrong with the ledger now that all is quiet; nothing where all is well. */
export async function problemsOf(stand: Stand, load: Load): Promise<string[]> {
  const pool = openPool(stand.database.url, { max: 12, applicationName: 'faults-checks' });
  const log = await stand.log.open();
  try {
    const events = await stand.log.events();
    const inLog = [...holesIn(events, stand), ...lost(events, load), ...told(events, load)];
    const behind = await catchUp(pool, log);
    const models = behind.length > 0 ? behind : await differing({ pool, log, codec: ledgerCodec() });
    return [...inLog, ...models, ...(await unsealed(pool, log, stand))];
  } finally {
    await log.close();
    await pool.end();
  }
}

/** Revisions of a stream count without holes; so do positions where the log counts them, else they grow. */
function holesIn(events: readonly StoredEvent[], { log }: Stand): string[] {
  const next = new Map<string, number>();
  return events.flatMap(({ position, stream, revision }, index) => {
    const expected = next.get(stream) ?? 0;
    next.set(stream, revision + 1);
    const before = events[index - 1]?.position ?? '';
    const inOrder = log.name === 'postgres' ? Number(position) === index + 1 : position > before;
    return [
      ...(inOrder ? [] : [`position ${position} came after ${before || 'nothing'}`]),
      ...(revision === expected ? [] : [`${stream} has ${String(revision)} where ${String(expected)} belongs`]),
    ];
  });
}

const isSale = ({ type }: StoredEvent): boolean => type === 'PaymentPurchased';
const idOf = ({ stream }: StoredEvent): string => stream.slice('payment.'.length);

/** Everything acknowledged is there, where its acknowledgement said. */
function lost(events: readonly StoredEvent[], { acknowledged }: Load): string[] {
  const there = new Map(events.filter(isSale).map((event) => [idOf(event), event.position]));
  return [...acknowledged].flatMap(([id, position]) =>
    there.get(id) === position ? [] : [`${id} was acknowledged at ${position} and is not there`],
  );
}

/** No sale is there twice, acknowledged or not, and none that nobody sent. */
function told(events: readonly StoredEvent[], { acknowledged, unanswered }: Load): string[] {
  const seen = new Set<string>();
  return events.filter(isSale).flatMap((event) => {
    const id = idOf(event);
    const isSecond = seen.has(id);
    seen.add(id);
    return [
      ...(isSecond ? [`${id} is there twice`] : []),
      ...(acknowledged.has(id) || unanswered.has(id) ? [] : [`${id} is there and nobody sent it`]),
    ];
  });
}

async function catchUp(pool: Pool, log: EventLog): Promise<string[]> {
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
