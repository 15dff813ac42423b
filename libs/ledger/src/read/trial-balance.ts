import { Fault } from '#kernel';
import { freshEnough, isNow, type Answer, type Freshness, type Question, type Reader, type Times } from '#projections';
import { balances } from './balances.js';
import { daysOf, knownOf, reachSql, stoodSql } from './stood.js';
import { bookedSql, digestOfRows, type TrialBalanceRow } from './trial-balance-rows.js';

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

const STOOD = stoodSql({ merchant: '$1', effective: '$3', levels: '$4', nodes: '$5' });
const REACH = reachSql('$2');

const KNOWN = `
  select account, currency, greatest(reach.debit - reach.credit, 0) as debit, greatest(reach.credit - reach.debit, 0) as credit
  from read.accounts known cross join lateral (${reachSql('$1')}) reach order by account, currency`;

const THEN = `cross join lateral (${REACH}) reach cross join lateral (${STOOD}) stood`;
const OF_ALL = bookedSql(`read.accounts known ${THEN}`);
const OF_MERCHANT = bookedSql(
  `read.account_merchants held join read.accounts known using (account_id) ${THEN}`,
  'held.merchant = $1',
);

function questionOf(merchant: string | undefined, times: Times): Pick<Question, 'sql' | 'params'> {
  if (merchant === undefined && isNow(times)) return { sql: NOW };
  if (merchant === undefined && times.effective === undefined) return { sql: KNOWN, params: [knownOf(times)] };
  const params = [merchant ?? '', knownOf(times), ...daysOf(times)];
  return { sql: merchant === undefined ? OF_ALL : OF_MERCHANT, params };
}

/** Every account with its balance on its side. */
export class TrialBalanceQuery {
  constructor(private readonly reader: Reader) {}

  async ask({ merchant, times = {}, ...asked }: TrialBalanceAsked = {}): Promise<Answer<TrialBalance>> {
    const question = { projection: balances, ...questionOf(merchant, times), ...freshEnough(times, asked) };
    const { position, data: rows } = await this.reader.rows<TrialBalanceRow>(question);
    const totals = totalsOf(rows);
    const isZero = totals.every(({ difference }) => difference === 0);
    return { position, data: { rows, totals, isZero, digest: digestOfRows({ merchant, effective: times.effective }, rows) } };
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
