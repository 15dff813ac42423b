import type {
  AftersaleCase,
  AftersaleStatus,
  Evidence,
  OrderCollection,
  OrderDetails,
  Waterfall,
  WaterfallName,
  WaterfallStep,
} from '#orders';
import { REQUEST_STATUSES } from '../collections/collections.requests.js';
import { BOOLEAN, FEN_SCHEMA, INTEGER, MOMENT, STRING, listOf, orNull, record, word, wordsOf } from '../http/schemas.js';
import { STREAM_ROW } from '../http/stream-rows.js';
import { PERSON } from '../privacy/person.schema.js';
import { ORDER_STATUSES } from './orders.requests.js';

const AFTERSALE_STATUSES = wordsOf<AftersaleStatus>({
  applied: true,
  refund_agreed: true,
  return_agreed: true,
  goods_returned: true,
  refund_refused: true,
  return_refused: true,
  closed: true,
  modified: true,
  arbitration: true,
  other: true,
  refunded: true,
  goods_given: true,
});

const AFTERSALE = record<AftersaleCase>({
  aftersaleId: STRING,
  subOrderId: orNull(STRING),
  status: word(AFTERSALE_STATUSES),
  aftersaleType: orNull(INTEGER),
  asked: orNull(FEN_SCHEMA),
  refunded: FEN_SCHEMA,
  refundChannel: orNull(INTEGER),
});

const COLLECTION = record<OrderCollection>({
  collected: { ...FEN_SCHEMA, description: '分; taken at terminals and not given back, over all requests' },
  requestId: STRING,
  status: word(REQUEST_STATUSES),
  mayRequest: { ...BOOLEAN, description: 'nothing is collected, and no request can still bring money' },
  paymentIds: listOf(STRING),
});

export const ORDER = record<OrderDetails>({
  orderId: STRING,
  shopId: STRING,
  merchant: STRING,
  store: STRING,
  status: word(ORDER_STATUSES),
  aftersaleOpen: BOOLEAN,
  method: STRING,
  liveRoomId: orNull(STRING),
  buyer: orNull(PERSON),
  handedToPos: BOOLEAN,
  collection: orNull(COLLECTION),
  createdAt: orNull(MOMENT),
  paidAt: orNull(MOMENT),
  shippedAt: orNull(MOMENT),
  completedAt: orNull(MOMENT),
  cancelledAt: orNull(MOMENT),
  paid: FEN_SCHEMA,
  refunded: FEN_SCHEMA,
  refundedElsewhere: FEN_SCHEMA,
  paidInPhases: FEN_SCHEMA,
  payable: orNull({
    ...FEN_SCHEMA,
    description: '分; what the buyer is to pay, postage included, as far as it was told; once it is paid, that',
  }),
  listPrice: orNull(FEN_SCHEMA),
  discountShop: orNull(FEN_SCHEMA),
  discountPlatform: orNull(FEN_SCHEMA),
  discountTalent: orNull(FEN_SCHEMA),
  discountPayment: orNull(FEN_SCHEMA),
  settledGross: FEN_SCHEMA,
  subsidy: FEN_SCHEMA,
  fees: FEN_SCHEMA,
  settledNet: FEN_SCHEMA,
  aftersales: listOf(AFTERSALE),
  exceptions: listOf(STRING),
  ...STREAM_ROW,
});

const WATERFALL_STEPS = wordsOf<WaterfallName>({
  list_price: true,
  discount_shop: true,
  discount_platform: true,
  discount_talent: true,
  postage: true,
  price_change: true,
  buyer_insurance: true,
  paid: true,
  refunds: true,
  subsidies: true,
  platform_service: true,
  commission: true,
  channel_share: true,
  colonel: true,
  promotion: true,
  other_sharing: true,
  row_difference: true,
  insurance: true,
  other_movements: true,
  net: true,
  unsettled: true,
  elsewhere: true,
  settled: true,
  withdrawn: true,
  on_account: true,
});

const STEP = record<WaterfallStep>({
  step: word(WATERFALL_STEPS),
  amount: FEN_SCHEMA,
  isTotal: BOOLEAN,
  after: FEN_SCHEMA,
  events: listOf(record<Evidence>({ stream: STRING, position: STRING })),
});

export const WATERFALL = record<Waterfall>({
  orderId: STRING,
  shopId: STRING,
  steps: listOf(STEP),
  discountPayment: orNull(FEN_SCHEMA),
  open: FEN_SCHEMA,
  isExplained: BOOLEAN,
  unexplained: FEN_SCHEMA,
});
