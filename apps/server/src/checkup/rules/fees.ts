import { pricingAt, scheduleAt, unpricedFrom, type FeeSchedulesState, type Pricing } from '#fees';
import { PRICED_CARD_TYPES } from '../checkup.data.js';
import { post, type Finding, type Send } from '../checkup.js';
import type { Facts } from '../facts.js';
import type { OpenInterface } from './open-interface.js';

const NONE: FeeSchedulesState = { schedules: new Map() };
const LINES = [{ product: '<method>', cardType: '*', ratePpm: '<parts per million>' }];

/** Whether the fees of all that comes in are known, now and until what is looked at ends. */
export function feeFindings({ entry, at, until }: OpenInterface, { schedules, merchantId }: Facts): Finding[] {
  const { channel, methods } = entry;
  const state = schedules.get(channel) ?? NONE;
  const path = `/v1/merchants/${merchantId}/fee-schedules`;
  const agree = (from: string): Send =>
    post(path, { channel, id: '<id>', from, refundReturnsFee: '<full, proportional or none>', lines: LINES });
  const inForce = scheduleAt(state, at);
  if (!inForce) {
    const says = `No fee schedule of ${channel} is in force: ${feesOf(methods)} are not known.`;
    const mend = { says: 'Agree one.', send: agree(at) };
    return [{ code: 'NO_FEE_SCHEDULE', verdict: 'warning', says, since: null, mend }];
  }
  const ends = unpricedFrom(state, at, until);
  const ending: Finding[] = ends === undefined ? [] : [endsSoon(channel, ends, agree(ends))];
  const end = post(`${path}/${channel}/${inForce.id}/end`, { to: '<when the next one begins>' });
  return [...methods.flatMap((method) => unpriced(method, pricingOf(state, at, method), end)), ...ending];
}

const feesOf = (methods: readonly string[]): string => (methods.length > 0 ? `fees of ${methods.join(', ')}` : 'its fees');

const endsSoon = (channel: string, ends: string, send: Send): Finding => ({
  code: 'FEE_SCHEDULE_ENDS_SOON',
  verdict: 'warning',
  says: `The fee schedule of ${channel} is in force until ${ends}, and none follows it.`,
  since: null,
  mend: { says: 'Agree the one that follows.', send },
});

function unpriced(method: string, pricing: Pricing, send: Send): Finding[] {
  if (pricing === 'priced') return [];
  const says =
    pricing === 'amount_gap'
      ? `The fee schedule has lines for ${method} that leave amounts out.`
      : `The fee schedule has no line for ${method}.`;
  const mend = { says: 'End this schedule and agree one that covers it from then on.', send };
  return [
    { code: pricing === 'amount_gap' ? 'METHOD_FEE_GAP' : 'METHOD_WITHOUT_FEE', verdict: 'warning', says, since: null, mend },
  ];
}

/** However a card is read, its payment is one by `card`. A schedule may price cards by their kinds. */
function pricingOf(state: FeeSchedulesState, at: Parameters<typeof pricingAt>[1], named: string): Pricing {
  const method = named.startsWith('card_') ? 'card' : named;
  const whole = pricingAt(state, at, { method });
  if (method !== 'card' || whole === 'priced') return whole;
  const byKind = PRICED_CARD_TYPES.map((cardType) => pricingAt(state, at, { method, cardType }));
  return byKind.find((pricing) => pricing !== 'priced') ?? 'priced';
}
