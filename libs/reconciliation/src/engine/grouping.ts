import type { Item } from '../item.js';
import { compareInTime, dayNumberOf, grossOf } from './canonical.js';
import { isContradicted, type Stage } from './keys.js';
import { isAlone, isFree, isTwoSided, join, rootOf, type Part } from './parts.js';
import type { Pool } from './pool.js';

/** How many candidates are looked at: where more share a key, the first are as good. */
const LOOKED_AT = 32;

/** A part in a bucket, and which of its items have the bucket's key. */
interface Keyed {
  readonly part: Part;
  ours: Item | undefined;
  theirs: Item | undefined;
}

/** Puts together what has one key by one stage. */
export function groupBy(stage: Stage, { items, partOf }: Pool, windowOf: (item: Item) => number): void {
  const buckets = new Map<string, Item[]>();
  for (const item of items) {
    const key = stage.keyOf(item);
    if (key === undefined) continue;
    const bucket = buckets.get(key);
    if (bucket) bucket.push(item);
    else buckets.set(key, [item]);
  }
  for (const bucket of buckets.values()) {
    if (bucket.length < 2) continue;
    for (const together of stage.isReused ? spells(bucket, windowOf) : [bucket]) resolve(together, stage, partOf);
  }
}

/** Items without a gap of days between them that is wider than the window. */
function spells(items: readonly Item[], windowOf: (item: Item) => number): Item[][] {
  const found: Item[][] = [];
  let last = -Infinity;
  for (const item of items.toSorted(compareInTime)) {
    const day = dayNumberOf(item.day);
    if (day - last > windowOf(item)) found.push([]);
    found.at(-1)?.push(item);
    last = day;
  }
  return found;
}

function keyedOf(bucket: readonly Item[], partOf: ReadonlyMap<string, Part>): Keyed[] {
  const found = new Map<Part, Keyed>();
  for (const item of bucket.toSorted(compareInTime)) {
    const start = partOf.get(item.id);
    if (!start) continue;
    const part = rootOf(start);
    const keyed = found.get(part) ?? { part, ours: undefined, theirs: undefined };
    if (item.side === 'ledger') keyed.ours ??= item;
    else keyed.theirs ??= item;
    found.set(part, keyed);
  }
  return [...found.values()];
}

function resolve(bucket: readonly Item[], stage: Stage, partOf: ReadonlyMap<string, Part>): void {
  if (bucket.length === 2 && isPaired(bucket, stage, partOf)) return;
  const keyed = keyedOf(bucket, partOf);
  if (keyed.length < 2) return;
  const free = keyed.filter(({ part }) => isFree(part));
  const equal = pairEqual({ ours: one('ours', free), theirs: one('theirs', free) }, stage);
  const { ours, theirs } = stage.means === 'amount' ? equal : joinRest(equal, stage);
  if (stage.means !== 'identity' && stage.rule !== 'order') return;
  joinHosts(isTradeNo(stage) ? [...ours, ...theirs] : theirs, free, stage);
  if (isTradeNo(stage)) toldTwice(theirs);
  noteDecided(keyed, stage);
  if (stage.means === 'identity') noteContradictions(keyedOf(bucket, partOf), stage);
}

/** Most buckets are one of ours and its row, and nothing else has to be looked at. */
function isPaired([a, b]: readonly Item[], stage: Stage, partOf: ReadonlyMap<string, Part>): boolean {
  const [one, other] = [a, b].map((item) => item && partOf.get(item.id));
  if (!one || !other) return false;
  const [mine, row] = a?.side === 'ledger' ? [rootOf(one), rootOf(other)] : [rootOf(other), rootOf(one)];
  if (mine === row) return true;
  const isPair = isAlone(mine) && isAlone(row) && mine.ours.length > 0 && row.theirs.length > 0 && !isBlocked(a, b, stage);
  if (!isPair || (stage.means === 'amount' && mine.grossBalance + row.grossBalance !== 0)) return false;
  join([mine, row], stage.rule);
  return true;
}

const isTradeNo = ({ means, rule }: Stage): boolean => means === 'identity' && rule === 'channel-trade-no';

const one = (side: 'ours' | 'theirs', keyed: readonly Keyed[]): Keyed[] =>
  keyed.filter((each) => isAlone(each.part) && each.part[side].length > 0);

const isBlocked = (a: Item | undefined, b: Item | undefined, { unless }: Stage): boolean =>
  a !== undefined && b !== undefined && isContradicted(a, b, unless);

interface Sides {
  readonly ours: readonly Keyed[];
  readonly theirs: readonly Keyed[];
}

