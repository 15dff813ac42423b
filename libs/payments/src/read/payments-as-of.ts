import { standingAfter } from '#kernel';
import {
  StreamsAsOf,
  hasException,
  isAsAsked,
  streamRowOf,
  type Answer,
  type LastOfStream,
  type Page,
  type PastLog,
  type Reader,
  type Times,
} from '#projections';
import type { PaymentEvent, PaymentId, PaymentStanding } from '../domain/payment.messages.js';
import { PAYMENT_RULES } from '../domain/payment.rules.js';
import { paymentStream } from '../payments.feature.js';
import {
  toldPerson,
  PAYMENT_COLUMNS,
  paymentDetails,
  type PaymentDetails,
  type PaymentRow,
  type PaymentsAsked,
} from './payment-details.js';

export interface PaymentsAsOfAsked extends Omit<PaymentsAsked, 'updatedAfter' | 'minPosition'>, Times {}

/** Under which merchant number a payment runs never changes. */
const LIST = `
  select ${PAYMENT_COLUMNS}, opened_position as "openedPosition" from read.payments where ($1::text is null or merchant_no = $1)`;

const OTHERS = ['status', 'merchant', 'store', 'terminalNo', 'rrn'] as const;

/** Payments as they were known, counting facts and instructions up to an accounting day. */
export class PaymentsAsOf {
  private readonly past: StreamsAsOf<PaymentRow, PaymentStanding>;

  constructor(reader: Reader, log: PastLog) {
    this.past = new StreamsAsOf<PaymentRow, PaymentStanding>(reader, {
      ...log,
      derive: (events) => standingAfter(events as unknown as PaymentEvent[], PAYMENT_RULES),
      projection: paymentDetails,
      select: LIST,
      streamOf: ({ paymentId }: PaymentRow) => paymentStream(paymentId),
      rowOf: detailsOf,
    });
  }

  /** @throws ProjectionBehind on a position that is yet to come */
  byId(paymentId: PaymentId, times: Times): Promise<Answer<PaymentDetails | undefined>> {
    return this.past.one(paymentStream(paymentId), times);
  }

  /** A page may hold fewer rows than asked for and have a next one. @throws InvalidCursor */
  list({ merchantNo, ...asked }: PaymentsAsOfAsked): Promise<Page<PaymentDetails>> {
    return this.past.list(asked, {
      params: [merchantNo],
      matches: (row: PaymentRow) =>
        isAsAsked(row, asked, OTHERS) && hasException(asked.exception, row) && isInstructed(asked.instructed, row),
    });
  }
}

const isInstructed = (asked: boolean | undefined, { instructions }: PaymentRow): boolean =>
  asked === undefined || asked === instructions.length > 0;

const detailsOf = (then: LastOfStream<PaymentStanding>): PaymentDetails => {
  const { approved, card, cardType, operatorNo, payer, product, requestId, requested, ...standing } = then.standing;
  return {
    ...standing,
    card: toldPerson(card),
    payer: payer ?? null,
    cardType: cardType ?? null,
    product: product ?? null,
    operatorNo: operatorNo ?? null,
    requestId: requestId ?? null,
    requested: requested ?? null,
    approved: approved ?? null,
    ...streamRowOf(then),
  };
};
