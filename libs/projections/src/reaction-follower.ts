import type { Pool } from 'pg';
import { START, deterministicId, type Position, type StoredEvent } from '#event-log';
import { Fault, Outage } from '#kernel';
import type { Checkpoints } from './checkpoints.js';
import type { Follower } from './follower.js';
import { Fenced, WITHOUT_WAITING, type Stretch } from './generation.js';
import type { Dispatch, Reaction } from './reaction.js';
import { rowsOf } from './transaction.js';

/** A reaction and where its commands go. */
export interface Reacting {
  readonly name: string;
  readonly handles: readonly string[];
  /** Reacts to an event and sees its commands through. @throws Outage to be asked again */
  readonly perform: (event: StoredEvent) => Promise<void>;
}

/** Ties a reaction to the feature that takes its commands. A refusal that time does not heal is a fault: nobody would ever see it. */
export function reacting<C>(reaction: Reaction<C>, dispatch: Dispatch<C>): Reacting {
  const { name, handles } = reaction;
  const perform = async (event: StoredEvent): Promise<void> => {
    for (const [index, command] of reaction.react(event).entries()) {
      const outcome = await dispatch(command, {
        commandId: deterministicId('reaction', name, event.id, String(index)),
        correlationId: event.metadata.correlationId,
        causationId: event.id,
        actor: `reaction:${name}`,
      });
      if (outcome.ok) continue;
      const { code, kind, says } = outcome.rejection;
      throw kind === 'conflict' ? new Outage(`${code}: ${says}`) : new Fault(`${code}: ${says}`);
    }
  };
  return { name, handles, perform };
}

/** How many streams have events reacted to at once. */
const CONCURRENCY = 64;

/**
 * A reaction as a follower of the log. The checkpoint moves after the commands are done, so one may run twice; its commands
 * carry the same ids then and add nothing.
 */
export class ReactionFollower implements Follower {
  readonly name: string;
  readonly handles: ReadonlySet<string>;
  private at: Position = START;

  constructor(
    private readonly pool: Pool,
    private readonly checkpoints: Checkpoints,
    private readonly reaction: Reacting,
    private readonly concurrency = CONCURRENCY,
  ) {
    this.name = reaction.name;
    this.handles = new Set(reaction.handles);
  }

  get position(): Position {
    return this.at;
  }

  async prepare(): Promise<boolean> {
    const [row] = await rowsOf<{ position: Position }>(
      this.pool,
      `insert into projections.reactions as known (name, position) values ($1, $2)
       on conflict (name) do update set position = known.position returning position`,
      [this.name, START],
    );
    this.at = row?.position ?? START;
    return true;
  }

  build(): Promise<void> {
    return Promise.resolve();
  }

  async take({ events, checkpoint }: Stretch): Promise<void> {
    await this.perform(events);
    if (!(await this.checkpoints.moveReaction(this.name, this.at, checkpoint))) await this.moveAlone(checkpoint);
    this.at = checkpoint;
  }

  level(): Promise<void> {
    return Promise.resolve();
  }

  async showFailure(error: Error): Promise<void> {
    await this.pool.query(
      `update projections.reactions set error = $2, failed_at = now(), updated_at = now() where name = $1`,
      [this.name, error.message],
    );
  }

  private async moveAlone(checkpoint: Position): Promise<void> {
    const { rowCount } = await this.pool.query(
      `update projections.reactions set position = $3, error = null, failed_at = null, updated_at = now()
       where name = $1 and position = $2 and ${WITHOUT_WAITING}`,
      [this.name, this.at, checkpoint],
    );
    if (rowCount !== 1) throw new Fenced(`reaction ${this.name} is no longer at ${this.at || 'the start'}`);
  }

  /** One stream's events in order, streams side by side. */
  private async perform(events: readonly StoredEvent[]): Promise<void> {
    const streams = [...Map.groupBy(events, ({ stream }) => stream).values()];
    const worker = async (): Promise<void> => {
      for (let stream = streams.shift(); stream; stream = streams.shift()) {
        for (const event of stream) await this.reaction.perform(event);
      }
    };
    await Promise.all(Array.from({ length: this.concurrency }, worker));
  }
}

/** Where a reaction stands, for everybody to see. */
export interface ReactionStanding {
  readonly name: string;
  readonly position: Position;
  readonly error: string | null;
  readonly failedAt: string | null;
}

export const reactionStandings = (pool: Pool): Promise<ReactionStanding[]> =>
  rowsOf(pool, `select name, position, error, failed_at as "failedAt" from projections.reactions order by name`);
