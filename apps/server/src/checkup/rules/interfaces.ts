import type { Instant } from '#kernel';
import { isWithin, validity, valueAt, type PaymentInterfaceEntry } from '#merchants';
import { checked, post, type Checked, type Finding } from '../checkup.js';
import { statesOf, type Facts } from '../facts.js';
import { destinationFindings } from './destinations.js';
import { feeFindings } from './fees.js';
import { earlier, inDays, later } from './times.js';

const BANK = { bankAccount: { account: '<as the ledger names it>', bank: '<bank>', lastFour: '<last four digits>' } };

/** Interfaces that are open, that will be, or that are a default although they are over. */
export function checkInterfaces(facts: Facts): Checked[] {
  const all = statesOf(facts.parts, 'payment-interfaces').flatMap(({ interfaces }) => interfaces);
  return all.flatMap((entry) => {
    const { interfaceId, validFrom, validTo } = entry;
    if (validTo !== undefined && validTo <= facts.now) {
      const found = closedWhileDefault(entry, validTo, facts);
      return found ? [checked('payment-interface', interfaceId, [found])] : [];
    }
    const at = later(facts.now, validFrom);
    const horizon = inDays(at, facts.thresholds.endsDays);
    const open = { entry: { ...entry, payee: BANK }, at, until: validTo === undefined ? horizon : earlier(validTo, horizon) };
    const found = [endsSoon(entry, all, facts), ...feeFindings(open, facts), ...destinationFindings(open, facts)];
    return [checked('payment-interface', interfaceId, found)];
  });
}

function closedWhileDefault({ interfaceId }: PaymentInterfaceEntry, since: Instant, facts: Facts): Finding | undefined {
  const users = usersOf(interfaceId, facts);
  const [first] = users;
  if (!first) return undefined;
  return {
    code: 'INTERFACE_CLOSED_WHILE_DEFAULT',
    verdict: 'broken',
    says: `The interface is closed, and it is the default of ${users.map(({ name }) => name).join(', ')}.`,
    since,
    mend: {
      says: 'Choose another default for each of them.',
      send: post(first.path, { interfaceId: '<id of an open interface>', from: facts.now }),
    },
  };
}

/** Shops and rooms whose default it is now, with the route that sets another. */
function usersOf(interfaceId: string, { parts, now, merchantId }: Facts): { name: string; path: string }[] {
  const of = (name: string, path: string) => ({ name, path: `/v1/merchants/${merchantId}/${path}/default-interface` });
  const shops = statesOf(parts, 'douyin-shop').flatMap(({ bound, defaults }) =>
    bound && valueAt(defaults, now) === interfaceId ? [of(`shop ${bound.shopId}`, `douyin-shops/${bound.shopId}`)] : [],
  );
  const rooms = statesOf(parts, 'live-room').flatMap(({ assigned, defaults }) =>
    assigned && valueAt(defaults, now) === interfaceId ? [of(`room ${assigned.roomId}`, `live-rooms/${assigned.roomId}`)] : [],
  );
  return [...shops, ...rooms];
}

/** Its end is near, and no other interface takes the number over. */
function endsSoon(entry: PaymentInterfaceEntry, all: readonly PaymentInterfaceEntry[], facts: Facts): Finding | undefined {
  const { channel, merchantNo, methods, validTo } = entry;
  if (validTo === undefined || validTo > inDays(facts.now, facts.thresholds.endsDays)) return undefined;
  const isTakenOver = all.some(
    (one) => one.channel === channel && one.merchantNo === merchantNo && isWithin(validTo, validity(one)),
  );
  if (isTakenOver) return undefined;
  return {
    code: 'INTERFACE_ENDS_SOON',
    verdict: 'warning',
    says: `The interface is valid until ${validTo}, and none follows it.`,
    since: null,
    mend: {
      says: 'Open the one that follows.',
      send: post(`/v1/merchants/${facts.merchantId}/payment-interfaces`, {
        id: '<id>',
        channel,
        merchantNo,
        methods,
        validFrom: validTo,
      }),
    },
  };
}
