import type { Pool } from 'pg';
import { Coalescer, type Position } from '#event-log';
import type { Instant } from '#kernel';
import { WITHOUT_WAITING, type Stretch } from './generation.js';
import type { Generation } from './registry.js';

interface GenerationMove {
  readonly at: Generation;
  readonly to: Pick<Stretch, 'checkpoint' | 'recordedAt'>;
}
interface ReactionMove {
  readonly name: string;
  readonly from: Position;
  readonly to: Position;
}

const LIMITS = { atOnce: 1_000, inFlight: 2 };

/**
 * Moves checkpoints that have nothing to be in one transaction with, all of one moment in one statement: most events are of no
 * concern to most read models. Each moves by compare-and-set as if it were alone. One that another transaction holds just then is
 * not waited for, so that it makes none of the others late.
 */
export class Checkpoints {
  private readonly generations: Coalescer<GenerationMove, boolean>;
  private readonly reactions: Coalescer<ReactionMove, boolean>;

  constructor(private readonly pool: Pool) {
    this.generations = new Coalescer((moves) => this.moveGenerations(moves), LIMITS);
    this.reactions = new Coalescer((moves) => this.moveReactions(moves), LIMITS);
  }

  /** False where it stayed: it is held, or stands elsewhere. */
  moveGeneration(at: Generation, to: GenerationMove['to']): Promise<boolean> {
    return this.generations.ask({ at, to });
  }

  /** False where it stayed: it is held, or stands elsewhere. */
  moveReaction(name: string, from: Position, to: Position): Promise<boolean> {
    return this.reactions.ask({ name, from, to });
  }

  private moveGenerations(moves: readonly GenerationMove[]): Promise<boolean[]> {
    const of = <T>(value: (move: GenerationMove) => T): T[] => moves.map(value);
    return this.moved(MOVE_GENERATIONS, [
      of(({ at }) => at.name),
      of(({ at }) => at.generation),
      of(({ at }) => at.position),
      of(({ at }) => at.status),
      of(({ to }) => to.checkpoint),
      of<Instant>(({ to }) => to.recordedAt),
    ]);
  }

  private moveReactions(moves: readonly ReactionMove[]): Promise<boolean[]> {
    return this.moved(MOVE_REACTIONS, [
      moves.map(({ name }) => name),
      moves.map(({ from }) => from),
      moves.map(({ to }) => to),
    ]);
  }

  private async moved(sql: string, params: readonly [names: string[], ...others: unknown[][]]): Promise<boolean[]> {
    const { rows } = await this.pool.query<{ name: string }>(sql, [...params]);
    const names = new Set(rows.map(({ name }) => name));
    return params[0].map((name) => names.has(name));
  }
}

const MOVED = 'error = null, failed_at = null, updated_at = now()';

const MOVE_GENERATIONS = `
  with free as (
    select held.name, held.generation, move.checkpoint, move.recorded
    from projections.generations held
    join unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
      as move (name, generation, position, status, checkpoint, recorded) using (name, generation, position, status)
    for update of held skip locked)
  update projections.generations moved set position = free.checkpoint, recorded_at = free.recorded, ${MOVED}
  from free where moved.name = free.name and moved.generation = free.generation and ${WITHOUT_WAITING}
  returning moved.name`;

const MOVE_REACTIONS = `
  with free as (
    select held.name, move.checkpoint from projections.reactions held
    join unnest($1::text[], $2::text[], $3::text[]) as move (name, position, checkpoint) using (name, position)
    for update of held skip locked)
  update projections.reactions moved set position = free.checkpoint, ${MOVED}
  from free where moved.name = free.name and ${WITHOUT_WAITING}
  returning moved.name`;
