import type { Position } from '#event-log';
import type { BusinessDate, Dimensions } from '#kernel';
import { cursorOf, cursorParts, pageOf, freshEnough, type Freshness, type Page, type Reader } from '#projections';
import { attributed, type KnownAt } from './attributed.sql.js';
import { COLUMN_OF, TRANSACTION_AXES, type TransactionAxis } from './report-axes.js';
import { DIMENSIONS } from './report-days.sql.js';
import type { ReportColumn } from './report-moves-query.js';
import type { TransactionKind } from './transaction.js';
import { transactions } from './transactions.js';

/** Values of axes under which a cell stands; what is not said is summed over. */
export type CellAxes = { readonly [A in keyof Dimensions]?: Dimensions[A] | undefined } & {
  readonly [A in TransactionAxis]?: string | undefined;
};

export interface CellAsked extends CellAxes, Freshness {
  readonly column: ReportColumn;
  /** First and last accounting day; of `outstandingAtEnd` the last one alone counts. */
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  /** As known at; a cursor goes on as its first page was known. */
  readonly known: Position;
  /** Transactions on a page. */
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What a transaction has in a cell. */
export interface CellTransaction {
  /** Of the transaction; its own of what names none. */
  readonly stream: string;
  /** Null of what is no transaction. */
  readonly kind: TransactionKind | null;
  readonly id: string | null;
  /** In the column of the cell: 分, or how many. */
  readonly amount: number;
  /** That move it, and the streams that they stand in: its own, and those that belong to it. */
  readonly events: readonly { readonly stream: string; readonly position: Position }[];
}

/** Transactions in the order of their streams, and what those on the pages behind come to. */
export interface CellPage extends Page<CellTransaction> {
  readonly carried: number;
}

/** Sum over the moves of a stream under a heading, and whether a move has a part in it. */
interface Summing {
  readonly sum: string;
  readonly moves: string;
}

const money = (column: string): Summing => ({ sum: `sum(booked.${column})`, moves: `booked.${column} <> 0` });
const NET = 'booked.gross + booked.subsidies - booked.refunds - booked.fees';

const SUMMING: Readonly<Record<ReportColumn, Summing>> = {
  gross: money('gross'),
  subsidies: money('subsidies'),
  refunds: money('refunds'),
  settledGross: money('settled_gross'),
  adjustments: money('adjustments'),
  outstanding: money('outstanding'),
  outstandingAtEnd: money('outstanding'),
  fees: money('fees'),
  settledNet: money('settled_net'),
  net: { sum: `sum(${NET})`, moves: '(booked.gross, booked.subsidies, booked.refunds, booked.fees) <> (0, 0, 0, 0)' },
  saleCount: { sum: 'sign(sum(booked.gross))', moves: 'booked.gross <> 0' },
  refundCount: { sum: 'sign(sum(booked.refunds))', moves: 'booked.refunds <> 0' },
  settlementCount: { sum: '(sum(booked.settled_gross) <> 0)::integer', moves: 'booked.settled_gross <> 0' },
};

const AT: KnownAt = { known: '$12' };

const isAsked = (column: string, param: number): string => `($${String(param)}::text is null or ${column} = $${String(param)})`;

const headingsOf = ({ sum, moves }: Summing): string => `(
      select stream, business_date, ${DIMENSIONS.join(', ')}, ${sum} as amount,
        json_agg(position order by position) filter (where ${moves}) as positions
      from read.transaction_moves booked
      where position <= $12 and business_date between $1 and $2
        and ${DIMENSIONS.map((axis, index) => isAsked(axis, index + 3)).join(' and ')}
      group by stream, business_date, ${DIMENSIONS.join(', ')} having bool_or(${moves})
    ) booked`;

/** $1 and $2 are the days, $3 to $7 axes of entries, $8 to $11 those of transactions, $13 where the page before ended. */
const pageSql = (summing: Summing): string => `
  with sold as (
    ${attributed(
      AT,
      headingsOf(summing),
      'booked.amount, booked.positions, coalesce(told.stream, booked.stream) as root, told.kind, told.id',
    )}
  ), summed as (
    select root, min(kind) as kind, min(id) as id, sum(amount) as amount,
      json_agg(json_build_object('stream', stream, 'positions', positions) order by stream) as booked
    from sold
    where ${TRANSACTION_AXES.map((axis, index) => isAsked(COLUMN_OF[axis], index + 8)).join(' and ')}
    group by root
  )
  select root as stream, kind, id, amount::bigint as amount, booked,
    coalesce(sum(amount) over (order by root rows between 1 following and unbounded following), 0)::bigint as carried
  from summed where $13::text is null or root > $13
  order by root limit $14`;

const PAGES = new Map<ReportColumn, string>(
  Object.entries(SUMMING).map(([column, summing]) => [column as ReportColumn, pageSql(summing)]),
);

const FIRST_DAY = '0001-01-01' as BusinessDate;

interface Row extends Omit<CellTransaction, 'events'> {
  readonly booked: readonly { readonly stream: string; readonly positions: readonly Position[] }[];
  readonly carried: number;
}

/** The transactions behind a cell of the unified report, by whatever axes, page by page: with what is carried they add up to it. */
export class CellQuery {
  constructor(private readonly reader: Reader) {}

  /** @throws InvalidCursor */
  async page(asked: CellAsked): Promise<CellPage> {
    const { column, cursor, from, limit, to } = asked;
    const [known = asked.known, after = null] = cursor === undefined ? [] : cursorParts(cursor, 2);
    const days = [column === 'outstandingAtEnd' ? FIRST_DAY : from, to];
    const axes = [...DIMENSIONS, ...TRANSACTION_AXES].map((axis) => asked[axis] ?? null);
    const answer = await this.reader.rows<Row>({
      projection: transactions,
      sql: PAGES.get(column) ?? '',
      params: [...days, ...axes, known, after, limit + 1],
      ...freshEnough({ known }, asked),
    });
    const page = pageOf(answer, limit, ({ stream }) => cursorOf(known, stream));
    return { ...page, position: known, data: page.data.map(transactionOf), carried: page.data.at(-1)?.carried ?? 0 };
  }
}

/** An event may move several headings of its stream. */
function transactionOf({ amount, booked, id, kind, stream }: Row): CellTransaction {
  const events = booked.flatMap((one) => one.positions.map((position) => ({ stream: one.stream, position })));
  return { stream, kind, id, amount, events: [...new Map(events.map((event) => [event.position, event])).values()] };
}
