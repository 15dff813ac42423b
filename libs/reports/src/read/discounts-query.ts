import { freshEnough, type Answer, type Reader } from '#projections';
import { attributed, bookedSums, bothAt, type KnownAt } from './attributed.sql.js';
import type { ReportHeading } from './daily-report-query.js';
import { axesAsked, axesNamed, axisColumns } from './report-axes.js';
import { KNOWN, spanParams, type ReportAsked } from './report-span.js';
import { transactions } from './transactions.js';

/**
 * From the list price of Douyin orders to what buyers paid, 分:
 * listPrice − discountShop − discountPlatform − discountTalent + otherChanges + undetailedGross = gross.
 */
export interface DiscountRow extends ReportHeading {
  /** Before discounts, on the day on which the order is first paid. */
  readonly listPrice: number;
  readonly discountShop: number;
  readonly discountPlatform: number;
  readonly discountTalent: number;
  /** Postage, changes of price, insurance, and what is paid on another day than the list price stands on. */
  readonly otherChanges: number;
  /** Paid for orders that nobody detailed. */
  readonly undetailedGross: number;
  /** As the unified report has it for these orders. */
  readonly gross: number;
  /** Part of gross that the promoters of payment methods paid for the buyers. */
  readonly discountPayment: number;
  /** Orders first paid, and those of them that nobody detailed. */
  readonly orderCount: number;
  readonly undetailedCount: number;
}

/** An order's list price stands under the first heading in which it has a sale. */
const firstAt = ({ known }: KnownAt): string => {
  const heading = (row: string): string =>
    ['business_date', 'merchant', 'store', 'side', 'channel', 'method'].map((name) => `${row}.${name}`).join(', ');
  const before = `earlier.stream = booked.stream and (${heading('earlier')}) < (${heading('booked')})`;
  return known === undefined
    ? `not exists (select from read.transaction_entries earlier where ${before} and earlier.gross <> 0)`
    : `not exists (
        select from read.transaction_moves earlier where ${before} and earlier.position <= ${known}
        group by ${heading('earlier')} having sum(earlier.gross) <> 0
      )`;
};

const SPAN = `booked.business_date between $1 and $2 and ($4::text is null or booked.merchant = $4)
      and ($5::text is null or booked.store = $5)`;

const ordersAt = (at: KnownAt): string => `${attributed(
  at,
  bookedSums(at, SPAN),
  `booked.gross, told.list_price, told.discount_shop, told.discount_platform, told.discount_talent, told.discount_payment,
      ${firstAt(at)} as is_first`,
)}
    where told.stream = booked.stream and told.kind = 'order' and booked.gross <> 0`;

const ofFirst = (value: string): string => `coalesce(sum(${value}) filter (where is_first), 0)`;
const ofDetailed = (value: string): string => `coalesce(sum(${value}) filter (where is_first and list_price is not null), 0)`;

const discountsAt = (at: KnownAt): string => `
  with grouped as (
    select ${axesAsked('source', { by: '$3', per: '$6' })}, source.gross, source.list_price, source.discount_shop,
      source.discount_platform, source.discount_talent, source.discount_payment, source.is_first
    from (${ordersAt(at)}) source
  ), summed as (
    select ${axisColumns()}, ${ofFirst('list_price')} as list_price, ${ofDetailed('discount_shop')} as discount_shop,
      ${ofDetailed('discount_platform')} as discount_platform, ${ofDetailed('discount_talent')} as discount_talent,
      ${ofFirst('discount_payment')} as discount_payment, sum(gross) as gross,
      coalesce(sum(gross) filter (where list_price is null), 0) as undetailed_gross,
      count(*) filter (where is_first) as order_count,
      count(*) filter (where is_first and list_price is null) as undetailed_count
    from grouped group by ${axisColumns()}
  )
  select ${axesNamed()}, list_price::bigint as "listPrice", discount_shop::bigint as "discountShop",
    discount_platform::bigint as "discountPlatform", discount_talent::bigint as "discountTalent",
    (gross - undetailed_gross - list_price + discount_shop + discount_platform + discount_talent)::bigint as "otherChanges",
    undetailed_gross::bigint as "undetailedGross", gross::bigint as gross, discount_payment::bigint as "discountPayment",
    order_count as "orderCount", undetailed_count as "undetailedCount"
  from summed order by ${axisColumns()}`;
const DISCOUNTS = bothAt(discountsAt, KNOWN);

/** Who bore the discounts of Douyin orders, over a span of accounting days. */
export class DiscountsQuery {
  constructor(private readonly reader: Reader) {}

  discounts(asked: ReportAsked): Promise<Answer<DiscountRow[]>> {
    const { times = {} } = asked;
    const sql = DISCOUNTS[times.known === undefined ? 'now' : 'known'];
    const question = { projection: transactions, sql, params: spanParams(asked) };
    return this.reader.rows<DiscountRow>({ ...question, ...freshEnough(times, asked) });
  }
}
