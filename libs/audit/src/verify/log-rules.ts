import type { Position, RecordedEvent } from '#event-log';
import { signed, type Entry } from '#kernel';
import type { OnDefect } from './defect.js';
import type { StreamEnds } from './stream-ends.js';

/** What an event books. @throws where it can not be read */
export type EntriesOf = (event: RecordedEvent) => readonly Entry[];

export interface RulesOptions {
  readonly entriesOf: EntriesOf;
  readonly onDefect: OnDefect;
  /** EventStoreDB's clock may step back, and with it that of events that were moved from there. */
  readonly isClockSteady: boolean;
  /** When the event before the first one was recorded. */
  readonly recordedBefore?: RecordedEvent['recordedAt'] | undefined;
}

/**
 * What holds of a stretch of every log without any tree: revisions count on, time does not go back, entries sum to zero. What
 * the revisions of a stream begin with is told in `ends`, for who knows the stretch before.
 */
export class LogRules {
  private readonly places = new Map<string, number>();
  private readonly names: string[] = [];
  private readonly firsts: number[] = [];
  private readonly positions: Position[] = [];
  private readonly lasts: number[] = [];
  private recordedAt: string;

  constructor(private readonly options: RulesOptions) {
    this.recordedAt = options.recordedBefore ?? '';
  }

  get ends(): StreamEnds {
    const { names, firsts, positions, lasts } = this;
    return { names, firsts, positions, lasts };
  }

  note(event: RecordedEvent): void {
    const { position, recordedAt, origin } = event;
    this.count(event);
    if (this.options.isClockSteady && origin === undefined && recordedAt < this.recordedAt)
      this.options.onDefect({ kind: 'back-dated', position, says: `recorded at ${recordedAt}, before the event before it` });
    else this.recordedAt = recordedAt;
    this.assertBalanced(event);
  }

  private count({ stream, revision, position, type }: RecordedEvent): void {
    const place = this.places.get(stream);
    if (place === undefined) {
      this.places.set(stream, this.names.push(stream) - 1);
      this.firsts.push(revision);
      this.positions.push(position);
      this.lasts.push(revision);
      return;
    }
    const before = this.lasts[place] ?? -1;
    if (revision !== before + 1)
      this.tell({ position, type }, 'renumbered', `revision ${String(revision)} of ${stream} follows ${String(before)}`);
    this.lasts[place] = revision;
  }

  private assertBalanced(event: RecordedEvent): void {
    let entries: readonly Entry[];
    try {
      entries = this.options.entriesOf(event);
      for (const { kind, lines } of entries) {
        let sum = 0;
        for (const line of lines) sum += signed(line);
        if (sum !== 0) this.tell(event, 'unbalanced', `${kind} sums to ${String(sum)}`);
      }
    } catch (error) {
      this.tell(event, 'unreadable', error instanceof Error ? error.message : String(error));
    }
  }

  private tell(
    { position, type }: Pick<RecordedEvent, 'position' | 'type'>,
    kind: 'renumbered' | 'unbalanced' | 'unreadable',
    says: string,
  ): void {
    this.options.onDefect({ kind, position, says: `${type}: ${says}` });
  }
}
