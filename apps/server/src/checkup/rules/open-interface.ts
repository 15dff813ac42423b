import type { Instant } from '#kernel';
import type { PaymentInterfaceEntry } from '#merchants';

/** Through what money comes in: a payment interface, or a shop with Douyin itself. */
export interface MoneySource extends Pick<PaymentInterfaceEntry, 'channel' | 'merchantNo'> {
  /** What its fee schedule has to price by name; a shop's orders are priced by their ways to pay, whatever they are. */
  readonly methods: readonly string[];
  /** Where the channel pays out to, as the body of a command says it. */
  readonly payee: Readonly<Record<string, unknown>>;
}

/** Where money comes in, at a moment at which it is open: what is looked at, and up to when. */
export interface OpenInterface {
  readonly entry: MoneySource;
  /** Now; its beginning where that is still to come. */
  readonly at: Instant;
  /** The end of what is looked at: so many days from then, or its own end. */
  readonly until: Instant;
}
