import { standingAfter } from '#kernel';
import { StreamsAsOf, hasException, isAsAsked, type Page, type PastLog, type Reader, type Times } from '#projections';
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
  private readonly past: StreamsAsOf<SettlementDetails, SettlementStanding>;

  constructor(reader: Reader, log: PastLog) {
    this.past = new StreamsAsOf<SettlementDetails, SettlementStanding>(reader, {
      ...log,
      derive: (events) => standingAfter(events as unknown as SettlementEvent[], SETTLEMENT_RULES),
      projection: settlements,
      select: LIST,
      streamOf: ({ stream }: SettlementDetails) => stream,
      rowOf: settlementOf,
    });
  }

  /** A page may hold fewer rows than asked for and have a next one. @throws InvalidCursor */
  list({ kind, ...asked }: SettlementsAsOfAsked): Promise<Page<SettlementDetails>> {
    return this.past.list(asked, {
      params: [kind],
      matches: (row: SettlementDetails) => isAsAsked(row, asked, OTHERS) && hasException(asked.exception, row),
    });
  }
}
