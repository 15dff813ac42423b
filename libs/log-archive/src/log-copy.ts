import { LeafEncoder, isSameHash } from '#audit';
import { START, type Position, type RecordedEvent, type RestorableLog } from '#event-log';
import { Fault } from '#kernel';

/** A restore takes so much at once. */
const EVENTS = 4_000;
const BYTES = 4_194_304;
const READ_AT_ONCE = 4_000;

/**
 * Brings a log to where another one is, event by event in order. What the target holds already is held against the source by the
 * hashes of leaves, so a copy that was broken off goes on behind it, and one that is of another log is refused.
 */
export class LogCopy {
  private readonly mine = new LeafEncoder();
  private readonly theirs = new LeafEncoder();
  private readonly there: AsyncIterator<{ readonly events: readonly RecordedEvent[] }>;
  private present: readonly RecordedEvent[] = [];
  private at = 0;
  private isBehind = false;
  private head: Position = START;
  private waiting: RecordedEvent[] = [];
  private bytes = 0;
  private storing: Promise<void> = Promise.resolve();
  private taken = 0;
  private stored = 0;

  constructor(private readonly target: RestorableLog) {
    this.there = target.readAll(START, { batchSize: READ_AT_ONCE })[Symbol.asyncIterator]();
  }

  /** Events taken from the source so far, and how many of them the target lacked. */
  get counts(): { readonly events: number; readonly added: number } {
    return { events: this.taken, added: this.stored };
  }

  /** @throws Fault where the target holds something else at the place of one of them */
  async take(events: readonly RecordedEvent[]): Promise<void> {
    for (const event of events) {
      this.taken += 1;
      const present = this.isBehind ? undefined : await this.next();
      if (present) this.assertSame(event, present);
      else await this.add(event);
    }
  }

  /** Everything is in the target when this is done. @throws Fault where the target holds more than the source */
  async finish(): Promise<void> {
    await this.store();
    await this.storing;
    const more = this.isBehind ? undefined : await this.next();
    await this.there.return?.();
    if (more) throw new Fault(`the target goes on behind the ${String(this.taken)} events of the source: ${more.position}`);
  }

  private async next(): Promise<RecordedEvent | undefined> {
    while (this.at === this.present.length) {
      const next = await this.there.next();
      if (next.done) {
        this.isBehind = true;
        return undefined;
      }
      this.present = next.value.events;
      this.at = 0;
    }
    const event = this.present[this.at++];
    this.head = event?.position ?? this.head;
    return event;
  }

  private assertSame(event: RecordedEvent, present: RecordedEvent): void {
    if (isSameHash(this.mine.hashOf(event), this.theirs.hashOf(present))) return;
    const says = `event ${String(this.taken)} of the target, at ${present.position}, is not that of the source, at ${event.position}`;
    throw new Fault(`${says}: it holds another history`);
  }

  private async add(event: RecordedEvent): Promise<void> {
    this.waiting.push(event);
    this.bytes += event.data.length + event.metadata.length;
    if (this.waiting.length >= EVENTS || this.bytes >= BYTES) await this.store();
  }

  /** One restore is under way while the next one is gathered. */
  private async store(): Promise<void> {
    const events = this.waiting;
    this.waiting = [];
    this.bytes = 0;
    await this.storing;
    if (events.length === 0) return;
    this.storing = this.target.restore(this.head, events).then((head) => {
      this.head = head;
      this.stored += events.length;
    });
    this.storing.catch(() => undefined);
  }
}
