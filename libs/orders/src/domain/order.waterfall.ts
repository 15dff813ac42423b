import { EMPTY_BOOK, accounts, balances, post, standingFacts } from '#kernel';
import { orderDecider } from './order.js';
import type { OrderEvent, OrderFact, OrderSettled, SettlementFees } from './order.messages.js';
import type { OrderStanding } from './order.standing.messages.js';
import type {
  Evidence,
  OrderMovement,
  Waterfall,
  WaterfallName,
  WaterfallStep,
  Withdrawn,
} from './order.waterfall.messages.js';
import { feesOf, netted } from './order.exceptions.js';
import { all } from './order.facts-in.js';
import { withInferred } from './order.particulars.js';
import { priceSteps } from './order.waterfall-price.js';

/** An event of the order's stream and where it stands. */
export interface OrderEventAt extends Evidence {
  readonly event: OrderEvent;
}

/** What an order's waterfall is made of. */
export interface WaterfallSources {
  /** All of its stream, in order; not empty. */
  readonly events: readonly [OrderEventAt, ...OrderEventAt[]];
  readonly movements: readonly OrderMovement[];
  readonly withdrawn: Withdrawn;
}

const FEES: readonly (readonly [WaterfallName, keyof SettlementFees])[] = [
  ['platform_service', 'platformService'],
  ['commission', 'commission'],
  ['channel_share', 'channel'],
  ['colonel', 'colonel'],
  ['promotion', 'promotion'],
  ['other_sharing', 'other'],
];

/** Settled rows book what `settlement` movements say again; deposits only change where the money is. */
const BOOKED_BY_ROWS = 'settlement';
const MOVED_ONLY: ReadonlySet<string | null> = new Set(['deposit', 'withdrawal']);

/** Steps as facts tell them, totals as the book has them: that both agree is what makes an order explained. */
export function waterfallOf({ events, movements, withdrawn }: WaterfallSources): Waterfall {
  const state = events.reduce((before, { event }) => orderDecider.evolve(before, event), orderDecider.initial);
  const facts = withInferred(standingFacts(state.facts));
  const { standing } = events[events.length - 1]?.event.data ?? events[0].event.data;
  const toldBy = evidenceIn(events);
  const own = movements.filter(({ purpose }) => purpose !== BOOKED_BY_ROWS);
  const steps = summed([
    ...priceSteps(facts, standing, toldBy),
    ...moneySteps(facts, standing, { toldBy, own }),
    ...placeSteps(events, standing, { toldBy, own, withdrawn }),
  ]);
  const unexplained = steps.reduce((total, { isTotal, amount, after }) => total + (isTotal ? Math.abs(after - amount) : 0), 0);
  const { orderId, shopId, discountPayment } = standing;
  const open = unsettledIn(standing) + (steps.at(-1)?.amount ?? 0);
  return { orderId, shopId, steps, discountPayment, open, isExplained: unexplained === 0, unexplained };
}

export type Step = Omit<WaterfallStep, 'after'>;
export type ToldBy = (...types: OrderFact['type'][]) => Evidence[];

interface Sources {
  readonly toldBy: ToldBy;
  /** Movements that no settle row stands for. */
  readonly own: readonly OrderMovement[];
}

const evidenceIn =
  (events: readonly OrderEventAt[]): ToldBy =>
  (...types) =>
    events.filter(({ event }) => types.includes(event.type)).map(({ stream, position }) => ({ stream, position }));

/** After a total, the steps go on from what it says. */
function summed(steps: readonly Step[]): WaterfallStep[] {
  let before = 0;
  return steps.map((step) => {
    const after = step.isTotal ? before : before + step.amount;
    before = step.isTotal ? step.amount : after;
    return { ...step, after };
  });
}

const part = (step: WaterfallName, amount: number, events: readonly Evidence[]): Step[] =>
  amount === 0 ? [] : [{ step, amount, isTotal: false, events }];

const total = (step: WaterfallName, amount: number, events: readonly Evidence[]): Step => ({
  step,
  amount,
  isTotal: true,
  events,
});

