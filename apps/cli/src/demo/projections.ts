import { setTimeout as sleep } from 'node:timers/promises';
import { DemoFailure, type Ledger } from './ledger.js';

/** What the demo reads of `/v1/projections`. */
interface ProjectionView {
  readonly name: string;
  readonly position: string;
  readonly lag: number;
  readonly error: string | null;
  readonly rebuild: RebuildView | null;
}

type RebuildView =
  | { readonly status: 'running' }
  | { readonly status: 'done'; readonly events: number; readonly digest: string; readonly replacedDigest: string | null }
  | { readonly status: 'refused' | 'failed'; readonly says: string };

export interface Rebuilt {
  readonly name: string;
  /** Events read from the log. */
  readonly events: number;
  /** Over every row, of the build that serves now and of the one before, at the same position. */
  readonly digest: string;
  readonly replacedDigest: string | null;
}

const POLL_MS = 200;
/** Looks alike before what follows from events (reactions) counts as done. */
const QUIET_LOOKS = 5;
const GIVE_UP_MS = 300_000;

const list = async (ledger: Ledger): Promise<readonly ProjectionView[]> =>
  (await ledger.get<{ readonly data: readonly ProjectionView[] }>('/v1/projections')).data;

/** Waits until every read model has everything and nothing follows any more. Answers the position they reflect. */
export async function whenQuiet(ledger: Ledger): Promise<string> {
  let looks = 0;
  let last = '';
  return polled('the read models do not catch up', async () => {
    const views = await list(ledger);
    const failed = views.find(({ error }) => error !== null);
    if (failed) throw new DemoFailure(`the read model ${failed.name} does not go on: ${String(failed.error)}`);
    const position = views.map((view) => view.position).reduce((a, b) => (a > b ? a : b), '');
    looks = position === last && views.every(({ lag }) => lag === 0) ? looks + 1 : 0;
    last = position;
    return looks >= QUIET_LOOKS ? position : undefined;
  });
}

/** Builds every read model anew from the log, one after another. @throws DemoFailure where one is refused */
export async function rebuildAll(ledger: Ledger, onRebuilt: (rebuilt: Rebuilt) => void): Promise<Rebuilt[]> {
  const all: Rebuilt[] = [];
  for (const { name } of await list(ledger)) {
    await begin(ledger, name);
    const rebuilt = await polled(`the rebuild of ${name} does not end`, () => rebuiltOf(ledger, name));
    onRebuilt(rebuilt);
    all.push(rebuilt);
  }
  return all;
}

const begin = (ledger: Ledger, name: string): Promise<unknown> => ledger.post(`/v1/projections/${name}/rebuild`, {});

async function rebuiltOf(ledger: Ledger, name: string): Promise<Rebuilt | undefined> {
  const rebuild = (await list(ledger)).find((view) => view.name === name)?.rebuild;
  if (!rebuild) await begin(ledger, name); // the ledger started anew meanwhile
  if (!rebuild || rebuild.status === 'running') return undefined;
  if (rebuild.status !== 'done') throw new DemoFailure(`the rebuild of ${name} was ${rebuild.status}: ${rebuild.says}`);
  const { events, digest, replacedDigest } = rebuild;
  return { name, events, digest, replacedDigest };
}

/** Looks until there is something to see. @throws DemoFailure after some minutes */
export async function polled<T>(otherwise: string, look: () => Promise<T | undefined>): Promise<T> {
  const giveUpAt = Date.now() + GIVE_UP_MS;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > giveUpAt) throw new DemoFailure(otherwise);
    await sleep(POLL_MS);
  }
}
