import type { CutOff, DomainEvent, Instant } from '#kernel';
import type { SettlementCycle } from './calendar.js';
import type { Dated } from './effective.js';

/** Where a channel's money goes. A bank account is named as the ledger names it; its full number is nowhere. */
export type Payee =
  | { readonly kind: 'bank_account'; readonly account: string; readonly bank: string; readonly lastFour: string }
  /** The settlement account that Douyin keeps for a shop. */
  | { readonly kind: 'douyin_account'; readonly shopId: string };

export interface Destination extends Dated {
  readonly payee: Payee;
  readonly cycle: SettlementCycle;
  /** End of the channel's accounting day (日切). */
  readonly cutOff: CutOff;
}

interface OfDestinations {
  readonly merchantId: string;
  readonly channel: string;
  /** Number of the merchant with the channel; the shop's id with Douyin. */
  readonly merchantNo: string;
}

/** Refused where it overlaps another destination of the number, or the number is another merchant's. */
export interface SetSettlementDestination extends OfDestinations {
  readonly type: 'SetSettlementDestination';
  readonly destination: Destination;
}
/** Moves the end of a destination; to its beginning where it should never have been in force. */
export interface EndSettlementDestination extends OfDestinations {
  readonly type: 'EndSettlementDestination';
  readonly id: string;
  readonly to: Instant;
}

export type DestinationCommand = SetSettlementDestination | EndSettlementDestination;
export type DestinationEvent =
  | DomainEvent<'SettlementDestinationSet', OfDestinations & { readonly destination: Destination }>
  | DomainEvent<'SettlementDestinationEnded', OfDestinations & { readonly id: string; readonly to: Instant }>;
