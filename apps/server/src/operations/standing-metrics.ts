import type { Inbox } from '#channels';
import { reactionStandings } from '#projections';
import type { Core } from '../../../projector/src/core.js';
import type { Rebuilds } from '../projections/rebuilds.js';
import type { Metrics } from './metrics.js';

interface Watched extends Pick<Core, 'log' | 'workPool'> {
  readonly rebuilds: Rebuilds;
  readonly inbox: Inbox;
}

/** How far read models and reactions are, asked when somebody looks. */
export function watchStanding(metrics: Metrics, { log, workPool, rebuilds, inbox }: Watched): void {
  metrics.observe(
    log.sizeUnit === 'events' ? 'hezhang_events' : 'hezhang_log_bytes',
    log.sizeUnit === 'events' ? 'Events in the log' : 'Bytes of the log up to its last event',
    undefined,
    async () => new Map([['', await log.sizeUpTo(await log.head())]]),
  );
  metrics.observe(
    `hezhang_projection_lag_${log.sizeUnit}`,
    `Log that a read model has not taken in, in ${log.sizeUnit}`,
    'projection',
    async () => new Map((await rebuilds.standing()).map(({ name, lag }) => [name, lag])),
  );
  metrics.observe(
    'hezhang_projection_failed',
    '1 where a read model does not go on',
    'projection',
    async () => new Map((await rebuilds.standing()).map(({ name, error }) => [name, error === null ? 0 : 1])),
  );
  metrics.observe(
    'hezhang_parked_notices',
    'Notices that wait for a person',
    undefined,
    async () => new Map([['', await inbox.parked()]]),
  );
  metrics.observe(
    'hezhang_reaction_failed',
    '1 where a reaction does not go on',
    'reaction',
    async () => new Map((await reactionStandings(workPool)).map(({ name, error }) => [name, error === null ? 0 : 1])),
  );
}
