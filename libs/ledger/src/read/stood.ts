/** Parameters of a question about a point of time: placeholders, or `null` for none. */
export interface StoodParams {
  /** Its entries alone. */
  readonly merchant: string;
  readonly effective: string;
  readonly known: string;
}

/**
 * What the account `known` had taken in at a point of time: one row of `debit`, `credit` (minor units), `lines` and
 * `movedAt`, the position of the last line; null where there is none.
 */
export const stoodSql = ({ merchant, effective, known }: StoodParams): string => `
  select coalesce(sum(greatest(amount, 0)), 0)::bigint as debit, coalesce(sum(greatest(0 - amount, 0)), 0)::bigint as credit,
         count(*) as lines, max(position) as "movedAt"
  from read.journal_lines line
  where line.account_id = known.account_id and (${known}::text is null or position <= ${known})
    and (${effective}::date is null or business_date <= ${effective}) and (${merchant}::text is null or merchant = ${merchant})`;
