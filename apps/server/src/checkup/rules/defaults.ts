import {
  interfaceOf,
  isBoundTo,
  isWithin,
  shopAt,
  validity,
  valueAt,
  type DouyinShopState,
  type LiveRoomState,
} from '#merchants';
import { post, type Finding, type Mending } from '../checkup.js';
import { statesOf, type Facts } from '../facts.js';

/** What an order without a choice of its own is paid through: that there is such an interface, open and bound to the shop. */
export function defaultFindings(shop: DouyinShopState, facts: Facts, path: string): (Finding | undefined)[] {
  const { now } = facts;
  const interfaceId = valueAt(shop.defaults, now);
  const mend = otherDefault(shop, facts, path);
  if (interfaceId === undefined) {
    const says = 'The shop has no default payment interface: its orders can be handed to a terminal by name only.';
    return [{ code: 'DEFAULT_INTERFACE_MISSING', verdict: 'broken', says, since: null, mend }];
  }
  return [closedDefault(interfaceId, facts, mend) ?? unboundDefault(shop, interfaceId, facts, path)];
}

/** A room without a default is paid as its shop is. */
export function roomDefaultFinding(room: LiveRoomState, facts: Facts, roomId: string): Finding | undefined {
  const interfaceId = valueAt(room.defaults, facts.now);
  if (interfaceId === undefined) return undefined;
  const shopId = shopAt(room, facts.now);
  const shop = statesOf(facts.parts, 'douyin-shop').find(({ bound }) => bound?.shopId === shopId);
  const path = `/v1/merchants/${facts.merchantId}/live-rooms/${roomId}`;
  return closedDefault(interfaceId, facts, otherDefault(shop, facts, path));
}

function closedDefault(interfaceId: string, { parts, now }: Facts, mend: Mending): Finding | undefined {
  const [known] = statesOf(parts, 'payment-interfaces').flatMap((state) => interfaceOf(state, interfaceId) ?? []);
  if (known && isWithin(now, validity(known))) return undefined;
  const isOver = known?.validTo !== undefined && known.validTo <= now;
  return {
    code: 'DEFAULT_INTERFACE_CLOSED',
    verdict: 'broken',
    says: `The default payment interface ${interfaceId} is ${isOver ? 'closed' : 'not open yet'}.`,
    since: isOver ? (known.validTo ?? null) : null,
    mend,
  };
}

function unboundDefault(shop: DouyinShopState, interfaceId: string, { now }: Facts, path: string): Finding | undefined {
  if (isBoundTo(shop, interfaceId, now)) return undefined;
  const ended = shop.interfaces.flatMap(({ interfaceId: id, to }) => (id === interfaceId && to !== undefined ? [to] : []));
  return {
    code: 'DEFAULT_INTERFACE_UNBOUND',
    verdict: 'warning',
    says: `The shop is no longer bound to its default payment interface ${interfaceId}.`,
    since: ended.sort().at(-1) ?? null,
    mend: {
      says: 'Bind it again, or choose another default.',
      send: post(`${path}/payment-interfaces`, { interfaceId, from: now }),
    },
  };
}

/** An open interface that the shop is bound to already, where there is one. */
function otherDefault(shop: DouyinShopState | undefined, { parts, now }: Facts, path: string): Mending {
  const open = statesOf(parts, 'payment-interfaces')
    .flatMap(({ interfaces }) => interfaces)
    .find((one) => isWithin(now, validity(one)) && shop && isBoundTo(shop, one.interfaceId, now));
  return {
    says: open
      ? 'Choose an open interface as default.'
      : 'Open a payment interface, bind the shop to it and choose it as default.',
    send: post(`${path}/default-interface`, { interfaceId: open?.interfaceId ?? '<id of an open interface>', from: now }),
  };
}
