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
import { disputeStream } from '../disputes.feature.js';
import type { DisputeEvent, DisputeId, DisputeStanding } from '../domain/dispute.messages.js';
import { DISPUTE_RULES } from '../domain/dispute.postings.js';
import { DISPUTE_COLUMNS, disputeDetails, type DisputeDetails, type DisputesAsked } from './disputes.js';

export interface DisputesAsOfAsked extends Omit<DisputesAsked, 'updatedAfter' | 'minPosition'>, Times {}

/** Under which merchant number a case runs never changes. */
const LIST = `
  select ${DISPUTE_COLUMNS}, opened_position as "openedPosition" from read.disputes where ($1::text is null or merchant_no = $1)`;

const OTHERS = ['status', 'merchant', 'store', 'paymentId'] as const;

/** Disputes as they were known, counting facts and answers up to an accounting day. */
export class DisputesAsOf {
  private readonly past: StreamsAsOf<DisputeDetails, DisputeStanding>;

  constructor(reader: Reader, log: PastLog) {
    this.past = new StreamsAsOf<DisputeDetails, DisputeStanding>(reader, {
      ...log,
      derive: (events) => standingAfter(events as unknown as DisputeEvent[], DISPUTE_RULES),
      projection: disputeDetails,
      select: LIST,
      streamOf: ({ disputeId }: DisputeDetails) => disputeStream(disputeId),
      rowOf: detailsOf,
    });
  }

  /** @throws ProjectionBehind on a position that is yet to come */
  byId(disputeId: DisputeId, times: Times): Promise<Answer<DisputeDetails | undefined>> {
    return this.past.one(disputeStream(disputeId), times);
  }

  /** A page may hold fewer rows than asked for and have a next one. @throws InvalidCursor */
  list({ merchantNo, ...asked }: DisputesAsOfAsked): Promise<Page<DisputeDetails>> {
    return this.past.list(asked, {
      params: [merchantNo],
      matches: (row: DisputeDetails) =>
        isAsAsked(row, asked, OTHERS) && hasException(asked.exception, row) && isDue(asked.dueBefore, row),
    });
  }
}

/** Whether it waits for an answer that is due before then. */
const isDue = (before: string | undefined, { dueAt, status }: DisputeDetails): boolean =>
  before === undefined ||
  ((status === 'retrieval' || status === 'chargeback') && dueAt !== null && Date.parse(dueAt) < Date.parse(before));

const detailsOf = (then: LastOfStream<DisputeStanding>): DisputeDetails => ({ ...then.standing, ...streamRowOf(then) });
