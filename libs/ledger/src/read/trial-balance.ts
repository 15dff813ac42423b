import { Fault } from '#kernel';
import { freshEnough, isNow, type Answer, type Freshness, type Reader, type Times } from '#projections';
import { balances } from './balances.js';
import { stoodSql } from './stood.js';
import { digestOfRows, type TrialBalanceRow } from './trial-balance-rows.js';

export interface TrialBalanceTotal {
  readonly currency: string;
  readonly debit: number;
  readonly credit: number;
  /** debit − credit: 0, or the book is broken. */
  readonly difference: number;
}

export interface TrialBalance {
  readonly rows: readonly TrialBalanceRow[];
  readonly totals: readonly TrialBalanceTotal[];
  readonly isZero: boolean;
  /** SHA-256 (hex) of scope and rows. */
  readonly digest: string;
}

export interface TrialBalanceAsked extends Freshness {
  /** Its entries alone; those of all where absent. */
  readonly merchant?: string | undefined;
  readonly times?: Times | undefined;
}

const NOW = `
  select account, currency, greatest(debit - credit, 0) as debit, greatest(credit - debit, 0) as credit
  from read.accounts order by account, currency`;

/**
 * An account at zero is left out where a merchant or a day is asked for: whether something was booked and taken back depends
 * on the order in which facts came.
 */
const THEN = `
  select account, currency, greatest(stood.debit - stood.credit, 0) as debit, greatest(stood.credit - stood.debit, 0) as credit
  from read.accounts known
  cross join lateral (${stoodSql({ merchant: '$1', effective: '$2', known: '$3' })}) stood
  where stood."movedAt" is not null and (stood.debit <> stood.credit or ($1::text is null and $2::date is null))
  order by account, currency`;

/** Every account with its balance on its side. */
export class TrialBalanceQuery {
  constructor(private readonly reader: Reader) {}

  async ask({ merchant, times = {}, ...asked }: TrialBalanceAsked = {}): Promise<Answer<TrialBalance>> {
    const { effective, known } = times;
    const params = [merchant ?? null, effective ?? null, known ?? null];
    const question = merchant === undefined && isNow(times) ? { sql: NOW } : { sql: THEN, params };
    const fresh = freshEnough(times, asked);
    const { position, data: rows } = await this.reader.rows<TrialBalanceRow>({ projection: balances, ...question, ...fresh });
    const totals = totalsOf(rows);
    const isZero = totals.every(({ difference }) => difference === 0);
    return { position, data: { rows, totals, isZero, digest: digestOfRows({ merchant, effective }, rows) } };
  }
}

function totalsOf(rows: readonly TrialBalanceRow[]): TrialBalanceTotal[] {
  const totals = new Map<string, { debit: number; credit: number }>();
  for (const { currency, debit, credit } of rows) {
    const total = totals.get(currency) ?? { debit: 0, credit: 0 };
    totals.set(currency, { debit: total.debit + debit, credit: total.credit + credit });
  }
  return [...totals].map(([currency, { debit, credit }]) => {
    if (!Number.isSafeInteger(debit) || !Number.isSafeInteger(credit))
      throw new Fault(`the totals in ${currency} pass the safe integers`);
    return { currency, debit, credit, difference: debit - credit };
  });
}
