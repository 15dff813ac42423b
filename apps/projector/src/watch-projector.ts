import { generations } from '#projections';
import type { Metrics } from '../../server/src/operations/metrics.js';
import { Readiness } from '../../server/src/operations/readiness.js';
import type { Core } from './core.js';
import { PROJECTIONS } from './features.js';
import type { Projector } from './projector.js';

/** Which read models this process keeps up: of several projectors one has them, the others stand by. */
export function watchFollowing(metrics: Metrics, projector: Pick<Projector, 'stateOf'>): void {
  metrics.observe('hezhang_projector_following', '1 where this process keeps a read model up with the log', 'projection', () =>
    Promise.resolve(new Map(PROJECTIONS.map(({ name }) => [name, projector.stateOf(name) === 'following' ? 1 : 0]))),
  );
}

/** Ready is whoever could work: one that stands by as well. */
export const projectorReadiness = ({ log, workPool }: Pick<Core, 'log' | 'workPool'>): Readiness =>
  new Readiness({ log: () => log.head(), database: () => generations(workPool) });
