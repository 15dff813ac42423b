import type { Pool, PoolClient } from 'pg';
import type { EventCodec, Position, RecordedEvent } from '#event-log';
import type { Instant } from '#kernel';
import { DecodedBatch, PoisonEvent } from '../decoding.js';
import { takeBatch } from '../follower.js';
import { ProgressMeter, type Pace } from '../progress.js';
import type { Projection } from '../projection.js';
import { inTransaction } from '../transaction.js';
import { positionBy, stretchOf, type EventSource } from './event-source.js';
import { compareReplayed, type ModelReplay, type Replayed } from './replayed.js';
import { ScratchPlace } from './scratch.js';
import type { LeftOut, Scope, Selection } from './scope.js';
import { servingNow, whileServingSeen, type ServingSnapshot } from './serving-snapshot.js';

/** Up to and including a position, or all that was recorded by a moment. */
export type ReplayTo = { readonly position: Position } | { readonly recordedBy: Instant };

export type ReplayPhase = 'reading' | 'completing' | 'comparing';
export type ReplayProgress = Pace & { readonly phase: ReplayPhase };

export interface ReplayContext {
  readonly source: EventSource;
  readonly codec: EventCodec;
  /** Where it builds: a connection for each read model, one for itself and one to compare. */
  readonly scratch: Pool;
  /** Where what serves is; absent: there is nothing to compare with. */
  readonly serving?: Pool | undefined;
}

export interface ReplayOptions {
  readonly projections: readonly Projection[];
  /** Absent: where each read model stands that serves; where none does, the head of the source. */
  readonly to?: ReplayTo | undefined;
  /** Absent: everything. */
  readonly scope?: Scope | undefined;
  /** Compares with what serves at another version too, as far as both have the columns. */
  readonly acrossVersions?: boolean;
  /** Differing rows that are listed, for each table. */
  readonly max?: number;
  readonly onProgress?: (progress: ReplayProgress) => void;
  readonly signal?: AbortSignal;
}

export interface ReplayResult {
  readonly models: readonly ModelReplay[];
  /** Of a part: tables that it says nothing of. Empty where everything is replayed. */
  readonly leftOut: readonly LeftOut[];
  /** Events read of the source, of concern to a read model or not. */
  readonly events: number;
  readonly seconds: number;
}

const LISTED = 20;

/**
 * Builds read models out of a source in schemas of its own, which are gone afterwards, and compares them with those that serve. What
 * serves is only read, in one snapshot, and goes on meanwhile. @throws PoisonEvent never: a read model that an event stops says so
 */
export async function replay(context: ReplayContext, options: ReplayOptions): Promise<ReplayResult> {
  const place = await ScratchPlace.open(context.scratch);
  try {
    return await new Replay(context, options, place).run();
  } finally {
    await place.drop();
  }
}

class Replay {
  private meter = new ProgressMeter<ReplayPhase>('reading', { already: 0, total: 0 });
  private models: Replayed[] = [];
  private leftOut: readonly LeftOut[] = [];

  constructor(
    private readonly context: ReplayContext,
    private readonly options: ReplayOptions,
    private readonly place: ScratchPlace,
  ) {}

  async run(): Promise<ReplayResult> {
    const { options } = this;
    const { to, scope } = options;
    const models = options.scope || to ? await this.toOnePlace(to, scope) : await this.toWhereEachServes();
    return { models, leftOut: this.leftOut, events: this.meter.read, seconds: this.meter.seconds };
  }

  /** Read models stand apart by a little; each goes as far as the snapshot sees it, which is taken when the bulk is in. */
  private async toWhereEachServes(): Promise<ModelReplay[]> {
    const { serving, source } = this.context;
    const head = await source.head();
    const known = serving ? await servingNow(serving) : new Map<string, never>();
    await this.begin((name) => least(known.get(name)?.position, head));
    await this.feed(source);
    await this.complete();
    return this.seeing(async (snapshot) => {
      for (const model of this.models) model.until = least(snapshot?.serving.get(model.name)?.position, await source.head());
      await this.feed(source);
      return this.compare(snapshot);
    });
  }

