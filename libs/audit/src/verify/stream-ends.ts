import type { Position } from '#event-log';
import type { OnDefect } from './defect.js';

/** Where each stream begins and ends within a stretch of the log, side by side: so it passes between threads. */
export interface StreamEnds {
  readonly names: readonly string[];
  readonly firsts: readonly number[];
  /** Of the events with the first revisions. */
  readonly positions: readonly Position[];
  readonly lasts: readonly number[];
}

/** Revisions count 0, 1, 2 … across the stretches of a log. Remembers a number for each stream. */
export class Revisions {
  private readonly reached = new Map<string, number>();

  constructor(private readonly onDefect: OnDefect) {}

  /** The next stretch. */
  follow({ names, firsts, positions, lasts }: StreamEnds): void {
    for (const [at, stream] of names.entries()) {
      const before = this.reached.get(stream) ?? -1;
      const first = firsts[at] ?? 0;
      if (first !== before + 1)
        this.onDefect({
          kind: 'renumbered',
          position: positions[at],
          says: `revision ${String(first)} of ${stream} follows ${String(before)}`,
        });
      this.reached.set(stream, lasts[at] ?? first);
    }
  }
}
