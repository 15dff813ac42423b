import {
  IN_PROGRESS,
  MAYBE_PAID,
  MAYBE_REFUNDED,
  MAYBE_VOIDED,
  NOT_PAID,
  NOT_REFUNDED,
  NOT_VOIDED,
  PAID,
  REFUNDED,
  VOIDED,
  type StatusTable,
} from '../meanings.js';
import type { AmountUnit } from '../values.js';

/** Cashier (收银台): `order_status` and, behind the slash, `trade_type` of the transaction that the notice is about. */
export const CASHIER_STATUSES: StatusTable = {
  '0/': IN_PROGRESS,
  '0/PAY': IN_PROGRESS,
  '1/': IN_PROGRESS,
  '1/PAY': IN_PROGRESS,
  '1/REFUND': IN_PROGRESS,
  '1/CANCEL': IN_PROGRESS,
  '2/PAY': PAID,
  '2/REFUND': REFUNDED,
  '2/CANCEL': VOIDED,
  '3/': NOT_PAID,
  '3/PAY': NOT_PAID,
  '3/REFUND': NOT_REFUNDED,
  '3/CANCEL': NOT_VOIDED,
  '4/': NOT_PAID,
  '4/PAY': NOT_PAID,
  '5/': NOT_PAID,
  '5/PAY': NOT_PAID,
  '5/CANCEL': VOIDED,
  '6/REFUND': REFUNDED,
  '6/CANCEL': VOIDED,
};

/**
 * Transaction interface: `trade_main_type` and `trade_state`. REFUND and PART_REFUND say of a payment that it was given back, not
 * by which refund: they are in no table. The refund tells itself.
 */
export const TRADE_STATUSES: StatusTable = {
  'PREORDER/INIT': IN_PROGRESS,
  'PREORDER/CREATE': IN_PROGRESS,
  'PREORDER/DEAL': IN_PROGRESS,
  'PREORDER/SUCCESS': PAID,
  'PREORDER/FAIL': NOT_PAID,
  'PREORDER/CLOSE': NOT_PAID,
  'PREORDER/UNKNOWN': MAYBE_PAID,
  'MICROPAY/INIT': IN_PROGRESS,
  'MICROPAY/CREATE': IN_PROGRESS,
  'MICROPAY/DEAL': IN_PROGRESS,
  'MICROPAY/SUCCESS': PAID,
  'MICROPAY/FAIL': NOT_PAID,
  'MICROPAY/CLOSE': NOT_PAID,
  'MICROPAY/UNKNOWN': MAYBE_PAID,
  'REFUND/INIT': IN_PROGRESS,
  'REFUND/DEAL': IN_PROGRESS,
  'REFUND/SUCCESS': REFUNDED,
  'REFUND/FAIL': NOT_REFUNDED,
  'REFUND/UNKNOWN': MAYBE_REFUNDED,
  'CANCEL/INIT': IN_PROGRESS,
  'CANCEL/DEAL': IN_PROGRESS,
  'CANCEL/SUCCESS': VOIDED,
  'CANCEL/FAIL': NOT_VOIDED,
  'CANCEL/UNKNOWN': MAYBE_VOIDED,
};

/** `account_type`, or `pay_mode` of the cashier. */
export const METHODS: Readonly<Record<string, string>> = {
  WECHAT: 'wechat',
  ALIPAY: 'alipay',
  UQRCODEPAY: 'unionpay_qr',
  UNION: 'unionpay_qr',
  CARD: 'card',
  JD: 'jdpay',
  DCPAY: 'ecny',
  BESTPAY: 'bestpay',
  SUNING: 'suning',
};

export const AMOUNT_UNIT: AmountUnit = 'fen';

/** Where a notice says what, the first that is there; `REFUND` amounts are never read from `total_amount`, which may be the payment's. */
/** Who paid, by the wallet's own ids of them; the first that is there is told on. */
export const PAYER_FIELDS = ['user_id2', 'user_id1', 'buyer_id', 'openid'] as const;

export const FIELDS = {
  state: ['trade_state', 'trade_status'],
  method: ['account_type', 'pay_mode'],
  occurredAt: ['trade_time', 'finish_time', 'order_create_time'],
  amount: ['trade_amount', 'total_amount'],
  refundAmount: ['refund_amount', 'trade_amount'],
  original: ['origin_trade_no', 'ori_trade_no'],
  terminalNo: ['term_no', 'trans_term_no'],
} as const;

/**
 * Its retries take 4 h 3 min and it is not known whether each is signed anew. A replay adds nothing in any case, so the window is
 * wider than they are: a notice that was lost in an outage still gets in.
 */
export const WINDOW_S = 5 * 3_600;
