import type { EventPlaces } from '#audit';
import { isOfNotice, type EventCodec, type EventLog, type Position, type RecordedEvent, type StoredEvent } from '#event-log';

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
const FURTHEST = REACH_IN_TILES[1];

/** Finds events in the log by what is known of them; each is read and decoded once. */
export class LogFinder {
  private readonly streams = new Map<string, Promise<readonly FoundEvent[]>>();
  private looked: Position | undefined;
  private lookedForNotice: Position | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly codec: EventCodec,
    private readonly places: Pick<EventPlaces, 'eventAt' | 'leadingTo'>,
  ) {}

  /** Where the look back for what was not found ended; absent where all was found, or the whole log was asked. */
  get lookedFrom(): Position | undefined {
    return this.looked;
  }

  /** From where on the events of a notice were looked for; absent where the whole log was asked. */
  get noticeFrom(): Position | undefined {
    return this.lookedForNotice;
  }

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

  /** The position of an event by its id, up to `until`; undefined where it is not there, or not within the reach of `lookedFrom`. */
  async positionOf(id: string, until: Position): Promise<Position | undefined> {
    const [found] = await this.byId(new Map([[id, until]]));
    return found?.event.position;
  }

  /** The events that came of a notice, in order: of the whole log where it finds them, else of what stands last up to `until`. */
  async ofNotice(digest: string, until: Position): Promise<FoundEvent[]> {
    const all = await this.log.findOfNotice?.(digest);
    if (all) return all.filter(({ position }) => position <= until).map((event) => this.found(event));
    const found: FoundEvent[] = [];
    let from: Position = '';
    for await (const events of this.places.leadingTo(until, FURTHEST)) {
      from ||= events[0]?.position ?? '';
      found.push(...events.filter((event) => isOfNotice(event, digest)).map((event) => this.found(event)));
    }
    if (from !== '') this.lookedForNotice = await this.unlessFirst(from);
    return found;
  }

  /**
   * The events that others answer, and what those answer in turn, to the root: in the whole log where it finds ids, else in what stands
   * before the effect, so far as `REACH_IN_TILES` says. What is not found is left out.
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
    return this.byId(wanted);
  }

  /** Events by their ids, each up to a position. */
  private async byId(wanted: Map<string, Position>): Promise<FoundEvent[]> {
    if (wanted.size === 0) return [];
    const all = await this.log.find?.([...wanted.keys()]);
    if (all) return all.filter(({ id, position }) => position <= (wanted.get(id) ?? '')).map((event) => this.found(event));
    const found: FoundEvent[] = [];
    let from: Position = '';
    for (const reach of REACH_IN_TILES) from = await this.within(reach, wanted, (event) => found.push(this.found(event)));
    if (wanted.size > 0 && from !== '' && (this.looked ?? from) >= from) this.looked = await this.unlessFirst(from);
    return found;
  }

  private async unlessFirst(position: Position): Promise<Position | undefined> {
    return (await this.places.eventAt(position))?.index === 0 ? undefined : position;
  }

  /** Takes out the wanted ids that stand so few tiles before their effect; answers from where on it looked. */
  private async within(
    reach: number,
    wanted: Map<string, Position>,
    onFound: (event: RecordedEvent) => void,
  ): Promise<Position> {
    let from: Position = '';
    let looked: Position = '';
    for (const until of [...wanted.values()].sort()) {
      if (until <= looked) continue;
      for await (const events of this.places.leadingTo(until, reach)) {
        from ||= events[0]?.position ?? '';
        events.filter(({ id }) => wanted.delete(id)).forEach(onFound);
      }
      looked = until;
    }
    return from;
  }

  private found(recorded: RecordedEvent): FoundEvent {
    return { recorded, event: this.codec.decode(recorded) };
  }
}
