import type { Position } from '#event-log';
import type { BusinessDate } from '#kernel';
import type { Reader } from '#projections';
import { balances } from './balances.js';
import { BLOCK } from './blocks.js';
import { LAST_DAY, nodesBetween, type DaySpan } from './day-nodes.js';
import type { JournalLine } from './journal-line.js';

/** A place among the lines of an account. */
export type Place = Pick<JournalLine, 'position' | 'line'>;

/** Lines of an account within a stretch of the log and a span of days. */
export interface LineRange {
  readonly accountId: number;
  /** Behind this place. */
  readonly after: Place;
  /** Up to this place, it included. */
  readonly upTo: Place;
  readonly days: DaySpan;
  readonly order: 'oldest first' | 'newest first';
}

/** Behind every line of an event. */
export const LAST_LINE = 32_767;
export const BEFORE_ALL: Place = { position: '', line: 0 };

const LINE = `position, line, stream, kind, business_date as "businessDate", true_date as "trueDate", recorded_at as "recordedAt",
         amount, balance`;

const plainSql = (order: string): string => `
  select ${LINE} from read.journal_lines
  where account_id = $1 and (position, line) > ($2, $3::smallint) and (position, line) <= ($4, $5::smallint)
  order by position ${order}, line ${order} limit $6`;

/** How many lines there are up to a place, and up to another; which is the last. */
const REACH = `
  select lines, coalesce(start.ordinal, 0) as start, finish.ordinal as finish, finish.position, finish.line from read.accounts
  left join lateral (
    select ordinal from read.journal_lines where account_id = $1 and (position, line) <= ($2, $3::smallint)
    order by position desc, line desc limit 1) start on true
  cross join lateral (
    select ordinal, position, line from read.journal_lines where account_id = $1 and (position, line) <= ($4, $5::smallint)
    order by position desc, line desc limit 1) finish
  where account_id = $1`;

/** Blocks from $4 to $5 that moved one of the nodes, with the place of the last line that did; so many at most. */
const blocksSql = (order: string): string => `
  select distinct on (block) block, position, line from (
    select moved.block, moved.position, moved.line from unnest($2::smallint[], $3::integer[]) as wanted (level, node)
    cross join lateral (
      select block, position, line from read.balance_nodes of_node
      where of_node.account_id = $1 and of_node.merchant = '' and of_node.level = wanted.level and of_node.node = wanted.node
        and of_node.block between $4 and $5
      order by block ${order} limit $6
    ) moved
  ) moved order by block ${order}, position desc, line desc limit $6`;

const linesSql = (order: string): string => `
  select ${LINE} from unnest($2::integer[], $3::text[], $4::smallint[]) as wanted (block, until_position, until_line)
  cross join lateral (
    select * from read.journal_lines
    where account_id = $1 and (position, line) <= (wanted.until_position, wanted.until_line)
    order by position desc, line desc limit ${String(BLOCK)}
  ) found
  where (ordinal - 1) / ${String(BLOCK)} = wanted.block and ordinal > $5 and ordinal <= $6
    and ($7::date is null or business_date > $7) and business_date <= $8
  order by position ${order}, line ${order} limit $9`;

interface Reach extends Place {
  /** Of the account. */
  readonly lines: number;
  readonly start: number;
  readonly finish: number;
}

interface Window {
  readonly first: number;
  readonly last: number;
  readonly atOnce: number;
}

interface BlockPlace extends Place {
  readonly block: number;
}

/** Blocks that are looked through together: mostly the first ones are full of what is asked for; where they are not, more. */
const AT_ONCE = 2;
const MOST_AT_ONCE = 32;

/**
 * Lines of accounts by both axes of time. The nodes of days tell which blocks hold any, so a page looks through at most one
 * block for each of its lines, wherever they lie, and those at the ends of the stretch.
 */
export class LineRanges {
  constructor(private readonly reader: Reader) {}

  /** So many lines at most. */
  page(range: LineRange, limit: number): Promise<readonly JournalLine[]> {
    const { after, through } = range.days;
    return after === undefined && through === undefined ? this.plain(range, limit) : this.withinDays(range, limit);
  }

  private plain({ accountId, after, upTo, order }: LineRange, limit: number): Promise<readonly JournalLine[]> {
    const params = [accountId, ...placeOf(after), ...placeOf(upTo), limit];
    return this.rows(plainSql(directionOf(order)), params);
  }

  private async withinDays(range: LineRange, limit: number): Promise<readonly JournalLine[]> {
    const { accountId, after, upTo, order } = range;
    const params = [accountId, ...placeOf(after), ...placeOf(upTo)];
    const [reach] = await this.rows<Reach>(REACH, params);
    if (!reach || reach.finish === reach.start) return [];
    const found: JournalLine[] = [];
    let [first, last] = [blockOf(reach.start + 1), blockOf(reach.finish)];
    for (let atOnce = AT_ONCE; first <= last && found.length < limit; atOnce = Math.min(atOnce * 4, MOST_AT_ONCE)) {
      const blocks = await this.blocks(range, { ...reach, first, last, atOnce });
      found.push(...(await this.linesOf(range, blocks, reach, limit - found.length)));
      const passed = blocks.at(-1)?.block;
      if (passed === undefined) break;
      if (order === 'oldest first') first = passed + 1;
      else last = passed - 1;
    }
    return found;
  }

  /** The next blocks that may hold lines. The open one has no nodes yet: it may. */
  private async blocks(
    { accountId, days, order }: LineRange,
    { lines, position, line, first, last, atOnce }: Reach & Window,
  ): Promise<readonly BlockPlace[]> {
    const open = Math.floor(lines / BLOCK);
    const { levels, nodes } = nodesBetween(days);
    const params = [accountId, levels, nodes, first, Math.min(last, open - 1), atOnce];
    const closed = await this.rows<BlockPlace>(blocksSql(directionOf(order)), params);
    const behind = last >= open ? [{ block: open, position, line }] : [];
    if (order === 'newest first') return [...behind, ...closed];
    return closed.length < atOnce ? [...closed, ...behind] : closed;
  }

  private linesOf(
    { accountId, days, order }: LineRange,
    blocks: readonly BlockPlace[],
    { start, finish }: Reach,
    limit: number,
  ): Promise<readonly JournalLine[]> {
    const columns = [blocks.map(({ block }) => block), blocks.map(({ position }) => position), blocks.map(({ line }) => line)];
    const span: (BusinessDate | null)[] = [days.after ?? null, days.through ?? LAST_DAY];
    return this.rows(linesSql(directionOf(order)), [accountId, ...columns, start, finish, ...span, limit]);
  }

  private async rows<Row extends object = JournalLine>(sql: string, params: readonly unknown[]): Promise<readonly Row[]> {
    return (await this.reader.rows<Row>({ projection: balances, sql, params })).data;
  }
}

const blockOf = (ordinal: number): number => Math.floor((ordinal - 1) / BLOCK);
const placeOf = ({ position, line }: Place): [Position, number] => [position, line];
const directionOf = (order: LineRange['order']): string => (order === 'oldest first' ? 'asc' : 'desc');
