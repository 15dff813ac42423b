import type { OrderFact } from './order.messages.js';
import type { OrderStanding } from './order.standing.messages.js';
import type { Evidence, WaterfallName } from './order.waterfall.messages.js';
import { particularsOf } from './order.particulars.js';

type Part = readonly [WaterfallName, number];

interface PriceStep {
  readonly step: WaterfallName;
  readonly amount: number;
  readonly isTotal: boolean;
  readonly events: readonly Evidence[];
}

/** From the list price to what was paid; the payment alone where nobody detailed the order. */
export function priceSteps(
  facts: readonly OrderFact[],
  standing: OrderStanding,
  toldBy: (...types: OrderFact['type'][]) => Evidence[],
): PriceStep[] {
  const payment = toldBy('DouyinOrderPaid', 'DouyinOrderPhasePaid');
  const detailed = toldBy('DouyinOrderDetailed');
  const events = payment.length > 0 ? payment : detailed;
  const isKnown = standing.listPrice !== null && events.length > 0;
  const parts = isKnown ? partsOf(facts, standing) : ([['paid', standing.paid]] satisfies Part[]);
  const steps = parts
    .filter(([, amount]) => amount !== 0)
    .map(([step, amount]) => ({ step, amount, isTotal: false, events: isKnown ? detailed : events }));
  return isKnown ? [...steps, { step: 'paid', amount: standing.paid, isTotal: true, events }] : steps;
}

function partsOf(facts: readonly OrderFact[], standing: OrderStanding): Part[] {
  const { listPrice, discountShop, discountPlatform, discountTalent, paid } = standing;
  const parts: Part[] = [
    ['list_price', listPrice ?? 0],
    ['discount_shop', 0 - (discountShop ?? 0)],
    ['discount_platform', 0 - (discountPlatform ?? 0)],
    ['discount_talent', 0 - (discountTalent ?? 0)],
  ];
  const rest = paid - parts.reduce((sum, [, amount]) => sum + amount, 0);
  return [...parts, ...additionsTo(rest, facts)];
}

/**
 * Whether the order's amount has postage, a change of price and the buyer's insurance in it, the platform does not say alike
 * everywhere: the fewest of them that explain the rest are added, none where none do.
 */
function additionsTo(rest: number, facts: readonly OrderFact[]): Part[] {
  const { postAmount = 0, modifyAmount = 0, modifyPostAmount = 0, postInsurance = 0 } = particularsOf(facts);
  const additions: readonly Part[] = [
    ['postage', postAmount],
    ['price_change', modifyAmount + modifyPostAmount],
    ['buyer_insurance', postInsurance],
  ];
  const subsets = Array.from({ length: 2 ** additions.length }, (_, mask) =>
    additions.filter((_addition, index) => (mask & (1 << index)) !== 0),
  ).sort((a, b) => a.length - b.length);
  return subsets.find((subset) => subset.reduce((sum, [, amount]) => sum + amount, 0) === rest)?.slice() ?? [];
}
