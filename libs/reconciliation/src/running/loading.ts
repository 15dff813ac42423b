import { plusDays, type BusinessDate } from '#kernel';
import { substanceOf } from '../domain/match.js';
import type { CaseId, Verdict } from '../domain/match.messages.js';
import { grossOf } from '../engine/canonical.js';
import { judge, type JudgeInput } from '../engine/judge.js';
import type { MatchingTerms } from '../engine/terms.data.js';
import type { Item } from '../item.js';
import { UNDECIDED } from '../read/cases.tables.js';
import { hashedKeysOf } from '../read/items.tables.js';
import type { AccountOf, Days, LoadedCase, OpenItem, RunQueries } from '../read/run-queries.js';

/** What the schedule in force leads to expect; undefined where none covers it. 分 */
export type ExpectedFee = (item: OpenItem) => Promise<number | undefined>;

/** Whether a payout that does not say it went to this bank account. */
export type IsPaidInto = (item: OpenItem, bankAccount: string) => Promise<boolean>;

/** One stretch of days, judged at once. */
export interface Stretch {
  /** Verdicts of these days are taken. */
  readonly days: Days;
  /** Statements are there for these, without a gap. */
  readonly covered: JudgeInput['covered'];
  readonly isLast: boolean;
}

export interface Loading {
  readonly of: AccountOf;
  readonly terms: MatchingTerms;
  readonly today: string;
  readonly isPaidInto: IsPaidInto;
  readonly expectedFee: ExpectedFee;
}

const KEYS_AT_ONCE = 2_000;

export const dayPlus = (day: string, days: number): string => plusDays(day as BusinessDate, days);

/** How far apart in days two sides may be that belong together. */
export const slackOf = ({ dayWindow, payoutDays, suspendDays }: MatchingTerms, { book }: AccountOf): number =>
  book === 'payouts' ? payoutDays + dayWindow.payout : Math.max(dayWindow.payment, dayWindow.refund) + suspendDays;

/** Loads a stretch and judges it. `taken`: items that an earlier stretch put into a verdict. */
export async function judgeStretch(
  queries: RunQueries,
  loading: Loading,
  stretch: Stretch,
  taken: ReadonlySet<string>,
): Promise<readonly Verdict[]> {
  const { of, terms, today } = loading;
  const slack = slackOf(terms, of);
  const days = { from: dayPlus(stretch.days.from, -slack), to: dayPlus(stretch.days.to, slack) };
  const fresh = (await queries.openItems(of, days)).filter(({ id }) => !taken.has(id));
  const open = await withOrders(queries, of, await paidInto(fresh, loading));
  if (open.length === 0) return [];
  const held = await queries.cases(distinct(open.map(({ caseId }) => caseId)));
  const { items: loaded, cases } = await withRetold(queries, open, held);
  const items = onDayOfSettling(loaded);
  const requests = await queries.requests(distinct(items.flatMap(({ refs }) => refs.requestId ?? [])));
  const found = await decidedBeside(queries, oneSided(items), of);
  const input: JudgeInput = {
    of: { book: of.book, channel: of.channel, account: of.account },
    items: [...(await Promise.all(items.map((item) => told(item, loading)))), ...ordersOf(requests, loading)],
    cases: [...new Map([...cases, ...found].map((one) => [one.caseId, one])).values()],
    apart: await queries.apart(of),
    terms,
    today,
    covered: stretch.covered,
  };
  return judge(input).filter(({ day }) => stretch.isLast || day <= stretch.days.to);
}

async function paidInto(items: readonly OpenItem[], { isPaidInto, of }: Loading): Promise<OpenItem[]> {
  if (of.book !== 'payouts') return [...items];
  const isHere = await Promise.all(
    items.map(async (item) => item.side === 'statement' || item.bankAccount !== null || isPaidInto(item, of.account)),
  );
  return items.filter((_, index) => isHere[index]);
}

/**
 * Orders of Douyin stand beside what was settled of them. While less is settled than is due, or a refund is told that no row takes yet, an
 * order waits and lacks nothing; settled above what was paid is settled too much at once.
 */
