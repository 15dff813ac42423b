import { LRUCache } from 'lru-cache';
import { Fault, isRejection, type Decider, type DomainEvent, type Rejection } from '#kernel';
import { EventCodec, type MetadataOf, type StoredEvent } from './codec.js';
import { START, type EventLog, type ExpectedRevision, type Position, type ReadStreamOptions } from './event-log.js';
import { Lanes } from './lanes.js';

export interface CommandContext extends MetadataOf {
  /** From If-Match: the stream must stand at this revision. */
  readonly expectedRevision?: ExpectedRevision;
  /**
   * This command was never tried before, and its stream is likely to be new: decide without reading it. The append proves it;
   * where the stream is there, it is read and decided upon after all.
   */
  readonly opensStream?: boolean;
}

export type Outcome =
  | {
      readonly ok: true;
      readonly stream: string;
      /** Last revision of the stream. */
      readonly revision: number;
      /** Wait for this position to see the effect in a read model. */
      readonly position: Position;
      /** Types of the events that this command added; empty for a retry. */
      readonly events: readonly string[];
    }
  | { readonly ok: false; readonly rejection: Rejection };

/** What ties a decider to its streams. */
export interface CommandFeature<State, Command, Event extends DomainEvent> {
  readonly decider: Decider<State, Command, Event>;
  readonly streamOf: (command: Command) => string;
}

interface Snapshot {
  readonly state: unknown;
  readonly revision: ExpectedRevision;
  readonly position: Position;
}

const STALE: Rejection = {
  rejected: true,
  code: 'STREAM_CHANGED',
  kind: 'conflict',
  says: 'The stream is no longer at the revision given in If-Match.',
};

const TRIES = 20;

/**
 * Reads a stream, decides, appends at the revision read; on a conflict decides again. Streams seen lately are kept, and new
 * ones taken for new: that is safe because an append proves the revision, and a refusal is only given on a state read afresh.
 */
export class CommandHandling {
  private readonly recent: LRUCache<string, Snapshot>;
  /** Commands on one stream go one after the other in this process; at once they would only conflict. */
  private readonly streams = new Lanes();

  constructor(
    private readonly log: EventLog,
    private readonly codec: EventCodec,
    keepStreams = 10_000,
  ) {
    this.recent = new LRUCache({ max: keepStreams });
  }

  async handle<State, Command, Event extends DomainEvent>(
    feature: CommandFeature<State, Command, Event>,
    command: Command,
    context: CommandContext,
  ): Promise<Outcome> {
    const stream = feature.streamOf(command);
    return this.streams.run(stream, () => this.decideAndAppend(feature, stream, command, context));
  }

  private async decideAndAppend<State, Command, Event extends DomainEvent>(
    feature: CommandFeature<State, Command, Event>,
    stream: string,
    command: Command,
    context: CommandContext,
  ): Promise<Outcome> {
    const { expectedRevision, opensStream, ...metadata } = context;
    const assumed = this.recent.get(stream) ?? (opensStream ? nothingYet(feature.decider) : undefined);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const kept = tries === 0 ? assumed : undefined;
      const snapshot = kept ?? (await this.load(stream, feature.decider));
      const decided = feature.decider.decide(command, snapshot.state as State);
      // A retry of what is there already asks for nothing: whatever revision it names, that is the one before its own effect.
      if (!isRejection(decided) && decided.length === 0) {
        // What was kept may be older than what another process wrote: nothing to do is said of the log alone.
        if (kept) {
          this.recent.delete(stream);
          continue;
        }
        this.recent.set(stream, snapshot);
        return accepted(stream, snapshot, []);
      }
      const decision = expectedRevision !== undefined && snapshot.revision !== expectedRevision ? STALE : decided;
      if (isRejection(decision)) {
        if (!kept) return { ok: false, rejection: decision };
        this.recent.delete(stream);
        continue;
      }
      const result = await this.log.append(stream, snapshot.revision, this.codec.encode(stream, decision, metadata));
      if (result.ok) {
        const state = decision.reduce((before, event) => feature.decider.evolve(before, event), snapshot.state as State);
        const next: Snapshot = { state, revision: result.revision, position: result.position };
        this.recent.set(stream, next);
        return accepted(stream, next, decision);
      }
      this.recent.delete(stream);
      if (result.reason === 'id_reused') throw new Fault(`event ids reused with other content on ${stream}`);
    }
    return { ok: false, rejection: { ...STALE, says: 'Too many writers on one stream; try again.' } };
  }

  /** The state of a stream as the log has it now, or had it at a position, with its revision and last position. */
  async load<State, Command, Event extends DomainEvent>(
    stream: string,
    decider: Decider<State, Command, Event>,
    known?: Position,
  ): Promise<Snapshot & { readonly state: State }> {
    const history = await this.history(stream);
    const events = known === undefined ? history : history.filter(({ position }) => position <= known);
    const last = events.at(-1);
    const state = events.reduce((before, { type, data }) => decider.evolve(before, { type, data } as Event), decider.initial);
    return { state, revision: last?.revision ?? 'no_stream', position: last?.position ?? START };
  }

  async history(stream: string, options?: ReadStreamOptions): Promise<StoredEvent[]> {
    return (await this.log.readStream(stream, options)).map((event) => this.codec.decode(event));
  }
}

const nothingYet = ({ initial }: Pick<Decider<unknown, never, never>, 'initial'>): Snapshot => ({
  state: initial,
  revision: 'no_stream',
  position: START,
});

function accepted(stream: string, { revision, position }: Snapshot, added: readonly DomainEvent[]): Outcome {
  if (revision === 'no_stream') throw new Fault(`a decision on ${stream} added nothing to a stream that does not exist`);
  return { ok: true, stream, revision, position, events: added.map(({ type }) => type) };
}