  /** A part of the book is seen first and replayed then: it is quick. So is what is asked for as of then: it does not move. */
  private toOnePlace(to: ReplayTo | undefined, scope: Scope | undefined): Promise<ModelReplay[]> {
    return this.seeing(async (snapshot) => {
      const { source } = this.context;
      const head = await source.head();
      const until = to && (await this.positionOf(to));
      const untilOf = (name: string): Position => least(until ?? snapshot?.serving.get(name)?.position, head);
      const names = this.options.projections.map(({ name }) => name);
      const furthest = names.map(untilOf).reduce((a, b) => (a > b ? a : b), '');
      const selection = await scope?.select(source, furthest, this.options.signal);
      this.leftOut = selection ? leftOutOf(this.options.projections, selection) : [];
      await this.begin(untilOf, selection);
      await this.feed(selection?.source ?? source);
      await this.complete();
      return this.compare(snapshot, selection);
    });
  }

  private positionOf(to: ReplayTo): Promise<Position> {
    return 'position' in to
      ? Promise.resolve(to.position)
      : positionBy(this.context.source, to.recordedBy, this.options.signal);
  }

  private seeing<T>(work: (snapshot: ServingSnapshot | undefined) => Promise<T>): Promise<T> {
    const { serving } = this.context;
    return serving ? whileServingSeen(serving, work) : work(undefined);
  }

  private async begin(untilOf: (name: string) => Position, selection?: Selection): Promise<void> {
    const { projections, onProgress } = this.options;
    for (const projection of projections) {
      if (selection && selection.views(projection).length === 0) continue;
      const model = await this.place.model(projection);
      this.models.push({ name: projection.name, model, until: untilOf(projection.name) });
    }
    const total = await this.context.source.sizeUpTo(this.furthest);
    this.meter = new ProgressMeter<ReplayPhase>('reading', { already: 0, total }, onProgress);
  }

  private get furthest(): Position {
    return this.models.reduce((furthest, { until }) => (until > furthest ? until : furthest), '');
  }

  /** One reading for all of them. */
  private async feed(source: EventSource): Promise<void> {
    const working = this.models.filter(({ error, model, until }) => error === undefined && model.position < until);
    const after = working.reduce<Position | undefined>((first, { model }) => least(first, model.position), undefined);
    if (after === undefined) return;
    const until = this.furthest;
    for await (const events of stretchOf(source, { after, until, signal: this.options.signal })) {
      const last = events.at(-1);
      if (!last) continue;
      const all = DecodedBatch.of(events, this.context.codec);
      await Promise.all(working.map((model) => this.take(model, events, all)));
      this.meter.add(events.length, await this.context.source.sizeUpTo(last.position));
    }
  }

  private async take(replayed: Replayed, events: readonly RecordedEvent[], all: DecodedBatch): Promise<void> {
    const { model, until } = replayed;
    if (replayed.error !== undefined || model.position >= until) return;
    const isWhole = (events.at(-1)?.position ?? '') <= until;
    const wanted = (): readonly RecordedEvent[] => events.filter(({ position }) => position <= until);
    const batch = isWhole ? all : DecodedBatch.of(wanted(), this.context.codec);
    await takeBatch(model, batch).catch((error: unknown) => {
      if (!(error instanceof PoisonEvent)) throw error;
      replayed.error = error.message;
    });
  }

  private async complete(): Promise<void> {
    this.meter.enter('completing');
    for (const { model } of this.models) await model.complete();
  }

  private async compare(snapshot: ServingSnapshot | undefined, selection?: Selection): Promise<ModelReplay[]> {
    const { acrossVersions = false, max = LISTED } = this.options;
    this.meter.enter('comparing');
    const results: ModelReplay[] = [];
    for (const replayed of this.models) {
      const views = selection?.views(replayed.model.projection);
      const comparing = (client: PoolClient): Promise<ModelReplay> =>
        compareReplayed({ client, replayed, snapshot }, { acrossVersions, max, views });
      results.push(await inTransaction(this.context.scratch, 'begin isolation level repeatable read read only', comparing));
    }
    return results;
  }
}

function least(a: Position | undefined, b: Position): Position {
  return a === undefined || b < a ? b : a;
}

const leftOutOf = (projections: readonly Projection[], selection: Selection): LeftOut[] =>
  projections.flatMap((projection) => {
    const seen = new Set(selection.views(projection).map(({ table }) => table));
    return projection.tables.flatMap(({ name: table }) =>
      seen.has(table) ? [] : [{ model: projection.name, table, because: selection.leftOutBecause(table) }],
    );
  });
