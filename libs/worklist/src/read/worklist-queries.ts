import type { Position } from '#event-log';
import { parseInstant, type Instant } from '#kernel';
import {
  InvalidCursor,
  cursorOf,
  cursorParts,
  pageOf,
  type Answer,
  type Freshness,
  type Page,
  type Reader,
} from '#projections';
import { guideOf } from '../catalogue/catalogue.js';
import type { Mend } from '../catalogue/guide.js';
import type { ExceptionId } from '../domain/exception.messages.js';
import { WORKLIST } from './worklist.js';
import { ITEM_COLUMNS, STOOD_AT, stateOf, type Comment, type Item, type ItemState } from './worklist.tables.js';

/** A command as it can be sent once what is left in braces is said. */
export interface MendingCommand extends Omit<Mend, 'body'> {
  readonly body: Readonly<Record<string, string | number>>;
}

/** An exception as ops see it. */
export interface ExceptionView extends Omit<
  Item,
  'anchorAt' | 'holder' | 'resolvedOccurrence' | 'resolvedBy' | 'resolvedAt' | 'resolution' | 'dueAt'
> {
  readonly state: ItemState;
  /** One sentence. */
  readonly happened: string;
  /** The command that mends it, filled as far as the exception knows its fields. */
  readonly mend: MendingCommand;
  /** Since when it is told. */
  readonly since: Instant;
  readonly assignee: string | null;
  readonly resolved: { readonly by: string; readonly at: Instant; readonly reason: string } | null;
}

export interface ExceptionDetails extends ExceptionView {
  readonly remarks: readonly Omit<Comment, 'exceptionId'>[];
}

export interface ExceptionsAsked extends Freshness {
  readonly kind?: string | undefined;
  readonly code?: string | undefined;
  readonly merchant?: string | undefined;
  readonly store?: string | undefined;
  readonly severity?: string | undefined;
  /** Absent: what wants following up, open or claimed. */
  readonly state?: ItemState | undefined;
  readonly assignee?: string | undefined;
  /** Only what is told since then. */
  readonly since?: Instant | undefined;
  /** Absent: as they stand now. */
  readonly then?: Then | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** As exceptions stood at a position; absent: as they stand. What is due by the clock, that of now unless said, is told. */
export interface Then {
  readonly known?: Position | undefined;
  readonly clock?: Instant | undefined;
}

export interface CodeCount {
  readonly kind: string;
  readonly code: string;
  readonly severity: string;
  readonly open: number;
  readonly claimed: number;
  /** 分 */
  readonly worth: number;
  readonly oldest: Instant;
}

const PLACE = /^\{(\w+)\}$/;
const FILTERS = ['kind', 'code', 'merchant', 'store', 'severity'] as const;

const BY_ID = `
  select ${ITEM_COLUMNS}, coalesce((select jsonb_agg(jsonb_build_object('position', position, 'by', commented_by, 'text', comment,
      'at', to_char(commented_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by position)
    from read.worklist_comments written where written.exception_id = item.exception_id), '[]') as remarks
  from read.worklist item where exception_id = $1`;

/** Of items as they stood: those whose stretch holds $2. */
const BY_ID_THEN = `
  select past.item, coalesce((select jsonb_agg(jsonb_build_object('position', position, 'by', commented_by, 'text', comment,
      'at', to_char(commented_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by position)
    from read.worklist_comments written where written.exception_id = past.exception_id and written.position <= $2), '[]') as remarks
  from read.worklist_past past where exception_id = $1 and position <= $2 and (until is null or until > $2)`;

const summaryOf = (source: string): string => `
  select kind, code, severity, count(*) filter (where state = 'open') as open, count(*) filter (where state = 'claimed') as claimed,
    sum(worth)::bigint as worth, min(due_at) as oldest
  from ${source} state in ('open', 'claimed') and due_at <= $1 and ($2::text is null or merchant = $2)
  group by kind, code, severity order by kind, code`;

const SUMMARY = summaryOf('read.worklist where');
const SUMMARY_THEN = summaryOf(`read.worklist_past where ${STOOD_AT} @> $3::numeric and`);

/** Asks the worklist. What is not due yet is not there yet: the clock decides, not a write. */
export class WorklistQueries {
  constructor(
    private readonly reader: Reader,
    private readonly now: () => Instant,
  ) {}

  async byId(id: ExceptionId, asked: FreshOrThen = {}): Promise<Answer<ExceptionDetails | undefined>> {
    const { known } = asked.then ?? {};
    const { position, data } = await (known === undefined ? this.rawById(id, asked) : this.rawThen(id, known, asked));
    return { position, data: data && { ...viewOf(data), remarks: data.remarks } };
  }

  /** With the fields that instructions go by. */
  async rawById(id: ExceptionId, { minPosition, then }: FreshOrThen = {}): Promise<Answer<(Item & Remarks) | undefined>> {
    const { position, data } = await this.reader.rows<Item & Remarks>({
      projection: WORKLIST,
      sql: BY_ID,
      params: [id],
      minPosition,
    });
    const [found] = data;
    return { position, data: found && isTold(found, this.clockOf(then)) ? found : undefined };
  }

