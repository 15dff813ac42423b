import type { Pool } from 'pg';
import { isOutage } from '#postgres';
import { GenerationBuilder, type BuildContext } from './builder.js';
import { ProgressMeter, type RebuildPhase, type RebuildProgress } from './progress.js';
import type { Projection } from './projection.js';
import { RebuildRefused } from './refusal.js';
import * as registry from './registry.js';
import { assertEqual, prove, swap, type Certified, type Proof } from './swap.js';
import { onConnection, rowsOf } from './transaction.js';

export interface RebuildOptions {
  readonly onProgress?: (progress: RebuildProgress) => void;
  readonly batchSize?: number;
  /** Stops; the next rebuild goes on from there. */
  readonly signal?: AbortSignal;
  /** Takes what the log says even where what serves says otherwise: it was tampered with, or folded by code that erred. */
  readonly acceptDifference?: boolean;
  /** For the certificate; `the start of newer code` unless said. */
  readonly askedBy?: string;
}

export interface RebuildResult extends Proof {
  readonly projection: string;
  readonly generation: number;
  readonly version: number;
  /** Events read from the log, handled by the projection or not. */
  readonly events: number;
  readonly seconds: number;
}

const BATCH_SIZE = 8_000;
const NEWER_CODE = 'the start of newer code';

/**
 * Builds a projection anew from the log beside the generation that serves, proves it and swaps the two. One that was
 * interrupted is taken up again. @throws RebuildRefused, PoisonEvent
 */
export function rebuild(context: BuildContext, projection: Projection, options: RebuildOptions = {}): Promise<RebuildResult> {
  const { pool } = context;
  return alone(pool, projection.name, () => inTurn(pool, () => build(context, projection, options)));
}

async function build(context: BuildContext, projection: Projection, options: RebuildOptions): Promise<RebuildResult> {
  const { pool } = context;
  await serving(pool, projection.name);
  const builder = await builderOf(context, projection, options);
  const meter = await meterOf(context, builder, options);
  await fill(context, projection, builder, meter);
  meter.enter('proving');
  const proof = await proven(pool, projection, builder, options);
  const { askedBy = NEWER_CODE } = options;
  const result = await swapped(context, projection, { builder, meter, record: { kind: 'rebuild', proof, askedBy } });
  await dropOlder(pool, projection.name);
  meter.enter('done');
  return result;
}

interface Swapping {
  readonly builder: GenerationBuilder;
  readonly meter: ProgressMeter;
  readonly record: Certified['record'];
}

async function swapped(
  { pool, certify }: BuildContext,
  projection: Projection,
  { builder, meter, record }: Swapping,
): Promise<RebuildResult> {
  meter.enter('swapping');
  await swap(pool, projection, builder, { certify, record });
  const { generation, version, name } = builder.generation;
  return { projection: name, generation, version, ...record.proof, events: meter.read, seconds: meter.seconds };
}

const turns = new WeakMap<Pool, Promise<unknown>>();

/** Rebuilds of several projections go one after the other: together they would hold each other's connections. */
function inTurn<T>(pool: Pool, work: () => Promise<T>): Promise<T> {
  const before = turns.get(pool) ?? Promise.resolve();
  const result = before.then(work);
  turns.set(
    pool,
    result.catch(() => undefined),
  );
  return result;
}

/**
 * Takes back what served last, if it is of this code's version and breaks no invariant. It catches up first: no answer goes back in
 * time. How it differs from what it replaces is told and certified, not refused. @throws RebuildRefused, PoisonEvent
 */
export function rollBack(context: BuildContext, projection: Projection, options: RebuildOptions = {}): Promise<RebuildResult> {
  const { pool } = context;
  const { batchSize = BATCH_SIZE, signal, askedBy = NEWER_CODE } = options;
  const work = async (): Promise<RebuildResult> => {
    const retired = await lastRetired(pool, projection);
    if (!retired) throw new RebuildRefused('NO_GENERATION', `nothing retired of ${projection.name} at this version`);
    const builder = new GenerationBuilder(context, projection, retired, { batchSize, signal });
    const meter = await meterOf(context, builder, options);
    await builder.feed((await serving(pool, projection.name)).position, async (events) =>
      meter.add(events, await context.log.sizeUpTo(builder.position)),
    );
    meter.enter('proving');
    const proof = await prove(pool, projection, builder);
    const result = await swapped(context, projection, { builder, meter, record: { kind: 'roll-back', proof, askedBy } });
    meter.enter('done');
    return result;
  };
  return alone(pool, projection.name, () => inTurn(pool, work));
}

