import { setTimeout as sleep } from 'node:timers/promises';
import { DemoFailure, type Ledger } from './ledger.js';

/** What `/v1/projections` says of one read model. */
interface ProjectionView {
  readonly name: string;
  readonly position: string;
  readonly error: string | null;
}

interface ProjectionsView {
  /** Of the log. */
  readonly head: string;
  readonly data: readonly ProjectionView[];
}

const POLL_MS = 200;
/** Looks alike before what follows from events (reactions) counts as done. */
const QUIET_LOOKS = 4;
const GIVE_UP_MS = 120_000;

/** Waits until every read model has everything, and nothing follows any more. Answers the position of the log. */
export async function whenQuiet(ledger: Ledger): Promise<string> {
  const giveUpAt = Date.now() + GIVE_UP_MS;
  for (let looks = 0, last = ''; ;) {
    const { head, data } = await ledger.get<ProjectionsView>('/v1/projections');
    const failed = data.find(({ error }) => error !== null);
    if (failed) throw new DemoFailure(`the projection ${failed.name} does not go on: ${String(failed.error)}`);
    looks = head === last && data.every(({ position }) => position >= head) ? looks + 1 : 0;
    last = head;
    if (looks >= QUIET_LOOKS) return head;
    if (Date.now() > giveUpAt) throw new DemoFailure('the projections do not catch up');
    await sleep(POLL_MS);
  }
}
