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
import type { VoucherEvent, VoucherStanding } from '../domain/voucher.messages.js';
import { VOUCHER_RULES } from '../domain/voucher.postings.js';
import { voucherStream } from '../vouchers.feature.js';
import {
  VOUCHER_COLUMNS,
  voucherDetails,
  type VoucherDetails,
  type VoucherRow,
  type VouchersAsked,
} from './voucher-details.js';

export interface VouchersAsOfAsked extends Omit<VouchersAsked, 'updatedAfter' | 'minPosition'>, Times {}

const LIST = `select ${VOUCHER_COLUMNS}, opened_position as "openedPosition" from read.vouchers where true`;

const FIELDS = ['status', 'merchant', 'store'] as const;

/** Orders of vouchers as they were known, counting facts up to an accounting day. */
export class VouchersAsOf {
  private readonly past: StreamsAsOf<VoucherRow, VoucherStanding>;

  constructor(reader: Reader, log: PastLog) {
    this.past = new StreamsAsOf<VoucherRow, VoucherStanding>(reader, {
      ...log,
      derive: (events) => standingAfter(events as unknown as VoucherEvent[], VOUCHER_RULES),
      projection: voucherDetails,
      select: LIST,
      streamOf: ({ orderId }: VoucherRow) => voucherStream(orderId),
      rowOf: detailsOf,
    });
  }

  /** @throws ProjectionBehind on a position that is yet to come */
  byId(orderId: string, times: Times): Promise<Answer<VoucherDetails | undefined>> {
    return this.past.one(voucherStream(orderId), times);
  }

  /** A page may hold fewer rows than asked for and have a next one. @throws InvalidCursor */
  list({ certificateId, ...asked }: VouchersAsOfAsked): Promise<Page<VoucherDetails>> {
    return this.past.list(asked, {
      params: [],
      matches: (row: VoucherRow) =>
        isAsAsked(row, asked, FIELDS) &&
        hasException(asked.exception, row) &&
        (certificateId === undefined || row.certificateIds.includes(certificateId)),
    });
  }
}

const detailsOf = (then: LastOfStream<VoucherStanding>): VoucherDetails => ({
  ...then.standing,
  cancelledUses: then.standing.cancelledUses ?? [],
  ...streamRowOf(then),
});