  /** Those told last come first. @throws InvalidCursor */
  async list(asked: ExceptionsAsked): Promise<Page<ExceptionView>> {
    const { limit, cursor, minPosition, then } = asked;
    const after = cursor === undefined ? undefined : placeOf(cursor);
    const { where, params } = conditionsOf(asked, after, this.clockOf(then));
    const order = `order by due_at desc, exception_id desc limit ${String(limit + 1)}`;
    const page = (answer: Answer<Item[]>): Page<Item> =>
      pageOf(answer, limit, ({ dueAt, exceptionId }) => cursorOf(dueAt, exceptionId));
    if (then?.known === undefined) {
      const sql = `select ${ITEM_COLUMNS} from read.worklist where ${where.join(' and ')} ${order}`;
      return viewsOf(page(await this.reader.rows<Item>({ projection: WORKLIST, sql, params, minPosition })));
    }
    const stood = `${STOOD_AT} @> $${String(params.push(then.known))}::numeric`;
    const sql = `select item from read.worklist_past where ${where.join(' and ')} and ${stood} ${order}`;
    const { position, data } = await this.rowsThen<{ item: Item }>(sql, params, then.known);
    return viewsOf(page({ position, data: data.map(({ item }) => item) }));
  }

  /** What wants following up, by code. */
  summary({ merchant, minPosition, then }: SummaryAsked): Promise<Answer<CodeCount[]>> {
    const params = [this.clockOf(then), merchant ?? null];
    if (then?.known !== undefined) return this.rowsThen<CodeCount>(SUMMARY_THEN, [...params, then.known], then.known);
    return this.reader.rows<CodeCount>({ projection: WORKLIST, sql: SUMMARY, params, minPosition });
  }

  private clockOf(then: Then | undefined): Instant {
    return then?.clock ?? this.now();
  }

  private async rawThen(
    id: ExceptionId,
    known: Position,
    { then }: FreshOrThen,
  ): Promise<Answer<(Item & Remarks) | undefined>> {
    const { position, data } = await this.rowsThen<{ item: Item } & Remarks>(BY_ID_THEN, [id, known], known);
    const [found] = data;
    const isThere = found && isTold(found.item, this.clockOf(then));
    return { position, data: isThere ? { ...found.item, remarks: found.remarks } : undefined };
  }

  /** Waits for the position that is asked for, and says it of the answer. */
  private async rowsThen<Row extends object>(sql: string, params: readonly unknown[], known: Position): Promise<Answer<Row[]>> {
    const { data } = await this.reader.rows<Row>({ projection: WORKLIST, sql, params, minPosition: known });
    return { position: known, data };
  }
}

type FreshOrThen = Freshness & { readonly then?: Then | undefined };

export interface SummaryAsked extends FreshOrThen {
  readonly merchant?: string | undefined;
}

const isTold = ({ dueAt, revision }: Item, now: Instant): boolean => dueAt <= now || revision >= 0;

const viewsOf = (page: Page<Item>): Page<ExceptionView> => ({ ...page, data: page.data.map(viewOf) });

interface Remarks {
  readonly remarks: readonly Omit<Comment, 'exceptionId'>[];
}

/** Where a page ended. @throws InvalidCursor */
function placeOf(cursor: string): readonly [Instant, ExceptionId] {
  const [text = '', id = ''] = cursorParts(cursor, 2);
  const at = parseInstant(text);
  if (at === undefined) throw new InvalidCursor();
  return [at, id];
}

/** Only what is asked stands in the SQL, so that each question finds its index. */
function conditionsOf(asked: ExceptionsAsked, after: readonly [Instant, ExceptionId] | undefined, now: Instant) {
  const params: unknown[] = [];
  const put = (value: unknown): string => `$${String(params.push(value))}`;
  const where = [`due_at <= ${put(now)}`];
  if (asked.assignee !== undefined) where.push(`state = 'claimed' and holder = ${put(asked.assignee)}`);
  if (asked.state !== undefined) where.push(`state = ${put(asked.state)}`);
  if (asked.state === undefined || asked.state === 'open' || asked.state === 'claimed')
    where.push(`state in ('open', 'claimed')`);
  for (const filter of FILTERS) if (asked[filter] !== undefined) where.push(`${filter} = ${put(asked[filter])}`);
  if (asked.since !== undefined) where.push(`due_at >= ${put(asked.since)}`);
  if (after) where.push(`(due_at, exception_id) < (${put(after[0])}::timestamptz, ${put(after[1])})`);
  return { where, params };
}

export function viewOf(item: Item): ExceptionView {
  const { anchorAt: _, dueAt, holder, resolvedAt, resolvedBy, resolvedOccurrence, resolution, ...shown } = withoutRemarks(item);
  const guide = guideOf(item.kind, item.code);
  const isResolved = resolvedOccurrence >= item.occurrence && resolvedBy !== null && resolvedAt !== null;
  return {
    ...shown,
    state: stateOf(item),
    happened: guide.happened,
    mend: filled(guide.mend, item),
    since: dueAt,
    assignee: holder,
    resolved: isResolved ? { by: resolvedBy, at: resolvedAt, reason: resolution ?? '' } : null,
  };
}

const withoutRemarks = ({ remarks: _, ...item }: Item & Partial<Remarks>): Item => item;

/** A command with what the exception knows in its places; what it does not know stays as `{field}`. */
function filled({ body, ...mend }: Mend, item: Item): MendingCommand {
  const { code, dueAt, evidence, exceptionId, merchant, store, subject, worth } = item;
  const numbers: Readonly<Record<string, number>> = { ...evidence, worth };
  const known: Readonly<Record<string, string>> = { ...subject, code, exceptionId, merchant, store, since: dueAt };
  const fill = (template: string): string => template.replace(/\{(\w+)\}/g, (place, name: string) => known[name] ?? place);
  const fields = Object.entries(body).map(
    ([name, value]) => [name, numbers[PLACE.exec(value)?.[1] ?? ''] ?? fill(value)] as const,
  );
  return { ...mend, route: fill(mend.route), body: Object.fromEntries(fields) };
}
