import type { PoolClient } from 'pg';
import type { Position } from '#event-log';
import { compareModels, compareViews, digested, type Comparison, type TableComparison } from '../compare.js';
import { columnsServed, schemaOf, type Generation } from '../registry.js';
import { upTo, viewOf, type View } from '../view.js';
import type { ScratchModel } from './scratch.js';
import type { ServingSnapshot } from './serving-snapshot.js';

/** A read model on its way. */
export interface Replayed {
  readonly name: string;
  readonly model: ScratchModel;
  /** As far as it goes. */
  until: Position;
  /** Why it went no further. */
  error?: string;
}

/** Why a read model was compared with nothing. */
export type NotCompared =
  /** An event stopped it. */
  | 'FAILED'
  /** Nothing of this name serves there. */
  | 'NOT_SERVING'
  /** Another version serves: `rebuild --dry-run` compares those. */
  | 'OTHER_VERSION'
  /** What serves has not come so far. */
  | 'SERVES_EARLIER'
  /** What serves stands later, and no table of it keeps what stood there. */
  | 'SERVES_LATER';

/** What became of one read model. */
export interface ModelReplay {
  readonly name: string;
  readonly version: number;
  readonly servingVersion: number | null;
  /** Up to where it was replayed. */
  readonly position: Position;
  /** SHA-256 over what was replayed: all of it, or the rows of the part that was asked for. */
  readonly digest: string;
  /** Rows of each table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Broken invariants, none where all is well; not looked for where a part is replayed. */
  readonly violations: readonly string[];
  /** `rows`: all of it; `history`: the rows that are never changed, up to the position. */
  readonly compared: 'rows' | 'history' | 'nothing';
  readonly because?: NotCompared;
  /** Where an event stopped it. */
  readonly error?: string;
  /** What was compared. */
  readonly comparison?: Comparison;
}

interface At {
  /** Sees what was replayed. */
  readonly client: PoolClient;
  readonly replayed: Replayed;
  readonly snapshot: ServingSnapshot | undefined;
}

export interface ComparingReplayed {
  readonly acrossVersions: boolean;
  readonly max: number;
  /** Of the part that is replayed; absent: all. */
  readonly views: readonly View[] | undefined;
}

export async function compareReplayed(at: At, options: ComparingReplayed): Promise<ModelReplay> {
  const { client, replayed, snapshot } = at;
  const { model, until, name, error } = replayed;
  const { projection } = model;
  const served = snapshot?.serving.get(name);
  const views = options.views ?? projection.tables.map(viewOf);
  const { digest, rows } = await digested(client, views, model.schema);
  const violations = options.views ? [] : await model.violations(client);
  const facts = { name, version: projection.version, servingVersion: served?.version ?? null, position: until };
  const result = { ...facts, digest, rows: Object.fromEntries(rows), violations };
  const because = notCompared(replayed, served, options);
  if (because !== undefined || !served || !snapshot) {
    return { ...result, compared: 'nothing', because: because ?? 'NOT_SERVING', ...(error !== undefined && { error }) };
  }
  const sides = { served: { client: snapshot.client, schema: schemaOf(served) }, replayed: { client, schema: model.schema } };
  const compared = { ...sides, max: options.max };
  if (served.position === until && !options.views) {
    return { ...result, compared: 'rows', comparison: await compareModels(compared, projection) };
  }
  const known = await columnsServed(snapshot.client, schemaOf(served));
  const isThere = served.position === until;
  const comparable = isThere ? views : views.filter(({ isHistory }) => isHistory).map((view) => upTo(view, until));
  if (comparable.length === 0) return { ...result, compared: 'nothing', because: 'SERVES_LATER' };
  const comparison = await compareViews(compared, comparable, known);
  return { ...result, compared: isThere ? 'rows' : 'history', comparison };
}

function notCompared(
  { error, until, model }: Replayed,
  served: Generation | undefined,
  { acrossVersions }: ComparingReplayed,
): NotCompared | undefined {
  if (error !== undefined) return 'FAILED';
  if (!served) return 'NOT_SERVING';
  if (served.version !== model.projection.version && !acrossVersions) return 'OTHER_VERSION';
  return served.position < until ? 'SERVES_EARLIER' : undefined;
}

/** Rows that differ, all tables together. */
export const differingTables = ({ comparison }: ModelReplay): readonly TableComparison[] =>
  (comparison?.tables ?? []).filter(({ counts }) => counts.changed + counts.missing + counts.extra > 0);
