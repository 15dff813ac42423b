import { parseInstant, type Instant } from '#kernel';
import {
  InvalidCursor,
  cursorOf,
  cursorParts,
  pageOf,
  standingOf,
  type Answer,
  type Freshness,
  type Page,
  type PastLog,
  type Reader,
  type StreamRow,
} from '#projections';
import type { Position } from '#event-log';
import type { CorrectionId, CorrectionKind, CorrectionStanding, CorrectionStatus } from '../domain/correction.messages.js';
import { correctionStream } from '../corrections.feature.js';
import { CORRECTION_COLUMNS, correctionsModel } from './corrections.js';

/** `expired`: proposed, and its time is over without all approvals. */
export const CORRECTION_STATUSES = ['proposed', 'expired', 'applied', 'rejected', 'withdrawn'] as const satisfies (
  CorrectionStatus | 'expired'
)[];
export type CorrectionStatusNow = (typeof CORRECTION_STATUSES)[number];

/** That something was corrected, or shall be. */
export interface CorrectionBrief extends Pick<CorrectionStanding, 'correctionId' | 'kind' | 'amount' | 'by' | 'at'> {
  readonly status: CorrectionStatusNow;
}

/** A correction as it stands at the moment of the question. */
export interface CorrectionDetails extends Omit<CorrectionStanding, 'status' | 'proposalId'>, StreamRow {
  readonly status: CorrectionStatusNow;
}

/** As it stood at a position, by the clock of then; by that of now unless said. */
export interface Then {
  readonly known: Position;
  readonly clock?: Instant | undefined;
}

export interface CorrectionStep {
  readonly position: Position;
  readonly type: string;
  readonly proposal: number;
  readonly by: string;
  readonly at: Instant;
  readonly reason: string | null;
}

export interface CorrectionHistory extends CorrectionDetails {
  /** The oldest first, over all proposals. */
  readonly history: readonly CorrectionStep[];
}

export interface CorrectionsAsked extends Freshness {
  readonly merchant?: string | undefined;
  readonly status?: CorrectionStatusNow | undefined;
  readonly kind?: CorrectionKind | undefined;
  readonly proposer?: string | undefined;
  /** Who approved it, whatever became of it. */
  readonly approver?: string | undefined;
  /** What it is about: the stream of an order, a payment, a row, a case. */
  readonly stream?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

interface Row extends StreamRow {
  readonly standing: CorrectionStanding;
  readonly isOpen: boolean;
  readonly openedPosition: Position;
}

const MOST_ABOUT_ONE = 100;

const STATUS = `case when status = 'proposed' and expires_at <= $1 then 'expired' else status end`;

const BY_ID = `
  select ${CORRECTION_COLUMNS}, (select jsonb_agg(jsonb_build_object('position', position, 'type', type, 'proposal', proposal,
      'by', done_by, 'at', to_char(done_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'reason', reason) order by position)
    from read.correction_steps done where done.correction_id = asked.correction_id) as history
  from read.corrections asked where correction_id = $1`;

/** Asks corrections. Whether a proposal is still open, the clock of the question says. */
export class CorrectionQueries {
  constructor(
    private readonly reader: Reader,
    private readonly now: () => Instant,
    private readonly log: Pick<PastLog, 'history'>,
  ) {}

  async byId(id: CorrectionId, { minPosition }: Freshness = {}): Promise<Answer<CorrectionHistory | undefined>> {
    const { position, data } = await this.reader.rows<Row & Pick<CorrectionHistory, 'history'>>({
      projection: correctionsModel,
      sql: BY_ID,
      params: [id],
      minPosition,
    });
    const [found] = data;
    return { position, data: found && { ...detailsOf(found, this.now()), history: found.history } };
  }

  /** What is about a stream: a hundred at most. */
  async about(stream: string, { minPosition }: Freshness = {}): Promise<readonly CorrectionBrief[]> {
    const { data } = await this.list({ stream, limit: MOST_ABOUT_ONE, minPosition });
    return data.map(briefOf);
  }

