import type { Position } from '#event-log';
import type { Instant } from '#kernel';
import {
  STREAM_COLUMNS,
  cursorOf,
  cursorParts,
  freshEnough,
  listStreams,
  pageOf,
  type Answer,
  type Freshness,
  type ListAsked,
  type Page,
  type Reader,
  type StreamRow,
  type Times,
} from '#projections';
import type {
  CaseId,
  Contradiction,
  Decided,
  Difference,
  DifferenceClass,
  MatchRule,
  MatchStatus,
} from '../domain/match.messages.js';
import type { Item } from '../item.js';
import { UNDECIDED, type CaseMoney } from './cases.tables.js';
import { MATCHING } from './matching.js';

/** A case without what it consists of. Amounts 分. */
export interface CaseSummary extends CaseMoney {
  readonly caseId: CaseId;
  readonly merchant: string;
  readonly book: Item['book'];
  readonly channel: string;
  readonly account: string;
  readonly day: string;
  readonly status: MatchStatus;
  readonly rule: MatchRule | null;
  readonly classes: readonly DifferenceClass[];
  /** Statement less ours, over all that is not explained. */
  readonly difference: number;
  /** What is unexplained, else what the case is about. */
  readonly worth: number;
  readonly differences: readonly Difference[];
  readonly decided: Decided | null;
  readonly into: CaseId | null;
}

export interface CaseRow extends CaseSummary, StreamRow {}

export interface CaseDetails extends CaseRow {
  /** As they were judged. */
  readonly items: readonly Item[];
  readonly contradictions: readonly Contradiction[];
}

/** A case as it stood. */
export interface CaseAsOf extends CaseSummary {
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: Instant;
}

export interface CaseFilter {
  readonly merchant?: string | undefined;
  readonly book?: Item['book'] | undefined;
  readonly channel?: string | undefined;
  readonly account?: string | undefined;
  /** Both inclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** `undecided`: proposed, suspended and difference. */
  readonly status?: MatchStatus | 'undecided' | undefined;
  readonly class?: DifferenceClass | undefined;
  readonly rule?: MatchRule | undefined;
  /** Worth at least, 分. */
  readonly minAmount?: number | undefined;
}

export interface CasesAsked extends CaseFilter, ListAsked {}

export interface CasesAsOfAsked extends CaseFilter, Freshness {
  /** `effective`: cases that count for this day or before. */
  readonly times: Times;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const SUMMARY = `
  case_id as "caseId", merchant, book, channel, account, day, status, rule, classes, difference, worth,
  statement_count as "statementCount", statement_in as "statementIn", statement_out as "statementOut", ledger_count as "ledgerCount",
  ledger_in as "ledgerIn", ledger_out as "ledgerOut", differences, decided, into_case as "into"`;

const FILTER = `
  ($1::text is null or merchant = $1) and ($2::text is null or book = $2) and ($3::text is null or channel = $3)
    and ($4::text is null or account = $4) and ($5::date is null or day >= $5) and ($6::date is null or day <= $6)
    and ($7::text[] is null or status = any($7)) and ($8::text is null or $8 = any(classes)) and ($9::text is null or rule = $9)
    and ($10::bigint is null or worth >= $10)`;

const LIST = `
  select ${SUMMARY}, ${STREAM_COLUMNS}, opened_position as "openedPosition" from read.match_cases where ${FILTER}`;

const BY_ID = `select ${SUMMARY}, items, contradictions, ${STREAM_COLUMNS} from read.match_cases where case_id = $1`;

/** The last that was known by then: no later one was. */
const AS_OF = `
  select ${SUMMARY}, revision, position, recorded_at as "recordedAt" from read.match_history known where ${FILTER}
    and ($11::text is null or position <= $11) and ($12::date is null or day <= $12)
    and not exists (select 1 from read.match_history later where later.case_id = known.case_id and later.revision > known.revision
      and ($11::text is null or later.position <= $11))
    and ($13::text is null or position < $13)
  order by position desc limit $14`;

function filterOf(asked: CaseFilter): unknown[] {
  const { account, book, channel, from, merchant, minAmount, rule, status, to } = asked;
  const statuses = status === 'undecided' ? UNDECIDED : status && [status];
  return [merchant, book, channel, account, from, to, statuses, asked.class, rule, minAmount].map((value) => value ?? null);
}

/** Cases as they stand, and as they stood. */
export class MatchCaseQueries {
  constructor(private readonly reader: Reader) {}

  async byId(caseId: CaseId, { minPosition }: Freshness = {}): Promise<Answer<CaseDetails | undefined>> {
    const question = { projection: MATCHING, sql: BY_ID, params: [caseId], minPosition };
    const { position, data } = await this.reader.rows<CaseDetails>(question);
    return { position, data: data[0] };
  }

  /** @throws InvalidCursor */
  list(asked: CasesAsked): Promise<Page<CaseRow>> {
    return listStreams<CaseRow>(this.reader, { projection: MATCHING, select: LIST, params: filterOf(asked) }, asked);
  }

  /** What changed last first. @throws InvalidCursor */
  async asOf({ cursor, times, limit, minPosition, ...filter }: CasesAsOfAsked): Promise<Page<CaseAsOf>> {
    const { effective, known } = times;
    const [before = null] = cursor === undefined ? [] : cursorParts(cursor, 1);
    const answer = await this.reader.rows<CaseAsOf>({
      projection: MATCHING,
      sql: AS_OF,
      params: [...filterOf(filter), known ?? null, effective ?? null, before, limit + 1],
      ...freshEnough(times, { minPosition }),
    });
    return pageOf(answer, limit, (last) => cursorOf(last.position));
  }
}
