import type { Instant } from '#kernel';
import type { PaymentInterfaceEntry } from '#merchants';

/** A payment interface, at a moment at which it is open: what is looked at, and up to when. */
export interface OpenInterface {
  readonly entry: PaymentInterfaceEntry;
  /** Now; its beginning where that is still to come. */
  readonly at: Instant;
  /** The end of what is looked at: so many days from then, or its own end. */
  readonly until: Instant;
}