/** One rebuild of a projection at a time, whichever process asks. The lock ends with its connection at the latest. */
const alone = <T>(pool: Pool, name: string, work: () => Promise<T>): Promise<T> =>
  onConnection(pool, async (client) => {
    const key = [`projections:rebuild:${name}`];
    const [row] = await rowsOf<{ locked: boolean }>(
      client,
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as locked',
      key,
    );
    if (!row?.locked) throw new RebuildRefused('REBUILD_RUNNING', `${name} is being rebuilt already`);
    try {
      return await work();
    } finally {
      await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', key).catch(() => undefined);
    }
  });

const lastRetired = async (pool: Pool, { name, version }: Projection): Promise<registry.Generation | undefined> =>
  (await registry.retiredOf(pool, name)).find((generation) => generation.version === version);

async function serving(pool: Pool, name: string): Promise<registry.Generation> {
  const generation = await registry.servingGeneration(pool, name);
  if (!generation) throw new RebuildRefused('NO_GENERATION', `${name} does not serve yet`);
  return generation;
}

/** A build of this version that was interrupted; else, where another version serves, one of this version that was retired; else a new one. */
async function builderOf(context: BuildContext, projection: Projection, options: RebuildOptions): Promise<GenerationBuilder> {
  const { pool } = context;
  const known = await registry.generationsOf(pool, projection.name);
  const same = known.filter(({ version }) => version === projection.version);
  const interrupted = same.find(({ status }) => status === 'building');
  const served = same.some(({ status }) => status === 'serving');
  const taken = interrupted ?? (served ? undefined : await lastRetired(pool, projection));
  for (const left of known) if (left.status === 'building' && left !== taken) await registry.dropGeneration(pool, left);
  const generation = taken ?? (await registry.beginGeneration(pool, projection));
  return new GenerationBuilder(context, projection, generation, {
    batchSize: options.batchSize ?? BATCH_SIZE,
    signal: options.signal,
  });
}

async function meterOf(
  { log }: BuildContext,
  { generation }: GenerationBuilder,
  options: RebuildOptions,
): Promise<ProgressMeter> {
  const [already, total] = await Promise.all([
    log.sizeUpTo(generation.position),
    log.head().then((head) => log.sizeUpTo(head)),
  ]);
  const of = { projection: generation.name, generation: generation.generation };
  return new ProgressMeter<RebuildPhase>('building', { already, total }, (pace) => options.onProgress?.({ ...of, ...pace }));
}

/** As far as the serving one where both are of one version, so that they can be compared; else as far as the log goes. */
async function fill(
  context: BuildContext,
  projection: Projection,
  builder: GenerationBuilder,
  meter: ProgressMeter,
): Promise<void> {
  const { pool, log } = context;
  const feed = async (): Promise<void> => {
    const { version, position } = await serving(pool, projection.name);
    await builder.feed(version === projection.version ? position : await log.head(), async (events) =>
      meter.add(events, await log.sizeUpTo(builder.position)),
    );
  };
  await feed();
  meter.enter('completing');
  const { generation } = builder;
  if (!generation.complete) await registry.complete(pool, projection, generation);
  await feed();
}

/** A build that is refused is dropped: the log can make it again at any time. */
async function proven(pool: Pool, projection: Projection, builder: GenerationBuilder, options: RebuildOptions): Promise<Proof> {
  try {
    const proof = await prove(pool, projection, builder);
    if (!options.acceptDifference) assertEqual(projection, proof);
    return proof;
  } catch (error) {
    if (error instanceof RebuildRefused) await registry.dropGeneration(pool, builder.generation);
    throw error;
  }
}

/** All that was retired but what served last. What a long query still reads stays until the next time. */
async function dropOlder(pool: Pool, name: string): Promise<void> {
  const [, ...older] = await registry.retiredOf(pool, name);
  for (const generation of older) {
    await registry.dropGeneration(pool, generation).catch((error: unknown) => {
      if (!isOutage(error)) throw error;
    });
  }
}
