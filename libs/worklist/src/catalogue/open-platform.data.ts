import type { MiniAppException } from '#miniapp';
import type { VoucherException } from '#vouchers';
import { bringLifeRow, settleOutside, type Guides } from './guide.js';

/** Contradictions and gaps of local-life vouchers. */
export const VOUCHER_GUIDES = {
  VERIFIED_WITHOUT_PAYMENT: {
    severity: 'high',
    happened: 'A voucher was redeemed in a store, and no payment is known.',
    worth: { of: ['verified'] },
    mend: bringLifeRow('Have the platform send the order again, or hand in its ledger rows.'),
  },
  VERIFIED_ABOVE_PAID: {
    severity: 'high',
    happened: 'More was redeemed than was paid.',
    worth: { of: ['verified'], less: ['paid'] },
    mend: bringLifeRow('Hand in the ledger rows of the order: they tell what each use was worth.'),
  },
  CANCELLED_WITHOUT_VERIFICATION: {
    severity: 'medium',
    happened: 'A redemption was taken back that nobody told of.',
    worth: { of: ['paid'] },
    mend: bringLifeRow('Hand in the ledger rows of that day.'),
  },
  REFUND_WITHOUT_PAYMENT: {
    severity: 'high',
    happened: 'Money was given back, and no payment is known.',
    worth: { of: ['refunded'] },
    mend: settleOutside('Have the platform send the payment again.'),
  },
  REFUND_ABOVE_PAID: {
    severity: 'high',
    happened: 'More was given back to the buyer than was paid.',
    worth: { of: ['refunded'], less: ['paid'] },
    mend: settleOutside('Claim the difference from the platform.'),
  },
  REFUNDED_AFTER_VERIFICATION: {
    severity: 'high',
    happened: 'A voucher was given back after it was redeemed.',
    worth: { of: ['refunded'] },
    mend: settleOutside('Find out who agreed to it; the store has served the buyer.'),
  },
  SETTLED_AFTER_CANCELLATION: {
    severity: 'medium',
    happened: 'A redemption was paid out that had been taken back.',
    worth: { of: ['settledGross'] },
    mend: settleOutside('Ask the platform; it will take the money back.'),
  },
  SETTLEMENT_FAILED: {
    severity: 'high',
    happened: 'The platform could not pay a redemption out.',
    worth: { of: ['ledgerGross'], less: ['settledGross'] },
    mend: settleOutside('Look at the payout account with the platform, and have it try again.'),
  },
  SETTLED_AND_DISCARDED: {
    severity: 'medium',
    happened: 'One ledger row was paid out and discarded.',
    worth: { of: ['settledGross'] },
    mend: bringLifeRow('Fetch the row again.'),
  },
  LEDGER_UNLIKE_OWN: {
    severity: 'medium',
    happened: 'The ledger of the platform has another amount than the redemption.',
    worth: { of: ['ledgerGross'], less: ['verified'] },
    mend: bringLifeRow('Fetch the rows again; ask the platform where it stays so.'),
  },
  ROW_DOES_NOT_ADD_UP: {
    severity: 'medium',
    happened: 'Net and fees of a row are not its gross.',
    worth: { of: ['ledgerGross'] },
    mend: bringLifeRow('Fetch the row again; ask the platform where it stays so.'),
  },
  FACTS_CONTRADICT: {
    severity: 'medium',
    happened: 'One thing was told in two ways.',
    worth: { of: ['paid'] },
    mend: settleOutside('Look at its events, and ask the platform which of them holds.'),
  },
} as const satisfies Record<VoucherException, Guides[string]> & Guides;

/** Contradictions and gaps of payments in mini-apps. */
export const MINI_APP_GUIDES = {
  PAID_AND_CANCELLED: {
    severity: 'high',
    happened: 'An order was paid and is said to be cancelled.',
    worth: { of: ['paid'], less: ['refunded'] },
    mend: settleOutside('Give the money back in the mini-app, or deliver.'),
  },
  REFUND_WITHOUT_PAYMENT: {
    severity: 'high',
    happened: 'Money was given back, and no payment is known.',
    worth: { of: ['refunded'] },
    mend: settleOutside('Have the platform send the payment again.'),
  },
  REFUND_ABOVE_PAID: {
    severity: 'high',
    happened: 'More was given back to the buyer than was paid.',
    worth: { of: ['refunded'], less: ['paid'] },
    mend: settleOutside('Claim the difference from the platform.'),
  },
  REFUND_FAILED_AND_SUCCEEDED: {
    severity: 'medium',
    happened: 'A refund is said to have failed and to have succeeded.',
    worth: { of: ['refunded'] },
    mend: settleOutside('Look into the platform which of them holds.'),
  },
  FACTS_CONTRADICT: {
    severity: 'medium',
    happened: 'One thing was told in two ways.',
    worth: { of: ['paid'] },
    mend: settleOutside('Look at its events, and ask the platform which of them holds.'),
  },
} as const satisfies Record<MiniAppException, Guides[string]> & Guides;

/** Movements on accounts with local life that nobody can read. */
export const LIFE_MOVEMENT_GUIDES = {
  MOVEMENT_UNEXPLAINED: {
    severity: 'medium',
    happened: 'Money moved on the account for a reason that nobody here knows; it stands on suspense.',
    worth: { of: ['amount'] },
    mend: settleOutside('Ask the platform what the movement was for.'),
  },
  FACTS_CONTRADICT: {
    severity: 'medium',
    happened: 'One movement was told in two ways.',
    worth: { of: ['amount'] },
    mend: settleOutside('Look at its events, and ask whoever handed it in which of them holds.'),
  },
} as const satisfies Guides;