async function withOrders(queries: RunQueries, of: AccountOf, open: readonly OpenItem[]): Promise<OpenItem[]> {
  if (of.channel !== 'douyin' || of.book !== 'trades') return [...open];
  const orders = await queries.orders(of, distinct(open.flatMap(({ refs }) => refs.orderId ?? [])));
  const byId = new Map(orders.map((order) => [order.refs.orderId, order]));
  return open.flatMap((settled) => {
    const order = byId.get(settled.refs.orderId);
    if (!order) return [settled];
    const isWaiting = grossOf(settled) !== grossOf(order) && grossOf(settled) <= (order.charged?.order ?? 0);
    return isWaiting ? [] : onDayOfSettling([settled, order]);
  });
}

/** An order is settled when it is complete, weeks after it was paid: that is no difference of days. */
function onDayOfSettling(items: readonly OpenItem[]): OpenItem[] {
  const days = new Map(
    items.flatMap(({ day, refs, side }) => (side === 'statement' && refs.orderId ? [[refs.orderId, day]] : [])),
  );
  return items.map((item) => {
    const day = item.channel === 'douyin' ? days.get(item.refs.orderId ?? '') : undefined;
    return day === undefined ? item : { ...item, day };
  });
}

/**
 * A decided case whose item was told again: all its items are judged once more where the telling differs in what the match rests on.
 * Where it does not, or a person decided the case, the item is left where it is.
 */
async function withRetold(queries: RunQueries, open: readonly OpenItem[], held: readonly LoadedCase[]) {
  const cases = new Map(held.map((one) => [one.caseId, one]));
  const isDecided = (id: CaseId): boolean => !UNDECIDED.includes(cases.get(id)?.status ?? 'suspended');
  const free = open.filter(({ caseId }) => caseId === '' || !isDecided(caseId));
  const retold = distinct(
    open.flatMap((item) => {
      const of = cases.get(item.caseId);
      const before = of?.items.find(({ id }) => id === item.id);
      return of?.status === 'matched' && before && substanceOf(before) !== substanceOf(item) ? [item.caseId] : [];
    }),
  );
  const again = await queries.itemsOfCases(retold);
  const kept = held.filter(({ caseId }) => !isDecided(caseId) || retold.includes(caseId));
  return { items: [...free, ...again], cases: kept };
}

/** Those that nothing among them answers: what they belong to may be decided already. */
function oneSided(items: readonly OpenItem[]): OpenItem[] {
  const sides = new Map<string, Set<Item['side']>>();
  const keys = new Map(items.map((item) => [item, hashedKeysOf(item)]));
  for (const [{ side }, own] of keys) for (const key of own) sides.set(key, (sides.get(key) ?? new Set()).add(side));
  return items.filter((item) => !(keys.get(item) ?? []).some((key) => (sides.get(key)?.size ?? 0) > 1));
}

async function decidedBeside(queries: RunQueries, items: readonly OpenItem[], { merchant }: AccountOf): Promise<LoadedCase[]> {
  const keys = distinct(items.flatMap((item) => hashedKeysOf(item)));
  const found: LoadedCase[] = [];
  for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
    found.push(...(await queries.casesByKeys(keys.slice(from, from + KEYS_AT_ONCE), merchant)));
  }
  return found;
}

async function told(loaded: OpenItem, { expectedFee }: Loading): Promise<Item> {
  const item = itemOf(loaded);
  if (item.side !== 'ledger' || item.book !== 'trades' || item.status !== 'done') return item;
  const fee = await expectedFee(loaded);
  return fee === undefined ? item : { ...item, fee };
}

/** What was to be collected stands beside the payment that collected it, wherever that was taken. */
const ordersOf = (requests: readonly OpenItem[], { of }: Loading): Item[] =>
  requests.map((request) => ({ ...itemOf(request), channel: of.channel, account: of.account }));

function itemOf({ bankAccount: _bank, caseId: _case, charged: _charged, purpose: _purpose, ...item }: OpenItem): Item {
  return item;
}

export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)].filter((value) => value !== '');
