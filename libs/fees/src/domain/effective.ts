import { canonicalJson, type Instant } from '#kernel';

/** Something agreed for a time: from a moment on, up to another one (not including it) or without end. */
export interface Dated {
  readonly id: string;
  readonly from: Instant;
  readonly to?: Instant;
}

/** As it was agreed, and the end that was set afterwards, if any. */
export interface Kept<T extends Dated> {
  readonly agreed: T;
  readonly endedAt?: Instant;
}

/** By id. Periods never overlap; gaps are allowed. */
export type Periods<T extends Dated> = ReadonlyMap<string, Kept<T>>;

/** Where a period ends now; undefined where it has no end. */
export const endOf = <T extends Dated>({ agreed, endedAt }: Kept<T>): Instant | undefined => endedAt ?? agreed.to;

export type Addition = 'new' | 'known' | 'differs' | 'ends_before_it_begins' | 'overlaps';

/** What adding a period comes to. The same again is known, even where its end was moved since. */
export function additionOf<T extends Dated>(periods: Periods<T>, added: T): Addition {
  const known = periods.get(added.id);
  if (known) return canonicalJson(known.agreed) === canonicalJson(added) ? 'known' : 'differs';
  if (added.to !== undefined && added.to <= added.from) return 'ends_before_it_begins';
  return overlapsAny(periods, added) ? 'overlaps' : 'new';
}

export type Ending = 'new' | 'known' | 'unknown' | 'ends_before_it_begins' | 'overlaps';

/** What moving the end of a period comes to. An end at its beginning takes it back: it was never in force. */
export function endingOf<T extends Dated>(periods: Periods<T>, id: string, to: Instant): Ending {
  const known = periods.get(id);
  if (!known) return 'unknown';
  if (endOf(known) === to) return 'known';
  if (to < known.agreed.from) return 'ends_before_it_begins';
  return overlapsAny(periods, { id, from: known.agreed.from, to }) ? 'overlaps' : 'new';
}

function overlapsAny<T extends Dated>(periods: Periods<T>, { id, from, to }: Dated): boolean {
  return [...periods.values()].some((other) => {
    const end = endOf(other);
    const begin = other.agreed.from;
    if (other.agreed.id === id || end === begin || to === from) return false;
    return (to === undefined || begin < to) && (end === undefined || from < end);
  });
}

export const withPeriod = <T extends Dated>(periods: Periods<T>, agreed: T): Periods<T> =>
  new Map(periods).set(agreed.id, { agreed });

export function withEnd<T extends Dated>(periods: Periods<T>, id: string, endedAt: Instant): Periods<T> {
  const known = periods.get(id);
  return known ? new Map(periods).set(id, { ...known, endedAt }) : periods;
}

/** What is in force at a moment; undefined in a gap. */
export function inForceAt<T extends Dated>(periods: Periods<T>, at: Instant): T | undefined {
  for (const period of periods.values()) {
    const end = endOf(period);
    if (period.agreed.from <= at && (end === undefined || at < end)) return period.agreed;
  }
  return undefined;
}

/** The moment from which on nothing is in force, counted from `at`: `at` itself in a gap, undefined where there is no end to it. */
export function coveredUntil<T extends Dated>(periods: Periods<T>, at: Instant): Instant | undefined {
  let until = at;
  for (;;) {
    const current = inForceAt(periods, until);
    const kept = current && periods.get(current.id);
    if (!kept) return until;
    const end = endOf(kept);
    if (end === undefined) return undefined;
    until = end;
  }
}

/** Periods in the order of time, each with the end that it has now. */
export const byTime = <T extends Dated>(periods: Periods<T>): T[] =>
  [...periods.values()]
    .map((kept) => {
      const to = endOf(kept);
      return { ...kept.agreed, ...(to !== undefined && { to }) };
    })
    .sort((a, b) => (a.from === b.from ? (a.id < b.id ? -1 : 1) : a.from < b.from ? -1 : 1));
