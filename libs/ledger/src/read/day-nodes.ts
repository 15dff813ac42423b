import type { BusinessDate } from '#kernel';

/** Accounting days as a tree: a node of level 0 is a day, one of the next level 16 of the level below, up to all days there are. */
const BITS = 4;
const LEVELS = 6;
const DAY_MS = 86_400_000;
/** All days before 1970 are one node of the top level: what is asked for seldom takes few nodes. */
const FIRST_NUMBER = -(1 << (BITS * (LEVELS - 1)));

export interface DayNode {
  readonly level: number;
  readonly node: number;
}

/** Column by column, as `unnest` takes them. */
export interface DayNodes {
  readonly levels: readonly number[];
  readonly nodes: readonly number[];
}

const numberOf = (day: BusinessDate): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

/** The nodes that a day is in, from the day itself to the top. */
export function nodesOf(day: BusinessDate): DayNode[] {
  const number = numberOf(day);
  return Array.from({ length: LEVELS }, (_, level) => ({ level, node: number >> (BITS * level) }));
}

/** The fewest nodes that make up the days behind `after` up to `through`; from the first or to the last where absent. */
export function nodesBetween({ after, through }: DaySpan): DayNodes {
  const levels: number[] = [];
  const nodes: number[] = [];
  let from = after === undefined ? FIRST_NUMBER : numberOf(after) + 1;
  let until = numberOf(through ?? LAST_DAY) + 1;
  for (let level = 0; from < until; level += 1) {
    const take = (node: number): void => void (levels.push(level), nodes.push(node));
    const isWhole = (node: number): boolean => level < LEVELS - 1 && node % (1 << BITS) === 0;
    while (from < until && !isWhole(from)) take(from++);
    while (from < until && !isWhole(until)) take(--until);
    from >>= BITS;
    until >>= BITS;
  }
  return { levels, nodes };
}

export interface DaySpan {
  readonly after?: BusinessDate | undefined;
  readonly through?: BusinessDate | undefined;
}

export const LAST_DAY = '9999-12-31' as BusinessDate;
