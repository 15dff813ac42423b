import { judge, termsOf, type Item } from '#reconciliation';
import { quantile, rounded } from './rounds.js';

const ROUNDS = 5;
const OF = { book: 'trades', channel: 'wechat', account: '1230000109' } as const;
const FIRST_MS = Date.parse('2026-10-01T00:00:00Z');

/** Matching the items of one account, against what can not be done without: decoding them, and a join of them by one number. */
export function benchMatching(sizes: readonly number[] = [10_000, 100_000]): Record<string, unknown> {
  const results: Record<string, Readonly<Record<string, number>>> = {};
  for (const size of sizes) results[`${String(size)} items`] = measured(size);
  const [small, large] = Object.values(results);
  return {
    unit: 'items per second; medians of interleaved rounds',
    results,
    ratios: {
      'matching over decoding': rounded((large?.['matching'] ?? NaN) / (large?.['decoding'] ?? NaN)),
      'matching over a join by trade number': rounded((large?.['matching'] ?? NaN) / (large?.['join by trade number'] ?? NaN)),
      'matching, ten times the items': rounded((large?.['matching'] ?? NaN) / (small?.['matching'] ?? NaN)),
      'matching by no number, ten times the items': rounded(
        (large?.['matching by no number'] ?? NaN) / (small?.['matching by no number'] ?? NaN),
      ),
    },
  };
}

function measured(size: number): Record<string, number> {
  const items = bookOf(size);
  const bare = items.map((item) => ({ ...item, amount: 20_00, refs: {} }));
  const text = items.map((item) => JSON.stringify(item));
  const work: Readonly<Record<string, () => unknown>> = {
    matching: () => judged(items),
    'matching by no number': () => judged(bare),
    decoding: () => text.map((line) => JSON.parse(line) as unknown),
    'join by trade number': () => joined(items),
  };
  const rates = Object.fromEntries(Object.keys(work).map((name) => [name, [] as number[]]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, run] of Object.entries(work)) {
      const began = performance.now();
      run();
      rates[name]?.push((size * 1_000) / (performance.now() - began));
    }
  return Object.fromEntries(Object.entries(rates).map(([name, all]) => [name, Math.round(quantile(all, 0.5))]));
}

const judged = (items: readonly Item[]): number =>
  judge({
    of: OF,
    items,
    cases: [],
    apart: [],
    terms: termsOf(OF.channel),
    today: '2026-11-01',
    covered: { from: '2026-10-01', until: '2026-10-31' },
  }).length;

/** What the least would do: pairs of equal number and amount. */
function joined(items: readonly Item[]): number {
  const byNumber = new Map<string, Item>();
  let pairs = 0;
  for (const item of items) if (item.side === 'ledger') byNumber.set(item.refs.channelTradeNo ?? '', item);
  for (const item of items)
    if (item.side === 'statement' && byNumber.get(item.refs.channelTradeNo ?? '')?.amount === item.amount) pairs += 1;
  return pairs;
}

/** A month of an account: of a hundred payments one is missing on each side, one differs, and one has no number in common. */
function bookOf(size: number): Item[] {
  const items: Item[] = [];
  for (let n = 0; items.length < size; n += 1) {
    const turn = n % 100;
    if (turn !== 1) items.push(itemOf(n, 'ledger', turn === 4 ? { merchantOrderNo: String(n) } : numbersOf(n)));
    if (turn !== 2) items.push({ ...itemOf(n, 'statement', numbersOf(n, turn === 4)), ...(turn === 3 && { amount: 9_99 }) });
  }
  return items.slice(0, size);
}

const numbersOf = (n: number, withoutOrder = false): Item['refs'] => ({
  channelTradeNo: `42000${String(n).padStart(23, '0')}`,
  ...(!withoutOrder && { merchantOrderNo: `M${String(n)}` }),
});

function itemOf(n: number, side: Item['side'], refs: Item['refs']): Item {
  const at = new Date(FIRST_MS + ((n * 7_919) % 43_000) * 60_000).toISOString();
  return {
    ...OF,
    side,
    id: `${side}.${String(n)}`,
    merchant: 'm1',
    kind: 'payment',
    direction: 'in',
    amount: 10_00 + (n % 500),
    fee: 6,
    status: 'done',
    day: at.slice(0, 10),
    occurredAt: at,
    refs,
  };
}
