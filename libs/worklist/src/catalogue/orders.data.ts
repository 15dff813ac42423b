import type { OrderException } from '#orders';
import { bringRow, settleOutside, type Guides, type Worth } from './guide.js';

const PAID: Worth = { of: ['paid'] };
const REFUNDED: Worth = { of: ['refunded'] };

/** Contradictions and gaps of Douyin orders. */
export const ORDER_GUIDES = {
  REFUND_ABOVE_PAID: {
    severity: 'high',
    happened: 'More was given back to the buyer than was paid.',
    worth: { of: ['refunded'], less: ['paid'] },
    mend: settleOutside('Claim the difference from Douyin or the buyer; a row or refund that was told wrong corrects it.'),
  },
  REFUND_WITHOUT_PAYMENT: {
    severity: 'high',
    happened: 'Money was given back, and no payment is known.',
    worth: REFUNDED,
    mend: settleOutside('Have Douyin push the payment again, or read the order from its platform.'),
  },
  COMPLETED_WITHOUT_PAYMENT: {
    severity: 'medium',
    happened: 'The order was completed, and no payment is known.',
    worth: PAID,
    mend: settleOutside('Have Douyin push the payment again, or read the order from its platform.'),
  },
  PAID_AFTER_CANCELLATION: {
    severity: 'high',
    happened: 'The buyer paid an order that was cancelled before.',
    worth: { of: ['paid'], less: ['refunded'] },
    mend: settleOutside('Give the money back in the Douyin console; its refund closes this.'),
  },
  SETTLED_WITHOUT_PAYMENT: {
    severity: 'high',
    happened: 'Douyin settled an order whose payment is not known.',
    worth: { of: ['settledGross'] },
    mend: settleOutside('Have Douyin push the payment again, or read the order from its platform.'),
  },
  SETTLED_ABOVE_PAID: {
    severity: 'high',
    happened: 'Douyin settled more of the buyer’s money than was paid.',
    worth: { of: ['settledGross'], less: ['subsidy', 'paid'] },
    mend: bringRow('Fetch the settlement rows again: one that takes it back closes this.'),
  },
  ROW_DOES_NOT_ADD_UP: {
    severity: 'medium',
    happened: 'Net and fees of a settlement row are not its gross.',
    worth: { of: ['settledGross'], less: ['settledNet', 'fees'] },
    mend: bringRow('Fetch the settlement row again; ask Douyin where it stays so.'),
  },
  SHIPPED_WITHOUT_PAYMENT: {
    severity: 'high',
    happened: 'Goods left, and no payment is known.',
    worth: PAID,
    mend: settleOutside('Have Douyin push the payment again, or call the goods back.'),
  },
  REPRICED_AFTER_PAYMENT: {
    severity: 'medium',
    happened: 'The price was changed after the buyer had paid.',
    worth: PAID,
    mend: settleOutside('Agree with the buyer on the difference, in the Douyin console.'),
  },
  PAID_ABOVE_PRICE: {
    severity: 'high',
    happened: 'The buyer paid more than the order costs.',
    worth: PAID,
    mend: settleOutside('Give the difference back in the Douyin console; its refund closes this.'),
  },
  PHASES_DISAGREE: {
    severity: 'medium',
    happened: 'Deposit and balance are not what was paid in all.',
    worth: { of: ['paid'], less: ['paidInPhases'] },
    mend: settleOutside('Read the order from its platform again, and ask Douyin where it stays so.'),
  },
  AFTERSALE_CLOSED_AND_REFUNDED: {
    severity: 'medium',
    happened: 'An after-sale case was closed, and yet money was given back on it.',
    worth: REFUNDED,
    mend: settleOutside('Ask Douyin which of the two holds.'),
  },
  REFUND_ABOVE_ASKED: {
    severity: 'medium',
    happened: 'More was given back than the after-sale case asked for.',
    worth: REFUNDED,
    mend: settleOutside('Claim the difference from Douyin or the buyer.'),
  },
  REFUND_NOT_TOLD: {
    severity: 'medium',
    happened: 'A refund is known by its settlement row alone.',
    worth: REFUNDED,
    mend: settleOutside('Have Douyin push the refund again, or read the after-sale case from its platform.'),
  },
  DISCOUNTS_DO_NOT_ADD_UP: {
    severity: 'low',
    happened: 'List price less discounts is not what the buyer was to pay.',
    worth: PAID,
    mend: settleOutside('Read the order from its platform again, and ask Douyin where it stays so.'),
  },
  FACTS_CONTRADICT: {
    severity: 'medium',
    happened: 'Douyin said one thing of this order in two ways.',
    worth: PAID,
    mend: settleOutside('Look at its events, and ask Douyin which of them holds.'),
  },
} as const satisfies Record<OrderException, Guides[string]> & Guides;
