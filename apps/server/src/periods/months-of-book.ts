import type { Instant } from '#kernel';
import { GeneralLedgerQuery, SealQueries, TrialBalanceQuery, type Seal } from '#ledger';
import { PeriodQueries, lastDayOf, type Month, type MonthRow, type MonthsAsked } from '#periods';
import type { Answer, Freshness, Reader } from '#projections';

export const MONTH_STATES = ['open', 'proposed', 'closed', 'reopened'] as const;

/** A month of a merchant's book: one in which something is booked, or for which something was ever proposed. */
export interface MonthView extends Omit<MonthRow, 'standing'> {
  /** `proposed`: its closing waits for approval. A closed month whose reopening waits is closed. */
  readonly state: (typeof MONTH_STATES)[number];
  /**
   * SHA-256 (hex) of the merchant's trial balance through the month, as its closing froze it. Null where it is open or was
   * closed with a later one, and until the read model of balances has come to the closing: `minPosition` waits for that.
   */
  readonly seal: string | null;
}

/** A month with its trial balance through its last day as it stands now: where it is closed, that is what was sealed. */
export interface MonthDetails extends MonthView {
  readonly trialBalance: { readonly digest: string; readonly debit: number; readonly credit: number };
  /** Null where there is no seal. */
  readonly isAsSealed: boolean | null;
}

/** Months of merchants, the newest first. */
export class MonthsOfBook {
  constructor(
    private readonly reader: Reader,
    private readonly now: () => Instant,
  ) {}

  async list(asked: MonthsAsked): Promise<Answer<MonthView[]>> {
    await this.balancesHave(asked);
    return this.reader.snapshot((frozen) => this.listIn(frozen, asked));
  }

  /** Undefined where nothing is booked in it and nothing was proposed for it. */
  async one(merchant: string, month: Month, { minPosition }: Freshness): Promise<Answer<MonthDetails | undefined>> {
    await this.balancesHave({ minPosition });
    return this.reader.snapshot(async (frozen) => {
      const { position, data } = await this.listIn(frozen, { merchant, minPosition });
      const view = data.find((one) => one.month === month);
      if (!view) return { position, data: undefined };
      const times = { effective: lastDayOf(month) };
      const { digest, totals } = (await new TrialBalanceQuery(frozen).ask({ merchant, times })).data;
      const debit = totals.reduce((total, one) => total + one.debit, 0);
      const credit = totals.reduce((total, one) => total + one.credit, 0);
      const isAsSealed = view.seal === null ? null : view.seal === digest;
      return { position, data: { ...view, trialBalance: { digest, debit, credit }, isAsSealed } };
    });
  }

  /** A snapshot sees nothing that comes after its first question: what it waits for is there before. */
  private async balancesHave(freshness: Freshness): Promise<void> {
    await new GeneralLedgerQuery(this.reader).standing(freshness);
  }

  private async listIn(frozen: Reader, asked: MonthsAsked): Promise<Answer<MonthView[]>> {
    const { position: told, data: rows } = await new PeriodQueries(frozen).months(asked);
    const seals = new SealQueries(frozen);
    const { data: booked } = await seals.bookedMonths({ merchant: asked.merchant });
    const { position: balanced, data: sealed } = await seals.seals({ merchant: asked.merchant });
    const known = new Set(rows.map(({ month }) => month));
    const others = booked.filter((month) => !known.has(month)).map((month) => neverTold(asked.merchant, month));
    const views = closedWithLater([...rows, ...others]).map((row) => this.viewOf(row, sealed));
    return { position: told < balanced ? told : balanced, data: views.sort((a, b) => (a.month < b.month ? 1 : -1)) };
  }

  private viewOf({ standing, ...row }: MonthRow, sealed: readonly Seal[]): MonthView {
    const isWaiting = row.proposal !== null && row.proposal.expiresAt > this.now();
    const seal = standing === 'closed' ? sealOf(row, sealed) : null;
    const state = isWaiting && standing !== 'closed' ? 'proposed' : standing;
    return { ...row, state, seal, proposal: isWaiting ? row.proposal : null };
  }
}

/** Everything before the month that was closed first is closed with it. */
function closedWithLater(rows: readonly MonthRow[]): MonthRow[] {
  const [first] = rows.filter(({ standing }) => standing === 'closed').sort((a, b) => (a.month < b.month ? -1 : 1));
  if (!first) return [...rows];
  return rows.map((row) => (row.month < first.month ? { ...row, standing: 'closed', closed: first.closed } : row));
}

const neverTold = (merchant: string, month: Month): MonthRow => ({
  merchant,
  month,
  standing: 'open',
  proposal: null,
  closed: null,
  reopened: null,
  rejected: null,
});

const sealOf = ({ month, closed }: Pick<MonthRow, 'month' | 'closed'>, sealed: readonly Seal[]): string | null =>
  sealed.find((seal) => seal.month === month && seal.position === closed?.position)?.digest ?? null;
