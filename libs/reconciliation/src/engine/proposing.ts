import type { Item } from '../item.js';
import { compareInTime, firstFrom } from './canonical.js';
import { isAlone, join, type Part } from './parts.js';

/** Numbers of which two that differ keep items apart: had they been equal, a stronger rule had found them. */
const numbersOf = ({ kind, refs }: Item): readonly (string | undefined)[] => [
  kind === 'refund' ? refs.channelRefundNo : refs.channelTradeNo,
  kind === 'refund' ? refs.merchantRefundNo : refs.merchantOrderNo,
  refs.terminalNo && refs.batchNo && refs.traceNo,
  refs.rrn,
  refs.orderId,
];
const maskOf = (item: Item): number =>
  numbersOf(item).reduce((mask, number, bit) => (number === undefined ? mask : mask | (1 << bit)), 0);

/** More candidates than this are not told apart. */
const LOOKED_AT = 32;

export interface Proposing {
  readonly windowMinutes: number;
  /** Ids of items that a person refused to see together. */
  readonly apart: readonly (readonly string[])[];
}

/**
 * Puts together what has the same amount at about the same time and no number that speaks against it, where each is the other's only
 * candidate. Where there are several, they are left alone and marked.
 */
export function propose(parts: readonly Part[], { windowMinutes, apart }: Proposing): void {
  const refused = new Map<string, Set<string>>();
  for (const ids of apart) for (const id of ids) for (const other of ids) setIn(refused, id).add(other);
  const buckets = new Map<string, Part[]>();
  for (const part of parts) {
    const item = aloneIn(part);
    if (!item) continue;
    const key = `${item.kind}|${item.direction}|${String(item.amount)}`;
    const bucket = buckets.get(key);
    if (bucket) bucket.push(part);
    else buckets.set(key, [part]);
  }
  for (const bucket of buckets.values()) proposeIn(bucket, { windowMs: windowMinutes * 60_000, refused });
}

function setIn(sets: Map<string, Set<string>>, key: string): Set<string> {
  const set = sets.get(key) ?? new Set<string>();
  sets.set(key, set);
  return set;
}

/** The item of a part that has no other and waits for its counterpart. */
function aloneIn(part: Part): Item | undefined {
  if (!isAlone(part) || part.ours.length + part.theirs.length > 1) return undefined;
  const item = part.ours[0] ?? part.theirs[0];
  return item?.status === 'undone' || (item?.side === 'statement' && item.status === 'open') ? undefined : item;
}

interface Candidates {
  readonly windowMs: number;
  readonly refused: ReadonlyMap<string, ReadonlySet<string>>;
}
interface Timed {
  readonly part: Part;
  readonly item: Item;
  readonly at: number;
}

function proposeIn(bucket: readonly Part[], by: Candidates): void {
  const [ours, theirs] = [timed(bucket, 'ours'), timed(bucket, 'theirs')];
  if (ours.length === 0 || theirs.length === 0) return;
  const [others, mine] = [byMask(theirs), byMask(ours)];
  const only: [Part, Part][] = [];
  for (const one of [...ours, ...theirs]) {
    const isOurs = one.item.side === 'ledger';
    const [other, more] = candidatesOf(one, isOurs ? others : mine, by);
    if (!other) continue;
    const isOnly = !more && candidatesOf(other, isOurs ? mine : others, by).length === 1;
    one.part.ambiguous = !isOnly;
    if (isOnly && isOurs) only.push([one.part, other.part]);
  }
  for (const pair of only) join(pair, 'amount-and-time');
}

function timed(bucket: readonly Part[], side: 'ours' | 'theirs'): Timed[] {
  const items = bucket.flatMap((part) => part[side].map((item) => ({ part, item, at: Date.parse(item.occurredAt) })));
  return items.sort((a, b) => a.at - b.at || compareInTime(a.item, b.item));
}

function byMask(items: readonly Timed[]): Map<number, Timed[]> {
  const lists = new Map<number, Timed[]>();
  for (const one of items) {
    const mask = maskOf(one.item);
    const list = lists.get(mask);
    if (list) list.push(one);
    else lists.set(mask, [one]);
  }
  return lists;
}

/** At most two: more than one is too many. */
function candidatesOf(one: Timed, lists: ReadonlyMap<number, readonly Timed[]>, { windowMs, refused }: Candidates): Timed[] {
  const mask = maskOf(one.item);
  const found: Timed[] = [];
  for (const [other, list] of lists) {
    if ((mask & other) !== 0) continue;
    let looked = 0;
    for (
      let at = firstFrom(list, ({ at: moment }) => moment, one.at - windowMs);
      at < list.length && found.length < 2;
      at += 1
    ) {
      const each = list[at];
      if (!each || each.at > one.at + windowMs) break;
      looked += 1;
      if (looked > LOOKED_AT || !isKeptApart(one.item, each.item, refused)) found.push(each);
    }
  }
  return found;
}

function isKeptApart(a: Item, b: Item, refused: Candidates['refused']): boolean {
  const [mine, other] = [a.refs.terminalNo, b.refs.terminalNo];
  return (mine !== undefined && other !== undefined && mine !== other) || refused.get(a.id)?.has(b.id) === true;
}
