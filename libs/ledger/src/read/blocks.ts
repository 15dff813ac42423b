import type { BusinessDate } from '#kernel';
import { Table, column, type Tx } from '#projections';
import { nodesOf } from './day-nodes.js';

/** So many lines of an account make a block, by the account's own count: no cut into batches moves it. */
export const BLOCK = 256;

/** What some lines of an account come to, and the place of the last of them in the log. */
export interface BlockSum {
  debit: number;
  credit: number;
  lines: number;
  position: string;
  line: number;
}

/** The lines of a merchant's entries for one accounting day within a block. */
export interface BlockPart extends BlockSum {
  readonly merchant: string;
  readonly day: BusinessDate;
}

export interface ClosedBlock {
  readonly accountId: number;
  /** From 0. */
  readonly block: number;
  readonly parts: readonly BlockPart[];
}

/** What an account has taken in for a node of days, from its first line to the end of a block that moved it. */
export interface NodeRow extends BlockSum {
  readonly accountId: number;
  /** Its entries alone; those of all where empty. */
  readonly merchant: string;
  readonly level: number;
  readonly node: number;
  readonly block: number;
  lastDay: BusinessDate;
}

/** A sum over days as of a block is a few of these, each found by one seek; all lines behind the block come on top. */
export const nodes = new Table<NodeRow>({
  name: 'balance_nodes',
  columns: {
    account_id: column('integer', ({ accountId }) => accountId),
    merchant: column('text', ({ merchant }) => merchant),
    level: column('smallint', ({ level }) => level),
    node: column('integer', ({ node }) => node),
    block: column('integer', ({ block }) => block),
    debit: column('bigint', ({ debit }) => debit),
    credit: column('bigint', ({ credit }) => credit),
    lines: column('integer', ({ lines }) => lines),
    last_day: column('date', ({ lastDay }) => lastDay),
    position: column('text', ({ position }) => position),
    line: column('smallint', ({ line }) => line),
  },
  key: ['account_id', 'merchant', 'level', 'node', 'block'],
});

/** Rows for blocks that were closed, in the log's order, on top of those that stand. */
export async function nodesAfter(closed: readonly ClosedBlock[], tx: Tx): Promise<NodeRow[]> {
  const moved = closed.flatMap(movedBy);
  const running = new Map((await standing(moved, tx)).map((row) => [keyOf(row), row]));
  return moved.map((row) => {
    const before = running.get(keyOf(row));
    const after = before ? sumOf(before, row) : row;
    running.set(keyOf(row), after);
    return after;
  });
}

/** What a block adds to each node that it moves, of all merchants and of each. */
function movedBy({ accountId, block, parts }: ClosedBlock): NodeRow[] {
  const rows = new Map<string, NodeRow>();
  for (const { day, merchant, ...sum } of parts)
    for (const holder of ['', merchant])
      for (const { level, node } of nodesOf(day)) {
        const row = { accountId, merchant: holder, level, node, block, lastDay: day, ...sum };
        const before = rows.get(keyOf(row));
        rows.set(keyOf(row), before ? sumOf(before, row) : row);
      }
  return [...rows.values()];
}

const LAST_ROWS = `
  select summed.account_id as "accountId", summed.merchant, summed.level, summed.node, summed.block, summed.debit, summed.credit,
         summed.lines, summed.last_day as "lastDay", summed.position, summed.line
  from unnest($1::integer[], $2::text[], $3::smallint[], $4::integer[]) as wanted (account_id, merchant, level, node)
  cross join lateral (
    select * from balance_nodes of_node
    where of_node.account_id = wanted.account_id and of_node.merchant = wanted.merchant
      and of_node.level = wanted.level and of_node.node = wanted.node
    order by block desc limit 1
  ) summed`;

/** The last row of each of these nodes. */
async function standing(moved: readonly NodeRow[], tx: Tx): Promise<NodeRow[]> {
  const wanted = [...new Map(moved.filter(({ block }) => block > 0).map((row) => [keyOf(row), row])).values()];
  if (wanted.length === 0) return [];
  const params = [
    wanted.map(({ accountId }) => accountId),
    wanted.map(({ merchant }) => merchant),
    wanted.map(({ level }) => level),
    wanted.map(({ node }) => node),
  ];
  return tx.query<NodeRow & Record<string, unknown>>(LAST_ROWS, params);
}

/** What two say together: key and block of the one that is added. */
function sumOf(before: NodeRow, added: NodeRow): NodeRow {
  const isLater = added.position > before.position || (added.position === before.position && added.line > before.line);
  const { position, line } = isLater ? added : before;
  return {
    ...added,
    debit: before.debit + added.debit,
    credit: before.credit + added.credit,
    lines: before.lines + added.lines,
    lastDay: before.lastDay > added.lastDay ? before.lastDay : added.lastDay,
    position,
    line,
  };
}

const keyOf = ({ accountId, merchant, level, node }: Pick<NodeRow, 'accountId' | 'merchant' | 'level' | 'node'>): string =>
  `${String(accountId)} ${String(level)} ${String(node)} ${merchant}`;
