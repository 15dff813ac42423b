import type { Position, RecordedEvent } from '#event-log';

/** Turns positions of a log that is being read through into counts of its events, which are the same wherever it is moved. */
export class SourcePlaces {
  private readonly waiting: { readonly name: string; readonly position: Position }[];
  private readonly counts = new Map<string, number>();
  private taken = 0;

  constructor(wanted: ReadonlyMap<string, Position>) {
    this.waiting = [...wanted].map(([name, position]) => ({ name, position }));
    this.waiting.sort((a, b) => (a.position < b.position ? -1 : 1));
  }

  note({ position }: RecordedEvent): void {
    for (let next = this.waiting[0]; next && next.position < position; next = this.waiting[0]) this.leave();
    this.taken += 1;
  }

  /** How many events stand at or before each of the positions. */
  finish(): ReadonlyMap<string, number> {
    while (this.waiting.length > 0) this.leave();
    return this.counts;
  }

  private leave(): void {
    const done = this.waiting.shift();
    if (done) this.counts.set(done.name, this.taken);
  }
}

/** Where the names stand in the log that the events were moved to; those before the first event are left out. */
export function placed(counts: ReadonlyMap<string, number>, places: ReadonlyMap<number, Position>): Map<string, Position> {
  return new Map([...counts].flatMap(([name, count]) => (places.has(count) ? [[name, places.get(count) ?? '']] : [])));
}
