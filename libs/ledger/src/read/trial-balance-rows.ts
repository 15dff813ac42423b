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
 * Balances out of accounts and how each `stood`. An account at zero is left out: whether something was booked and taken back
 * depends on the order in which facts came.
 */
export const bookedSql = (from: string, where = 'true'): string => `
  select account, currency, greatest(stood.debit - stood.credit, 0) as debit, greatest(stood.credit - stood.debit, 0) as credit
  from ${from} where ${where} and stood.debit <> stood.credit order by account, currency`;

/** SHA-256 (hex): one for one trial balance. Digests that were noted down have the day as `through`. */
export const digestOfRows = ({ merchant, effective }: TrialBalanceScope, rows: readonly TrialBalanceRow[]): string =>
  createHash('sha256')
    .update(canonicalJson({ merchant, through: effective, rows }))
    .digest('hex');
