import type { EventCodec, EventMetadata, Position, RecordedEvent, StoredEvent } from '#event-log';
import type { Entry, Instant } from '#kernel';

/** An event of the log that decodes what is asked for when it is asked for, once: many readers want its entries alone, or nothing. */
export class LogEvent implements StoredEvent {
  private decodedData: unknown;
  private decodedMetadata: EventMetadata | undefined;
  private booked: readonly Entry[] | undefined;
  private isNewest: boolean | undefined;

  constructor(
    private readonly recorded: RecordedEvent,
    private readonly codec: EventCodec,
  ) {}

  get position(): Position {
    return this.recorded.position;
  }

  get stream(): string {
    return this.recorded.stream;
  }

  get revision(): number {
    return this.recorded.revision;
  }

  get id(): string {
    return this.recorded.id;
  }

  get type(): string {
    return this.recorded.type;
  }

  get recordedAt(): Instant {
    return this.recorded.recordedAt;
  }

  get data(): unknown {
    return (this.decodedData ??= this.codec.dataOf(this.recorded));
  }

  get metadata(): EventMetadata {
    return (this.decodedMetadata ??= this.codec.metadataOf(this.recorded));
  }

  /** What the event books, out of their own stretch of the bytes where they are laid out as they are written today. */
  get entries(): readonly Entry[] {
    this.booked ??=
      this.decodedData === undefined ? (this.entriesAlone() ?? entriesIn(this.data)) : entriesIn(this.decodedData);
    return this.booked;
  }

  /** How the event leaves its stream, likewise out of its own stretch. */
  get standing(): unknown {
    if (this.decodedData !== undefined) return standingIn(this.decodedData);
    return (this.isLaidOut ? standingStretch(this.recorded.data) : undefined) ?? standingIn(this.data);
  }

  /** For who passes over it without asking for anything. @throws Fault on a type or version that this code does not know */
  assertKnown(): void {
    if (!this.isLaidOut) this.codec.metadataOf(this.recorded);
  }

  private entriesAlone(): readonly Entry[] | undefined {
    return this.isLaidOut ? entriesStretch(this.recorded.data) : undefined;
  }

  /** Whether its data are of the newest version, as far as that can be told without decoding. */
  private get isLaidOut(): boolean {
    return (this.isNewest ??= this.codec.isNewest(this.recorded));
  }
}

/** What an event books; nothing where it is of a kind that books nothing. */
export const entriesOf = (event: StoredEvent): readonly Entry[] =>
  event instanceof LogEvent ? event.entries : entriesIn(event.data);

const entriesIn = (data: unknown): readonly Entry[] => (data as { readonly entries?: readonly Entry[] }).entries ?? [];

/** How an event leaves its stream. */
export const standingOf = (event: StoredEvent): unknown =>
  event instanceof LogEvent ? event.standing : standingIn(event.data);

const standingIn = (data: unknown): unknown => (data as { readonly standing?: unknown }).standing;

/**
 * Data of facts is written `{"fact":{…},"rules":1,"entries":[…],"standing":{…}}`. In JSON text `,"entries":` is always a
 * key: within a string a quote never follows a comma unless it ends the string, and then no letter follows it. What stands
 * before tells that it is the key of the outermost object.
 */
const ENTRIES = Buffer.from(',"entries":');
const STANDING = Buffer.from(',"standing":');
const RULES = Buffer.from('},"rules":');
const NO_ENTRIES: readonly Entry[] = [];
const ZERO = 48;
const NINE = 57;

/** Undefined where the bytes are laid out otherwise. */
export function entriesStretch(data: Uint8Array): readonly Entry[] | undefined {
  const bytes = asBuffer(data);
  const stretch = stretchOf(bytes);
  if (!stretch) return undefined;
  const { from, to } = stretch;
  if (to === from + 2) return NO_ENTRIES;
  return parsed(bytes, from, to) as readonly Entry[] | undefined;
}

/** Undefined where the bytes are laid out otherwise. */
export function standingStretch(data: Uint8Array): unknown {
  const bytes = asBuffer(data);
  const stretch = stretchOf(bytes);
  return stretch && parsed(bytes, stretch.to + STANDING.length, bytes.length - 1);
}

const asBuffer = (data: Uint8Array): Buffer =>
  Buffer.isBuffer(data) ? data : Buffer.from(data.buffer, data.byteOffset, data.length);

/** Where the entries begin and end. */
function stretchOf(bytes: Buffer): { readonly from: number; readonly to: number } | undefined {
  const at = bytes.indexOf(ENTRIES);
  if (at < 0 || !endsWithRules(bytes, at)) return undefined;
  const from = at + ENTRIES.length;
  const to = bytes.indexOf(STANDING, from);
  return to < 0 ? undefined : { from, to };
}

function parsed(bytes: Buffer, from: number, to: number): unknown {
  try {
    return JSON.parse(bytes.toString('utf8', from, to));
  } catch {
    return undefined;
  }
}

/** Whether the bytes before an index end with `},"rules":` and digits. */
function endsWithRules(bytes: Buffer, end: number): boolean {
  let at = end - 1;
  while (isDigit(bytes[at])) at -= 1;
  const start = at + 1 - RULES.length;
  return at < end - 1 && start >= 0 && bytes.compare(RULES, 0, RULES.length, start, at + 1) === 0;
}

const isDigit = (byte = 0): boolean => byte >= ZERO && byte <= NINE;
