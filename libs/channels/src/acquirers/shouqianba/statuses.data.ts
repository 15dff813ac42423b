import {
  IN_PROGRESS,
  MAYBE_PAID,
  MAYBE_REFUNDED,
  MAYBE_VOIDED,
  NOT_PAID,
  PAID,
  REFUNDED,
  VOIDED,
  type StatusTable,
} from '../meanings.js';
import type { AmountUnit } from '../values.js';

/** `order_status`. Four are final; an error may have moved money and waits for an inquiry. */
export const ORDER_STATUSES: StatusTable = {
  CREATED: IN_PROGRESS,
  PAID,
  PAY_CANCELED: NOT_PAID,
  PAY_ERROR: MAYBE_PAID,
  REFUNDED,
  PARTIAL_REFUNDED: REFUNDED,
  REFUND_INPROGRESS: IN_PROGRESS,
  REFUND_ERROR: MAYBE_REFUNDED,
  CANCELED: VOIDED,
  CANCEL_INPROGRESS: IN_PROGRESS,
  CANCEL_ERROR: MAYBE_VOIDED,
  INVALID_STATUS_CODE: MAYBE_PAID,
};

/** `payway`. 7 (NFC) and 8 (拉卡拉) do not say what was paid with. */
export const PAYWAYS: Readonly<Record<string, string>> = {
  1: 'alipay',
  2: 'alipay',
  3: 'wechat',
  4: 'baidu',
  5: 'jdpay',
  6: 'qqpay',
  17: 'unionpay_qr',
  18: 'bestpay',
};

export const AMOUNT_UNIT: AmountUnit = 'fen';

/** Where a notice says what, the first that is there. Names beside `sn`, `order_status` and `total_amount` are not published for notices. */
/** Who paid, by the wallet's own ids of them; the first that is there is told on. */
export const PAYER_FIELDS = ['payer_uid', 'payer_login'] as const;

export const FIELDS = {
  occurredAt: ['finish_time', 'channel_finish_time', 'ctime'],
  refundNo: ['refund_request_no'],
  refundAmount: ['refund_amount'],
  operator: 'operator',
} as const;
