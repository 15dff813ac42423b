import { createHash } from 'node:crypto';
import { canonicalJson, type Instant } from '#kernel';
import type { SubOrder } from '#orders';
import type { JsonObject } from '../exact-json.js';
import { personIn } from '../persons.js';
import { OrderFields, secondsOf, type SaidOrderFact } from './order-fields.js';

type SaidDetail = Extract<SaidOrderFact, { type: 'DouyinOrderDetailed' }>;

const PAYMENT_NO = /^[\x21-\x7e]{1,64}$/;
const DIGEST_LENGTH = 16;
const BUYER_FIELDS = ['doudian_open_id', 'open_id', 'buyer_open_id'] as const;
/** Without one of these a message details nothing: it repeats what its own fact says. */
const DETAILS = [
  'order_amount',
  'promotion_amount',
  'promotion_shop_amount',
  'promotion_platform_amount',
  'promotion_talent_amount',
  'promotion_pay_amount',
] as const;

/** What a push message details beside what it is about; none as a rule. */
export function particularsOf(fields: OrderFields, at: Instant): SaidDetail[] {
  const said = amountsOf(fields);
  const isDetailed = DETAILS.some((name) => fields.has(name)) || (said.subOrders ?? []).length > 0;
  return isDetailed ? [detailedOf(fields, at, said)] : [];
}

/** A detail that says how far the order is, as well. The buyer is no part of its key: forgotten and told again, they are a variant of the same fact. */
export const wholeDetailOf = (fields: OrderFields, at: Instant): SaidDetail => ({
  ...detailedOf(fields, at, {
    ...fields.codeAs('orderStatus', 'order_status'),
    ...fields.codeAs('mainStatus', 'main_status'),
    ...amountsOf(fields),
  }),
  ...personIn('buyer', fields, BUYER_FIELDS),
});

type Said = Omit<SaidDetail, 'type' | 'key' | 'occurredAt' | 'orderId' | 'shopId'>;

function detailedOf(fields: OrderFields, at: Instant, said: Said): SaidDetail {
  const digest = createHash('sha256').update(canonicalJson(said)).digest('hex').slice(0, DIGEST_LENGTH);
  return { ...fields.order('DouyinOrderDetailed', `detailed:${secondsOf(at)}:${digest}`, at), ...said };
}

const amountsOf = (fields: OrderFields): Said => ({
  ...fields.codeAs('payType', 'pay_type'),
  ...fields.textAs('channelPaymentNo', 'channel_payment_no', PAYMENT_NO),
  ...fields.amountAs('orderAmount', 'order_amount'),
  ...fields.amountAs('payAmount', 'pay_amount'),
  ...fields.amountAs('postAmount', 'post_amount'),
  ...fields.amountAs('postInsurance', 'post_insurance_amount'),
  ...fields.signedAs('modifyAmount', 'modify_amount'),
  ...fields.signedAs('modifyPostAmount', 'modify_post_amount'),
  ...fields.amountAs('discounts', 'promotion_amount'),
  ...fields.amountAs('discountShop', 'promotion_shop_amount'),
  ...fields.amountAs('discountPlatform', 'promotion_platform_amount'),
  ...fields.amountAs('discountTalent', 'promotion_talent_amount'),
  ...fields.amountAs('discountPayment', 'promotion_pay_amount'),
  ...subOrdersOf(fields),
});

/** By id, so that the platform's order of items makes no other fact. */
function subOrdersOf(fields: OrderFields): { subOrders?: readonly SubOrder[] } {
  const subOrders = fields
    .objects('sku_order_list')
    .flatMap((item) => fields.within(item, subOrderOf))
    .sort((a, b) => (a.subOrderId < b.subOrderId ? -1 : 1));
  return subOrders.length === 0 ? {} : { subOrders };
}

function subOrderOf(item: OrderFields): SubOrder[] {
  const subOrderId = item.digitsIfAny('order_id');
  if (subOrderId === undefined) return [];
  return [
    {
      subOrderId,
      ...item.amountAs('amount', 'sum_amount'),
      ...item.amountAs('payAmount', 'pay_amount'),
      ...item.idAs('authorId', 'author_id'),
      ...item.liveRoom(),
    },
  ];
}

/** The stages of a deposit-and-balance order (定金预售) that are paid. One whose time is hidden from us can not be booked on a day. */
export const phasesOf = (fields: OrderFields): SaidOrderFact[] =>
  phasesIn(fields)
    .filter(isPaid)
    .flatMap((item) => fields.within(item, (phase) => phaseOf(fields, phase)));

/** Stages were told, and some are not paid yet. */
export const hasUnpaidPhase = (fields: OrderFields): boolean => phasesIn(fields).some((item) => !isPaid(item));

const phasesIn = (fields: OrderFields): JsonObject[] => fields.objects('order_phase_list');

/** Written as truth, as 1, or as either in a text. */
const isPaid = ({ pay_success: paid }: JsonObject): boolean => paid === true || paid === 1 || paid === 'true' || paid === '1';

function phaseOf(fields: OrderFields, item: OrderFields): SaidOrderFact[] {
  if (!item.hasTime('phase_pay_time') || !item.has('phase_pay_amount')) return [];
  const phase = item.code('current_phase');
  const id = item.digitsIfAny('phase_order_id') ?? '-';
  return [
    {
      ...fields.order('DouyinOrderPhasePaid', `phase:${id}:${String(phase)}`, item.time('phase_pay_time')),
      phase,
      ...item.codeAs('phases', 'total_phase'),
      amount: item.amount('phase_pay_amount'),
    },
  ];
}
