import type { Pool } from 'pg';
import type { SwapRecord } from './certify.js';
import type { RebuildProgress } from './progress.js';
import type { RebuildResult } from './rebuild.js';
import { RebuildRefused } from './refusal.js';
import { rowsOf } from './transaction.js';

/** How the last rebuild that was asked for went, or goes. `running` also while it waits for its turn. */
export type RebuildView =
  | ({ readonly status: 'running' } & Pick<RebuildProgress, 'phase' | 'done' | 'total' | 'eventsPerSecond' | 'etaSeconds'>)
  | ({ readonly status: 'done' } & Omit<RebuildResult, 'projection'>)
  | { readonly status: 'refused' | 'failed'; readonly code: string; readonly says: string };

/** A rebuild that was asked for, wherever that was; whoever owns the projection does it. */
export interface RebuildWish {
  /** Of the projection. */
  readonly name: string;
  /** Counts the wishes for this projection: what is said of an earlier one does not pass for this. */
  readonly wish: number;
  readonly kind: SwapRecord['kind'];
  readonly wishedBy: string;
  readonly view: RebuildView;
}

const WISHED: RebuildView = { status: 'running', phase: 'building', done: 0, total: 0, eventsPerSecond: 0, etaSeconds: null };

const COLUMNS = 'name, wish, kind, wished_by as "wishedBy", view';

/** Writes down that a rebuild, or the generation before, is wanted. @throws RebuildRefused while an earlier wish is open */
export async function wishRebuild(
  pool: Pool,
  { name, kind, wishedBy }: Pick<RebuildWish, 'name' | 'kind' | 'wishedBy'>,
): Promise<RebuildView> {
  const rows = await rowsOf(
    pool,
    `insert into projections.rebuilds as known (name, wish, is_open, view, kind, wished_by) values ($1, 1, true, $2, $3, $4)
     on conflict (name) do update set wish = known.wish + 1, is_open = true, view = $2, kind = $3, wished_by = $4,
       wished_at = now(), updated_at = now()
     where not known.is_open returning true`,
    [name, WISHED, kind, wishedBy],
  );
  if (rows.length === 0) throw new RebuildRefused('REBUILD_RUNNING', `${name} is being rebuilt already`);
  return WISHED;
}

/** The last wish for each projection that had one. */
export const rebuildWishes = (pool: Pool): Promise<RebuildWish[]> =>
  rowsOf(pool, `select ${COLUMNS} from projections.rebuilds order by name`);

/** Those that are not answered yet, in the order in which they were wished. */
export const openWishes = (pool: Pool, names: readonly string[]): Promise<RebuildWish[]> =>
  rowsOf(pool, `select ${COLUMNS} from projections.rebuilds where is_open and name = any($1) order by wished_at, name`, [
    names,
  ]);

/** Says how a wish goes; an answer other than `running` closes it. Says nothing of one that is closed. */
export async function tellWish(pool: Pool, { name, wish }: RebuildWish, view: RebuildView): Promise<void> {
  await pool.query(
    `update projections.rebuilds set view = $3, is_open = $4, updated_at = now() where name = $1 and wish = $2 and is_open`,
    [name, wish, view, view.status === 'running'],
  );
}
