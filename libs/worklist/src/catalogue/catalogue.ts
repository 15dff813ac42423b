import { COLLECTION_GUIDES, DISPUTE_GUIDES } from './collections.data.js';
import { UNGUIDED, type Guide, type Guides } from './guide.js';
import { MATCH_GUIDES } from './matches.data.js';
import { LIFE_MOVEMENT_GUIDES, MINI_APP_GUIDES, VOUCHER_GUIDES } from './open-platform.data.js';
import { ORDER_GUIDES } from './orders.data.js';
import { PAYMENT_GUIDES, REFERENCE_GUIDES } from './payments.data.js';
import { SETTLEMENT_GUIDES } from './settlements.data.js';
import { STATEMENT_BILL_GUIDES, STATEMENT_GUIDES, STATEMENT_ROW_GUIDES } from './statements.data.js';
import { TIMERS } from './timers.data.js';
import { ANOMALY_GUIDES, FRAUD_GUIDES, NOTICE_GUIDES, OPERATOR_GUIDES, STORE_GUIDES } from './watched.data.js';

/** Kinds of streams by how their names begin; others are called as they begin. */
const KIND_OF_STREAM: Readonly<Record<string, string>> = {
  'order-douyin': 'order',
  'payment-reference': 'reference',
  'settlement-douyin': 'settlement',
  'settlement-acquirer': 'settlement',
  'douyin-movement': 'settlement',
  'terminal-batch': 'settlement',
  'voucher-order': 'voucher',
  'miniapp-payment': 'mini_app',
};

/** What an exception is about: `order`, `payment`, `reference`, `settlement`, `collection`, `dispute`, `terminal`, `operator`, `store`, `notice` … */
export function kindOfStream(stream: string): string {
  const start = stream.slice(0, stream.indexOf('.'));
  return KIND_OF_STREAM[start] ?? start.replaceAll('-', '_');
}

/** Stream of a Douyin order. */
export const orderStreamOf = (orderId: string): string => `order-douyin.${orderId}`;

const timed = (kind: string): Guides =>
  Object.fromEntries(TIMERS.filter((timer) => timer.kind === kind).map((timer) => [timer.code, timer]));

/** Sentences and mending commands by kind and code. */
export const CATALOGUE: Readonly<Record<string, Guides>> = {
  order: { ...ORDER_GUIDES, ...timed('order') },
  payment: { ...PAYMENT_GUIDES, ...ANOMALY_GUIDES, ...timed('payment') },
  reference: { ...REFERENCE_GUIDES, ...timed('reference') },
  settlement: SETTLEMENT_GUIDES,
  collection: { ...COLLECTION_GUIDES, ...timed('collection') },
  statement: STATEMENT_GUIDES,
  statement_row: STATEMENT_ROW_GUIDES,
  match: MATCH_GUIDES,
  statement_bill: STATEMENT_BILL_GUIDES,
  dispute: { ...DISPUTE_GUIDES, ...timed('dispute') },
  voucher: VOUCHER_GUIDES,
  mini_app: MINI_APP_GUIDES,
  life_movement: LIFE_MOVEMENT_GUIDES,
  terminal: FRAUD_GUIDES,
  operator: OPERATOR_GUIDES,
  store: STORE_GUIDES,
  notice: NOTICE_GUIDES,
};

export const guideOf = (kind: string, code: string): Guide => CATALOGUE[kind]?.[code] ?? UNGUIDED;
