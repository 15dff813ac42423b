import type { Role } from '../domain/terminal-day.js';

/**
 * Facts of terminals, and what they are to whoever watches. Reversals (冲正) are the network's, not a
 * person's; what names its payment by RRN alone counts once the payment is known and has it.
 */
export const ROLE_OF_FACT: Readonly<Record<string, Role>> = {
  PaymentAuthorized: 'hold',
  PaymentPurchased: 'sale',
  PaymentCaptured: 'sale',
  PaymentRefunded: 'refund',
  PurchaseVoided: 'undo',
  CaptureVoided: 'undo',
  PaymentDeclined: 'decline',
};
