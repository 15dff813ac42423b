import type { Times } from '#projections';
import { BLOCK } from './blocks.js';
import { LAST_DAY, nodesBetween, type DayNodes } from './day-nodes.js';

/** Behind every position there is. */
const LAST_POSITION = '~';

/**
 * How far the lines of the account `known` reach at a position: the last of them, with the turnover after it. One seek; no row
 * for an account that has none by then. `position` is a placeholder.
 */
export const reachSql = (position: string): string => `
  select ordinal, debit, debit - balance as credit, position as "movedAt" from read.journal_lines
  where account_id = known.account_id and position <= ${position} order by position desc, line desc limit 1`;

/** Placeholders of a sum over days. */
export interface StoodParams {
  /** Its entries alone; those of all where it is empty. */
  readonly merchant: string;
  readonly effective: string;
  readonly levels: string;
  readonly nodes: string;
}

const SUM = `
  select coalesce(sum(debit), 0)::bigint as debit, coalesce(sum(credit), 0)::bigint as credit,
         coalesce(sum(lines), 0)::integer as lines, max(last_day) as "lastDay", max(position) as "movedAt"`;

/** The last rows of nodes of the account `known`, of blocks before `blocks`. */
const summedSql = (schema: '' | 'read.', { merchant, levels, nodes }: StoodParams, blocks: string): string => `
  select summed.debit, summed.credit, summed.lines, summed.last_day, summed.position
  from unnest(${levels}::smallint[], ${nodes}::integer[]) as wanted (level, node) cross join lateral (
    select debit, credit, lines, last_day, position from ${schema}balance_nodes of_node
    where of_node.account_id = known.account_id and of_node.merchant = ${merchant}
      and of_node.level = wanted.level and of_node.node = wanted.node and of_node.block < ${blocks}
    order by block desc limit 1
  ) summed where ${blocks} > 0`;

/**
 * What the account `known` had taken in for days up to one, as far as `reach`: a seek for each node of days, and the lines
 * behind the last whole block, which are fewer than a block. One row of `debit`, `credit` (minor units), `lines`, `lastDay`
 * and `movedAt`; of nothing where no line counts.
 */
export const stoodSql = (params: StoodParams): string => `
  ${SUM} from (
    ${summedSql('read.', params, `reach.ordinal / ${String(BLOCK)}`)}
    union all
    select greatest(amount, 0), greatest(0 - amount, 0), 1, business_date, position from (
      select amount, business_date, merchant, position from read.journal_lines
      where account_id = known.account_id and position <= reach."movedAt"
      order by position desc, line desc limit reach.ordinal % ${String(BLOCK)}
    ) behind where business_date <= ${params.effective} and (${params.merchant} = '' or merchant = ${params.merchant})
  ) parts`;

/** The same of all that is known, out of the tables as a projection writes them: lines have no index then. */
export const standsSql = (params: StoodParams): string => `
  ${SUM} from (
    ${summedSql('', params, `known.lines / ${String(BLOCK)}`)}
    union all
    select debit, credit, lines, day, position
    from jsonb_to_recordset(known.open) as behind (merchant text, day date, debit bigint, credit bigint, lines integer, position text)
    where day <= ${params.effective} and (${params.merchant} = '' or merchant = ${params.merchant})
  ) parts`;

/** A position that takes all where none is asked for. */
export const knownOf = ({ known }: Times): string => known ?? LAST_POSITION;

/** Day, levels and nodes of a sum over days. */
export function daysOf({ effective = LAST_DAY }: Pick<Times, 'effective'>): [string, ...DayNodes[keyof DayNodes][]] {
  const { levels, nodes } = nodesBetween({ through: effective });
  return [effective, levels, nodes];
}
