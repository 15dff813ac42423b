import { lagSecondsOf, type Inbox, type PullCursor, type PullStore } from '#channels';
import { instant } from '#kernel';
import { reactionStandings } from '#projections';
import type { Core } from '../../../projector/src/core.js';
import type { Rebuilds } from '../projections/rebuilds.js';
import type { Metrics } from './metrics.js';

interface Watched extends Pick<Core, 'log' | 'workPool'> {
  readonly rebuilds: Rebuilds;
  readonly inbox: Inbox;
  readonly pulled: PullStore;
}

/** How far read models and reactions are, asked when somebody looks. */
export function watchStanding(metrics: Metrics, { log, workPool, rebuilds, inbox, pulled }: Watched): void {
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
  watchPulling(metrics, pulled);
  metrics.observe(
    'hezhang_reaction_failed',
    '1 where a reaction does not go on',
    'reaction',
    async () => new Map((await reactionStandings(workPool)).map(({ name, error }) => [name, error === null ? 0 : 1])),
  );
}

/** The shop that is furthest behind stands for its kind: labels have few values. */
function watchPulling(metrics: Metrics, pulled: PullStore): void {
  const worst = async (of: (cursor: PullCursor) => number): Promise<Map<string, number>> => {
    const live = (await pulled.all()).filter(({ job }) => job === 'live');
    const byKind = [...Map.groupBy(live, ({ kind }) => kind)];
    return new Map(byKind.map(([kind, cursors]) => [kind, Math.max(...cursors.map(of))]));
  };
  metrics.observe(
    'hezhang_pull_lag_seconds',
    'Age of the newest moment up to which everything was pulled, by what is pulled',
    'kind',
    () => worst((cursor) => lagSecondsOf(cursor, instant(Date.now()))),
  );
  metrics.observe('hezhang_pull_failures', 'Turns of pulling that failed since the last that did not', 'kind', () =>
    worst(({ failures }) => failures),
  );
  metrics.observe('hezhang_pull_gaps', 'What pulling found that no push had brought', 'kind', () => pulled.gaps());
}
