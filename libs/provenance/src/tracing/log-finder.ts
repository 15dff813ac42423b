import type { EventPlaces } from '#audit';
import type { EventCodec, EventLog, Position, RecordedEvent, StoredEvent } from '#event-log';

/** An event with its exact bytes, which are what is sealed. */
export interface FoundEvent {
  readonly recorded: RecordedEvent;
  readonly event: StoredEvent;
}

/** An event as a read model names it. */
export interface NamedEvent {
  readonly stream: string;
  readonly position: Position;
}

const STREAMS_AT_ONCE = 8;
/** How far back a cause is looked for, in tiles of 256 events: a reaction answers soon, or after the log was behind. */
const REACH_IN_TILES = [2, 64] as const;

/** Finds events in the log by what is known of them; each is read and decoded once. */
export class LogFinder {
  private readonly streams = new Map<string, Promise<readonly FoundEvent[]>>();

  constructor(
    private readonly log: EventLog,
    private readonly codec: EventCodec,
    private readonly places: Pick<EventPlaces, 'eventAt' | 'leadingTo'>,
  ) {}

  /** A whole stream, in order; empty where there is none. */
  stream(name: string): Promise<readonly FoundEvent[]> {
    let reading = this.streams.get(name);
    if (!reading) {
      reading = this.log.readStream(name).then((events) => events.map((event) => this.found(event)));
      this.streams.set(name, reading);
    }
    return reading;
  }

  /** In the order asked for; what is not there is left out. */
  async named(events: readonly NamedEvent[]): Promise<FoundEvent[]> {
    const found: FoundEvent[] = [];
    for (let at = 0; at < events.length; at += STREAMS_AT_ONCE) {
      const some = events.slice(at, at + STREAMS_AT_ONCE).map(async ({ stream, position }) => {
        return (await this.stream(stream)).find(({ event }) => event.position === position);
      });
      found.push(...(await Promise.all(some)).filter((one) => one !== undefined));
    }
    return found;
  }

  /** The event at a position. */
  async at(position: Position): Promise<FoundEvent | undefined> {
    const at = await this.places.eventAt(position);
    return at && this.found(at.event);
  }

  /** The position of an event by its id, where it is among those that stand before `until` within the reach; else undefined. */
  async positionOf(id: string, until: Position): Promise<Position | undefined> {
    const [, reach] = REACH_IN_TILES;
    for await (const events of this.places.leadingTo(until, reach)) {
      const found = events.find((event) => event.id === id);
      if (found) return found.position;
    }
    return undefined;
  }

  /**
   * The events that others answer, and what those answer in turn, to the root. The log has no index of ids: they are looked for in
   * what stands before the effect, so far as `REACH_IN_TILES` says. What is not found is left out.
   */
  async causesOf(effects: readonly StoredEvent[]): Promise<FoundEvent[]> {
    const known = new Map(effects.map((event) => [event.id, event]));
    const causes: FoundEvent[] = [];
    for (let open = effects; open.length > 0;) {
      const wanted = open.filter(({ metadata: { causationId } }) => causationId !== undefined && !known.has(causationId));
      const found = await this.before(wanted);
      for (const one of found) known.set(one.event.id, one.event);
      causes.push(...found);
      open = found.map(({ event }) => event);
    }
    return causes;
  }

  private async before(effects: readonly StoredEvent[]): Promise<FoundEvent[]> {
    const wanted = new Map<string, Position>();
    for (const { metadata, position } of effects)
      if (metadata.causationId !== undefined) wanted.set(metadata.causationId, position);
    const found: FoundEvent[] = [];
    for (const reach of REACH_IN_TILES) found.push(...(await this.within(reach, wanted)));
    return found;
  }

  /** Of the wanted ids, which are taken out, those that stand so few tiles before their effect. */
  private async within(reach: number, wanted: Map<string, Position>): Promise<FoundEvent[]> {
    const found: FoundEvent[] = [];
    let looked: Position = '';
    for (const until of [...wanted.values()].sort()) {
      if (until <= looked) continue;
      for await (const events of this.places.leadingTo(until, reach))
        found.push(...events.filter(({ id }) => wanted.delete(id)).map((event) => this.found(event)));
      looked = until;
    }
    return found;
  }

  private found(recorded: RecordedEvent): FoundEvent {
    return { recorded, event: this.codec.decode(recorded) };
  }
}
