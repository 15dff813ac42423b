import { standingAfter } from '#kernel';
import {
  hasException,
  isAsAsked,
  listStreamsAsOf,
  type Page,
  type PastLog,
  type PastStreams,
  type Reader,
  type Times,
} from '#projections';
import type { SettlementEvent, SettlementStanding } from '../domain/settlement.messages.js';
import { SETTLEMENT_RULES } from '../domain/settlement.postings.js';
import { SETTLEMENT_COLUMNS, settlementOf, settlements, type SettlementDetails, type SettlementsAsked } from './settlements.js';

export interface SettlementsAsOfAsked extends Omit<SettlementsAsked, 'updatedAfter' | 'minPosition'>, Times {}

/** Of what kind a row is never changes. */
const LIST = `
  select ${SETTLEMENT_COLUMNS}, opened_position as "openedPosition" from read.settlements where ($1::text is null or kind = $1)`;

const OTHERS = ['merchant', 'purpose', 'orderId', 'channel', 'businessDate'] as const;

/** Settlement rows, movements and batch totals as they were known, counting those of days up to one. */
export class SettlementsAsOf {
  private readonly past: PastStreams<SettlementStanding>;

  constructor(
    private readonly reader: Reader,
    log: PastLog,
  ) {
    this.past = { ...log, derive: (events) => standingAfter(events as unknown as SettlementEvent[], SETTLEMENT_RULES) };
  }

  /** A page may hold fewer rows than asked for and have a next one. @throws InvalidCursor */
  list({ kind, ...asked }: SettlementsAsOfAsked): Promise<Page<SettlementDetails>> {
    const listing = {
      ...this.past,
      projection: settlements,
      select: LIST,
      params: [kind],
      streamOf: ({ stream }: SettlementDetails) => stream,
      rowOf: settlementOf,
      matches: (row: SettlementDetails) => isAsAsked(row, asked, OTHERS) && hasException(asked.exception, row),
    };
    return listStreamsAsOf<SettlementDetails, SettlementStanding>(this.reader, listing, asked);
  }
}