/** One by one in the order of time, where amounts are equal. */
function pairEqual({ ours, theirs }: Sides, stage: Stage): Sides {
  const byAmount = new Map<number, Keyed[]>();
  for (const row of theirs.toReversed()) {
    const rows = byAmount.get(row.part.grossBalance);
    if (rows) rows.push(row);
    else byAmount.set(row.part.grossBalance, [row]);
  }
  for (const mine of ours) {
    const row = taken(byAmount.get(0 - mine.part.grossBalance) ?? [], (each) => !isBlocked(mine.ours, each.theirs, stage));
    if (row) join([mine.part, row.part], stage.rule);
  }
  return { ours: one('ours', ours), theirs: one('theirs', theirs) };
}

/** Takes the last that fits out of the list. */
function taken(rows: Keyed[], fits: (row: Keyed) => boolean): Keyed | undefined {
  for (let at = rows.length - 1; at >= Math.max(0, rows.length - LOOKED_AT); at -= 1) {
    const row = rows[at];
    if (row && fits(row)) return rows.splice(at, 1)[0];
  }
  return undefined;
}

/** What is left on both sides: all of it, where it is one thing, or one by one, or sums agree. */
function joinRest({ ours, theirs }: Sides, stage: Stage): Sides {
  const [mine] = ours;
  const [row] = theirs;
  if (!mine || !row) return { ours, theirs };
  if (isAnyBlocked({ ours, theirs }, stage)) return { ours, theirs };
  const isSingle = ours.length === 1 && theirs.length === 1;
  const balance = [...ours, ...theirs].reduce((total, { part }) => total + part.grossBalance, 0);
  if (stage.means !== 'identity' && !isSingle && balance !== 0) return { ours, theirs };
  join(
    [...ours, ...theirs].map(({ part }) => part),
    stage.rule,
  );
  return { ours: [], theirs: [] };
}

const isAnyBlocked = ({ ours, theirs }: Sides, stage: Stage): boolean =>
  ours.slice(0, LOOKED_AT).some((mine) => theirs.slice(0, LOOKED_AT).some((row) => isBlocked(mine.ours, row.theirs, stage)));

/** More of what has its counterpart already: to where it comes out even, else to its like, else to the first. */
function joinHosts(more: readonly Keyed[], keyed: readonly Keyed[], stage: Stage): void {
  if (more.length === 0) return;
  const hosts = keyed
    .filter((each) => isFree(each.part) && isTwoSided(each.part) && each.ours !== undefined)
    .slice(0, LOOKED_AT);
  for (const each of more) {
    const item = each.theirs ?? each.ours;
    const open = hosts.filter(({ ours }) => !isBlocked(ours, item, stage));
    const { balance } = each.part;
    const host =
      open.find(({ part }) => balance !== 0 && part.balance + balance === 0) ??
      open.find(({ part }) => part.theirs.slice(0, LOOKED_AT).some((row) => item && grossOf(row) === grossOf(item))) ??
      open[0];
    if (host) join([host.part, each.part], stage.rule);
  }
}

/** Rows of one number that we know nothing of. */
function toldTwice(theirs: readonly Keyed[]): void {
  const rows = theirs.filter((each) => isFree(each.part));
  const [first, ...others] = rows;
  if (first && others.length > 0) join([first.part, ...others.map(({ part }) => part)], 'channel-trade-no');
}

/** What has its counterpart in a case that is decided. Of ours only where that is missing there, or it is the very same. */
function noteDecided(keyed: readonly Keyed[], stage: Stage): void {
  const [decided] = keyed.filter(({ part }) => part.decided);
  if (!decided) return;
  for (const each of keyed) {
    if (!isAlone(each.part)) continue;
    const isOurs = each.part.ours.length > 0;
    if (isOurs && !isTradeNo(stage) && decided.part.ours.length > 0) continue;
    const [other, item] = [decided.ours ?? decided.theirs, each.ours ?? each.theirs];
    if (!isBlocked(other, item, stage)) each.part.after = decided.part;
  }
}

/** Only one side of a part has this number, and elsewhere it is the other side: a stronger rule stands. */
function noteContradictions(keyed: readonly Keyed[], { rule }: Stage): void {
  const roots = keyed.filter(({ part }) => !part.into && !part.decided);
  const [mine] = roots.filter(({ ours, theirs }) => ours && !theirs);
  const [row] = roots.filter(({ ours, theirs }) => theirs && !ours);
  if (!mine?.ours || !row?.theirs || mine.part === row.part) return;
  mine.part.contradictions = [...mine.part.contradictions, { rule, item: mine.ours.id, other: row.theirs.id }];
  row.part.contradictions = [...row.part.contradictions, { rule, item: row.theirs.id, other: mine.ours.id }];
}
