import type { RecordedEvent } from '#event-log';

/** An event with the hash of its leaf. */
export interface Hashed {
  readonly event: RecordedEvent;
  readonly hash: Buffer;
}

/** The events of one tile, each in its slot; `extra` have none. */
export interface Bucket {
  readonly index: number;
  readonly slots: readonly (Hashed | undefined)[];
  readonly extra: readonly Hashed[];
}

/**
 * Puts events where positions tell no place into the slots of their tile: those that are as they were sealed first, the others
 * into what is free between them.
 */
export function matched(index: number, events: readonly Hashed[], sealed: readonly Buffer[]): Bucket {
  const slots: (Hashed | undefined)[] = Array.from({ length: sealed.length });
  const slotOf = new Map(sealed.map((hash, slot) => [hash.toString('latin1'), slot]));
  const known = events.map(({ hash }) => slotOf.get(hash.toString('latin1')));
  for (const [at, slot] of known.entries()) if (slot !== undefined) slots[slot] = events[at];
  const extra: Hashed[] = [];
  let free = 0;
  for (const [at, hashed] of events.entries()) {
    const slot = known[at];
    if (slot !== undefined) {
      free = slot + 1;
      continue;
    }
    if (free < slots.length && slots[free] === undefined) slots[free++] = hashed;
    else extra.push(hashed);
  }
  return { index, slots, extra };
}
