import type { FraudCode, OPERATOR_CODES } from '../domain/fraud.js';
import type { Anomaly } from '../domain/terminal-history.js';
import type { StoreCode } from '../domain/undone-use.js';
import { NO_MONEY, activate, bringLifeRow, configure, place, replay, settleOutside, type Guides } from './guide.js';

/** What is odd about a payment, held against the set-up of its terminal. Worth: what the odd transactions moved. */
export const ANOMALY_GUIDES = {
  TERMINAL_NOT_ACTIVE: {
    severity: 'high',
    happened: 'A terminal that is suspended or retired took or gave back money.',
    worth: NO_MONEY,
    mend: activate('Ask the store who has the terminal: rotate its key, or say since when it is active again.'),
  },
  TERMINAL_IN_OTHER_STORE: {
    severity: 'medium',
    happened: 'A terminal was used for another store than the one it stands in.',
    worth: NO_MONEY,
    mend: place('Bring the terminal back, or say where it stands.'),
  },
  METHOD_BEYOND_TERMINAL: {
    severity: 'medium',
    happened: 'A terminal took a payment method that it is not set up for.',
    worth: NO_MONEY,
    mend: configure('Say what the terminal may take, or ask the store how it took this.'),
  },
} as const satisfies Record<Anomaly, Guides[string]> & Guides;

/** Signals of fraud: counts of one terminal on one day. Worth: what the transactions behind them moved. */
export const FRAUD_GUIDES = {
  FRAUD_REFUND_RATE: {
    severity: 'high',
    happened: 'The terminal gave back an unusual part of what it sold that day.',
    worth: NO_MONEY,
    mend: settleOutside('Compare refunds with slips and goods; ask whoever was at the till.'),
  },
  FRAUD_QUICK_VOIDS: {
    severity: 'medium',
    happened: 'The terminal sold and voided within minutes, again and again.',
    worth: NO_MONEY,
    mend: settleOutside('Compare the voids with slips; ask whoever was at the till.'),
  },
  FRAUD_LATE_VOID: {
    severity: 'medium',
    happened: 'A sale was voided long after it was made.',
    worth: NO_MONEY,
    mend: settleOutside('Ask for the customer’s slip of the void.'),
  },
  FRAUD_DECLINES_THEN_APPROVAL: {
    severity: 'high',
    happened: 'Many cards were declined, and then one was approved, within an hour.',
    worth: NO_MONEY,
    mend: settleOutside('Look at the approved payments: refund before delivery where the card is in doubt.'),
  },
  FRAUD_NEAR_LIMIT: {
    severity: 'medium',
    happened: 'Many sales stayed just below a limit.',
    worth: NO_MONEY,
    mend: settleOutside('Look whether one purchase was split.'),
  },
  FRAUD_AFTER_HOURS: {
    severity: 'medium',
    happened: 'The terminal was used outside of business hours.',
    worth: NO_MONEY,
    mend: settleOutside('Ask the store who was there.'),
  },
} as const satisfies Record<FraudCode, Guides[string]> & Guides;

/** Signals of fraud that are about who was at the till. Worth: what the transactions behind them moved. */
export const OPERATOR_GUIDES = {
  FRAUD_REFUND_RATE: {
    severity: 'high',
    happened: 'The operator gave back an unusual part of what they sold that day.',
    worth: NO_MONEY,
    mend: settleOutside('Compare the operator’s refunds with slips and goods, then ask them.'),
  },
  FRAUD_QUICK_VOIDS: {
    severity: 'medium',
    happened: 'The operator voided sales within minutes, again and again.',
    worth: NO_MONEY,
    mend: settleOutside('Compare the operator’s voids with slips, then ask them.'),
  },
  FRAUD_LATE_VOID: {
    severity: 'medium',
    happened: 'The operator voided a sale long after it was made.',
    worth: NO_MONEY,
    mend: settleOutside('Ask the operator for the customer’s slip of the void.'),
  },
} as const satisfies Record<(typeof OPERATOR_CODES)[number], Guides[string]> & Guides;

/** Signals of fraud of a store on one day. Worth: what the vouchers behind them were worth. */
export const STORE_GUIDES = {
  FRAUD_VOUCHER_CANCELS: {
    severity: 'medium',
    happened: 'Vouchers were redeemed in the store and taken back, again and again.',
    worth: NO_MONEY,
    mend: bringLifeRow(
      'Ask GET /v1/vouchers by this store for cancelledUses, and the store whether those guests were served. ' +
        'Rows of that day tell which of them the platform pays out all the same.',
    ),
  },
} as const satisfies Record<StoreCode, Guides[string]> & Guides;

/** Messages that could not be read or applied. */
export const NOTICE_GUIDES = {
  NOTICE_PARKED: {
    severity: 'medium',
    happened: 'A message could not be read or applied and was put aside.',
    worth: NO_MONEY,
    mend: replay('Mend what its reason names (set-up, or the sender), then replay it.'),
  },
} as const satisfies Guides;