  /** What was about a stream, out of the corrections' own streams; the list is that of now, so one that came later is left out. */
  async aboutThen(stream: string, { clock = this.now(), known }: Then): Promise<readonly CorrectionBrief[]> {
    const { data } = await this.list({ stream, limit: MOST_ABOUT_ONE, minPosition: known });
    const then = await Promise.all(data.map(({ correctionId }) => this.standingThen(correctionId, known)));
    return then.flatMap((standing) => (standing ? [briefOf({ ...standing, status: statusOf(standing, clock) })] : []));
  }

  private async standingThen(id: CorrectionId, known: Position): Promise<CorrectionStanding | undefined> {
    const events = await this.log.history(correctionStream(id));
    const last = events.findLast(({ position }) => position <= known);
    return last && (standingOf(last) as CorrectionStanding);
  }

  /** What waits for a decision first, then what was proposed last. @throws InvalidCursor */
  async list(asked: CorrectionsAsked): Promise<Page<CorrectionDetails>> {
    const { limit, cursor, minPosition } = asked;
    const after = cursor === undefined ? undefined : placeOf(cursor);
    const now = after?.now ?? this.now();
    const { where, params } = conditionsOf(asked, now, after);
    const sql = `
      select * from (select ${CORRECTION_COLUMNS}, opened_position as "openedPosition", ${STATUS} = 'proposed' as "isOpen"
        from read.corrections where ${where.join(' and ')}) found
      ${after ? `where ("isOpen", "openedPosition") < ($2, $3)` : ''}
      order by "isOpen" desc, "openedPosition" desc limit ${String(limit + 1)}`;
    const answer = await this.reader.rows<Row>({ projection: correctionsModel, sql, params, minPosition });
    const page = pageOf(answer, limit, ({ isOpen, openedPosition }) => cursorOf(now, String(isOpen), openedPosition));
    return { ...page, data: page.data.map((row) => detailsOf(row, now)) };
  }
}

interface Place {
  /** Of the first page: what was open then stays in front. */
  readonly now: Instant;
  readonly isOpen: boolean;
  readonly openedPosition: Position;
}

function placeOf(cursor: string): Place {
  const [at = '', isOpen = '', openedPosition = ''] = cursorParts(cursor, 3);
  const now = parseInstant(at);
  if (now === undefined || !/^(?:true|false)$/.test(isOpen)) throw new InvalidCursor();
  return { now, isOpen: isOpen === 'true', openedPosition };
}

const STEPPED = `exists (select from read.correction_steps done where done.correction_id = corrections.correction_id and done.type = 'CorrectionApproved' and done.done_by = `;
const LINKED =
  'exists (select from read.correction_links link where link.correction_id = corrections.correction_id and link.stream = ';

function conditionsOf(asked: CorrectionsAsked, now: Instant, after: Place | undefined) {
  const params: unknown[] = [now, ...(after ? [after.isOpen, after.openedPosition] : [])];
  const put = (value: unknown): string => `$${String(params.push(value))}`;
  const where = ['$1::timestamptz is not null'];
  if (asked.merchant !== undefined) where.push(`merchant = ${put(asked.merchant)}`);
  if (asked.status !== undefined) where.push(`${STATUS} = ${put(asked.status)}`);
  if (asked.kind !== undefined) where.push(`kind = ${put(asked.kind)}`);
  if (asked.proposer !== undefined) where.push(`proposed_by = ${put(asked.proposer)}`);
  if (asked.approver !== undefined) where.push(`${STEPPED}${put(asked.approver)})`);
  if (asked.stream !== undefined) where.push(`${LINKED}${put(asked.stream)})`);
  return { where, params };
}

function detailsOf({ standing, revision, position, updatedAt }: Row, now: Instant): CorrectionDetails {
  const { proposalId: _, ...shown } = standing;
  return { ...shown, status: statusOf(standing, now), revision, position, updatedAt };
}

const statusOf = ({ expiresAt, status }: CorrectionStanding, now: Instant): CorrectionStatusNow =>
  status === 'proposed' && expiresAt <= now ? 'expired' : status;

const briefOf = ({ amount, at, by, correctionId, kind, status }: CorrectionBrief): CorrectionBrief => ({
  correctionId,
  kind,
  status,
  amount,
  by,
  at,
});