function moneySteps(facts: readonly OrderFact[], standing: OrderStanding, { toldBy, own }: Sources): Step[] {
  const rows = all(facts, 'DouyinOrderSettled');
  const settled = toldBy('DouyinOrderSettled');
  const differenceOf = (row: OrderSettled): number => row.net + feesOf(row) - row.gross;
  return [
    ...part('refunds', 0 - standing.refunded, toldBy('DouyinRefundSucceeded')),
    ...part('subsidies', standing.subsidy, settled),
    ...FEES.flatMap(([step, fee]) => part(step, 0 - netted(rows, ({ fees }) => fees[fee]), settled)),
    ...part('row_difference', netted(rows, differenceOf), settled),
    ...movementSteps(own),
  ];
}

function movementSteps(own: readonly OrderMovement[]): Step[] {
  const earned = own.filter(({ purpose }) => !MOVED_ONLY.has(purpose));
  const [insurance = [], others = []] = [true, false].map((wanted) =>
    earned.filter(({ purpose }) => (purpose === 'insurance') === wanted),
  );
  return [
    ...part('insurance', netOf(insurance), insurance.map(evidenceOf)),
    ...part('other_movements', netOf(others), others.map(evidenceOf)),
  ];
}

/** Where the net is: not settled, out of or in other pockets, on the shop's account, at the bank. */
function placeSteps(
  events: readonly OrderEventAt[],
  standing: OrderStanding,
  { toldBy, own, withdrawn }: Sources & { readonly withdrawn: Withdrawn },
): Step[] {
  const places = placesIn(events, standing.shopId);
  const moved = netOf(own);
  const pocketed = netOf(own.filter(({ purpose }) => MOVED_ONLY.has(purpose)));
  const onAccount = places.account + moved;
  // What left the account otherwise, a premium say, was not paid out, though its turn in the queue came.
  const paidOut = Math.min(withdrawn.amount, Math.max(0, onAccount));
  const settled = toldBy('DouyinOrderSettled');
  const everything = toldBy('DouyinOrderPaid', 'DouyinOrderPhasePaid', 'DouyinRefundSucceeded', 'DouyinOrderSettled');
  return [
    total('net', places.receivable + places.account + places.elsewhere + moved - pocketed, everything),
    ...part('unsettled', 0 - unsettledIn(standing), everything),
    ...part('elsewhere', pocketed - places.elsewhere, [...toldBy('DouyinRefundSucceeded'), ...settled]),
    total('settled', onAccount, [...settled, ...own.map(evidenceOf)]),
    ...part('withdrawn', 0 - paidOut, withdrawn.events),
    total('on_account', onAccount - paidOut, []),
  ];
}

const unsettledIn = ({ paid, subsidy, refunded, refundedElsewhere, settledGross }: OrderStanding): number =>
  paid + subsidy - (refunded - refundedElsewhere) - settledGross;

/** What the stream booked on accounts where the merchant's money can be, 分. */
function placesIn(events: readonly OrderEventAt[], shopId: string): Record<'receivable' | 'account' | 'elsewhere', number> {
  const booked = balances(events.reduce((book, { event }) => post(book, event.data.entries), EMPTY_BOOK));
  const on = (...names: string[]): number => names.reduce((sum, name) => sum + (booked.get(name) ?? 0), 0);
  return {
    receivable: on(accounts.douyinReceivable(shopId), accounts.cashOnDelivery(shopId)),
    account: on(accounts.douyinAccount(shopId)),
    elsewhere: on(
      accounts.douyinDeposit(shopId),
      accounts.douyinReserve(shopId),
      accounts.douyinAdvance(shopId),
      accounts.refundsOffline(shopId),
    ),
  };
}

const netOf = (movements: readonly OrderMovement[]): number => movements.reduce((sum, { net }) => sum + net, 0);
const evidenceOf = ({ stream, position }: OrderMovement): Evidence => ({ stream, position });
