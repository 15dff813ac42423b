import { firstFrom } from './canonical.js';
import { groupBy } from './grouping.js';
import { PAYOUT_STAGES } from './keys.js';
import { daysOf, freeLumps, listsOf, runsOf, spellsOf, together, type Lists, type Lump } from './lumps.js';
import { isAlone, join } from './parts.js';
import type { Pool } from './pool.js';
import type { MatchingTerms } from './terms.data.js';

/** At least so much of what was paid out has to be there for the two to be compared where their sums differ: all but one in five. */
const NEAR = 5;
/** How many movements about a payout are looked at. */
const MOVEMENTS = 16;

/**
 * Puts together what left a channel and what the bank saw: by reference, by amount, by the total of a day, by the total of days in a row,
 * by what a movement on the channel's account leaves of it. Sums of other selections are not tried out: there are too many, and one fits
 * by chance.
 */
export function groupPayouts(pool: Pool, { dayWindow, payoutDays }: MatchingTerms): void {
  for (const stage of PAYOUT_STAGES) groupBy(stage, pool, () => dayWindow.payout);
  const paid = (): Lump[] => freeLumps(pool.parts, 'ours');
  const seen = (): Lump[] => freeLumps(pool.parts, 'theirs');
  const movements = listsOf(freeLumps(pool.parts, 'ours', 'movement'), ({ source }) => source);
  for (const window of [dayWindow.payout, Math.max(dayWindow.payout, payoutDays)]) {
    pairInOrder(paid(), seen(), window);
    matchOnly(daysOf(paid()), seen(), window);
    matchOnly(runsOf(daysOf(paid()), payoutDays), seen(), window);
    matchOnly(daysOf(paid()), daysOf(seen()), window);
    matchOnly(lessMovements(daysOf(paid()), movements, window), seen(), window);
  }
  joinNear(daysOf(paid()), seen(), dayWindow.payout);
}

const joinLumps = (a: Lump, b: Lump): void => {
  join([...a.parts(), ...b.parts()], 'payout-total');
};

/** Equal amounts one by one, where all in a spell of time come out even: then it does not matter which is which. */
function pairInOrder(payouts: readonly Lump[], lines: readonly Lump[], window: number): void {
  const bySum = listsOf(lines, ({ sum }) => sum);
  for (const [sum, paid] of listsOf(payouts, (payout) => payout.sum)) {
    const ours = new Set<Lump>(paid);
    for (const spell of spellsOf([...paid, ...(bySum.get(sum) ?? [])], window)) {
      const pairs = pairsOf(
        spell.filter((lump) => ours.has(lump)),
        spell.filter((lump) => !ours.has(lump)),
      );
      const isEven = pairs?.every(([payout, line]) => line.first >= payout.last && line.first <= payout.last + window);
      for (const [payout, line] of (isEven && pairs) || []) joinLumps(payout, line);
    }
  }
}

/** undefined where one list is longer. */
function pairsOf<T>(a: readonly T[], b: readonly T[]): (readonly [T, T])[] | undefined {
  if (a.length !== b.length) return undefined;
  return a.flatMap((one, index) => {
    const other = b[index];
    return other === undefined ? [] : [[one, other] as const];
  });
}

/** Joins equal sums, where each is the other's only one within the window and nothing of it is taken. */
function matchOnly(payouts: readonly Lump[], lines: readonly Lump[], window: number): void {
  const bySum = listsOf(payouts, ({ sum }) => sum);
  for (const [sum, seen] of listsOf(lines, (line) => line.sum)) {
    const meet = meetingOf(bySum.get(sum) ?? [], seen, window);
    for (const line of seen) {
      const payout = meet(line);
      if (payout && [...payout.parts(), ...line.parts()].every(isAlone)) joinLumps(payout, line);
    }
  }
}

/** Finds the payout that is the only one before a line of the bank, the line being the only one after it. */
function meetingOf(payouts: readonly Lump[], lines: readonly Lump[], window: number): (line: Lump) => Lump | undefined {
  const paid = payouts.toSorted((a, b) => a.last - b.last);
  const seen = lines.toSorted((a, b) => a.first - b.first);
  return ({ first }) => {
    const [payout, other] = spanOf(paid, ({ last }) => last, [first - window, first]);
    if (!payout || other) return undefined;
    const { last } = payout;
    return spanOf(seen, (line) => line.first, [last, last + window]).length === 1 ? payout : undefined;
  };
}

/** The first of a list sorted by day that lie in a span, both ends included. */
function spanOf(
  lumps: readonly Lump[],
  dayOf: (lump: Lump) => number,
  [from, to]: readonly [number, number],
  most = 2,
): Lump[] {
  const start = firstFrom(lumps, dayOf, from);
  return lumps.slice(start, start + most).filter((lump) => dayOf(lump) <= to);
}

/** What a movement, or all movements of a day, leave of what was to be paid out. */
function lessMovements(payouts: readonly Lump[], movements: Lists<Lump>, window: number): Lump[] {
  return payouts.flatMap((payout) => {
    const all = movements.get(payout.source) ?? [];
    const near = spanOf(all, ({ first }) => first, [payout.first - window, payout.last + window], MOVEMENTS).filter(isUnused);
    const days = daysOf(near).filter((day) => day.parts().length > 1);
    return [...near, ...days].map((moved) => ({ ...together([payout, moved]), first: payout.first, last: payout.last }));
  });
}

const isUnused = (lump: Lump): boolean => lump.parts().every(isAlone);

/** What is alone with each other and nearly the same: that it differs is the news. */
function joinNear(payouts: readonly Lump[], lines: readonly Lump[], window: number): void {
  const meet = meetingOf(payouts, lines, window);
  for (const line of lines) {
    const payout = meet(line);
    if (payout && Math.abs(payout.sum - line.sum) * NEAR <= Math.abs(payout.sum)) joinLumps(payout, line);
  }
}
