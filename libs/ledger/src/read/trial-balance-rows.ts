import { createHash } from 'node:crypto';
import { canonicalJson, type BusinessDate } from '#kernel';

/** A balance in the column of its side, minor units; the other is 0. */
export interface TrialBalanceRow {
  readonly account: string;
  readonly currency: string;
  readonly debit: number;
  readonly credit: number;
}

/** Whose entries a trial balance sums up, and up to which day they are booked; all where undefined. */
export interface TrialBalanceScope {
  readonly merchant?: string | undefined;
  readonly effective?: BusinessDate | undefined;
}

/**
 * Balances of one merchant's entries ($1; null: of all) booked through a day ($2; null: all). An account at zero is left out:
 * whether something was booked and taken back depends on the order in which facts came. `schema` stands before the tables.
 */
export const bookedRows = (schema: '' | 'read.'): string => `
  select account, currency, greatest(balance, 0) as debit, greatest(0 - balance, 0) as credit
  from ${schema}accounts join (
    select account_id, sum(debit - credit)::bigint as balance from ${schema}account_days
    where ($1::text is null or merchant = $1) and ($2::date is null or business_date <= $2) group by account_id
  ) summed using (account_id)
  where balance <> 0 order by account, currency`;

/** SHA-256 (hex): one for one trial balance. Digests that were noted down have the day as `through`. */
export const digestOfRows = ({ merchant, effective }: TrialBalanceScope, rows: readonly TrialBalanceRow[]): string =>
  createHash('sha256')
    .update(canonicalJson({ merchant, through: effective, rows }))
    .digest('hex');
