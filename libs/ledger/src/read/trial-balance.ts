import { START, type Position } from '#event-log';
import { Fault, type Instant } from '#kernel';
import type { Answer, Freshness, Reader } from '#projections';
import type { AsOf } from './balance-queries.js';
import { balances } from './balances.js';
import { bookedRows, digestOfRows, type TrialBalanceRow, type TrialBalanceScope } from './trial-balance-rows.js';

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

/** Of everything now, of everything as it stood, or of a scope now. */
export interface TrialBalanceAsked extends Freshness, TrialBalanceScope {
  /** Now where absent; not together with a scope. */
  readonly asOf?: AsOf | undefined;
}

const NOW = `
  select account, currency, greatest(debit - credit, 0) as debit, greatest(credit - debit, 0) as credit
  from read.accounts order by account, currency`;

const AT = `
  with until as (
    select coalesce($1, (select position from read.recorded_moments where recorded_at <= $2 order by recorded_at desc limit 1)) as position
  )
  select account, currency, greatest(movement.balance, 0) as debit, greatest(-movement.balance, 0) as credit
  from until cross join read.accounts known cross join lateral (
    select balance from read.journal_lines
    where account_id = known.account_id and position <= until.position order by position desc, line desc limit 1
  ) movement
  order by account, currency`;

/** Every account with its balance on its side. */
export class TrialBalanceQuery {
  constructor(private readonly reader: Reader) {}

  async ask({ asOf, minPosition = START, ...scope }: TrialBalanceAsked = {}): Promise<Answer<TrialBalance>> {
    const { merchant, through } = scope;
    const isScoped = merchant !== undefined || through !== undefined;
    const { position, data: rows } = await (isScoped ? this.booked(scope, minPosition) : this.rows(asOf, minPosition));
    const totals = totalsOf(rows);
    const isZero = totals.every(({ difference }) => difference === 0);
    return { position, data: { rows, totals, isZero, digest: digestOfRows(scope, rows) } };
  }

  private booked({ merchant, through }: TrialBalanceScope, minPosition: Position): Promise<Answer<TrialBalanceRow[]>> {
    const params = [merchant ?? null, through ?? null];
    return this.reader.rows({ projection: balances, sql: bookedRows('read.'), params, minPosition });
  }

  private rows(asOf: AsOf | undefined, minPosition: Position): Promise<Answer<TrialBalanceRow[]>> {
    if (!asOf) return this.reader.rows({ projection: balances, sql: NOW, minPosition });
    const params: (Position | Instant | null)[] = 'position' in asOf ? [asOf.position, null] : [null, asOf.recordedBy];
    const wanted = 'position' in asOf && asOf.position > minPosition ? asOf.position : minPosition;
    return this.reader.rows({ projection: balances, sql: AT, params, minPosition: wanted });
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
