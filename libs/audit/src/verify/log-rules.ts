import type { RecordedEvent } from '#event-log';
import { signed, type Entry } from '#kernel';
import type { OnDefect } from './defect.js';

/** What an event books. @throws where it can not be read */
export type EntriesOf = (event: RecordedEvent) => readonly Entry[];

/**
 * What holds of every log without any tree: revisions count 0, 1, 2 …, time does not go back, entries sum to zero. Remembers a
 * number for each stream.
 */
export class LogRules {
  private readonly revisions = new Map<string, number>();
  private recordedAt = '';

  constructor(
    private readonly entriesOf: EntriesOf,
    private readonly onDefect: OnDefect,
    /** EventStoreDB's clock may step back, and with it that of events that were moved from there. */
    private readonly clockIsSteady: boolean,
  ) {}

  note(event: RecordedEvent): void {
    const { stream, revision, position, recordedAt, origin } = event;
    const expected = (this.revisions.get(stream) ?? -1) + 1;
    if (revision !== expected)
      this.tell(event, 'renumbered', `revision ${String(revision)} of ${stream} follows ${String(expected - 1)}`);
    this.revisions.set(stream, revision);
    if (this.clockIsSteady && origin === undefined && recordedAt < this.recordedAt)
      this.onDefect({ kind: 'back-dated', position, says: `recorded at ${recordedAt}, before the event before it` });
    else this.recordedAt = recordedAt;
    this.assertBalanced(event);
  }

  private assertBalanced(event: RecordedEvent): void {
    let entries: readonly Entry[];
    try {
      entries = this.entriesOf(event);
      for (const { kind, lines } of entries) {
        let sum = 0;
        for (const line of lines) sum += signed(line);
        if (sum !== 0) this.tell(event, 'unbalanced', `${kind} sums to ${String(sum)}`);
      }
    } catch (error) {
      this.tell(event, 'unreadable', error instanceof Error ? error.message : String(error));
    }
  }

  private tell({ position, type }: RecordedEvent, kind: 'renumbered' | 'unbalanced' | 'unreadable', says: string): void {
    this.onDefect({ kind, position, says: `${type}: ${says}` });
  }
}
