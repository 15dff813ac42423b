import { createHash } from 'node:crypto';
import type { EventLog } from '#event-log';
import { canonicalJson, instant } from '#kernel';
import { LateFactsQuery, SealQueries, TrialBalanceQuery, type TrialBalanceRow } from '#ledger';
import { lastDayOf, type ClosingPreview, type Month, type ReopeningPreview } from '#periods';
import type { Reader } from '#projections';
import { WorklistQueries } from '#worklist';

/** What a proposal is about. */
interface OfMonth {
  readonly kind: 'close' | 'reopen';
  readonly merchantId: string;
  readonly month: Month;
}

const UNSETTLED = ['assets:receivable:', 'assets:clearing:'];
const IN_TRANSIT = ['assets:in-transit:'];
const SUSPENSE = ['equity:suspense:'];

/** What is shown to who proposes and who approves, out of read models that have seen all that the log holds when asked. */
export class Previews {
  private readonly trialBalances: TrialBalanceQuery;
  private readonly worklist: WorklistQueries;
  private readonly seals: SealQueries;
  private readonly lateFacts: LateFactsQuery;

  constructor(
    private readonly log: EventLog,
    reader: Reader,
  ) {
    this.trialBalances = new TrialBalanceQuery(reader);
    this.worklist = new WorklistQueries(reader, () => instant(Date.now()));
    this.seals = new SealQueries(reader);
    this.lateFacts = new LateFactsQuery(reader);
  }

  async ofClosing(merchant: string, month: Month): Promise<ClosingPreview> {
    const minPosition = await this.log.head();
    const through = lastDayOf(month);
    const { position, data } = await this.trialBalances.ask({ merchant, times: { effective: through }, minPosition });
    const { data: codes } = await this.worklist.summary({ merchant, minPosition });
    const { rows, totals, digest } = data;
    return {
      position,
      through,
      trialBalance: { digest, debit: sum(totals, 'debit'), credit: sum(totals, 'credit') },
      unsettled: balanceUnder(rows, UNSETTLED),
      inTransit: balanceUnder(rows, IN_TRANSIT),
      suspense: balanceUnder(rows, SUSPENSE),
      openExceptions: { count: sum(codes, 'open') + sum(codes, 'claimed'), worth: sum(codes, 'worth') },
    };
  }

  /** The seal is empty where the month was never closed: that proposal is refused. */
  async ofReopening(merchant: string, month: Month): Promise<ReopeningPreview> {
    const minPosition = await this.log.head();
    const { data: seals } = await this.seals.seals({ merchant, minPosition });
    const lateEntries = await this.lateFacts.count({ merchant, minPosition });
    return { seal: seals.find((seal) => seal.month === month)?.digest ?? '', lateEntries };
  }
}

/** SHA-256 (hex) of what is proposed with what was shown for it: who approves names it. */
export const digestOfProposal = (of: OfMonth, shown: ClosingPreview | ReopeningPreview): string =>
  createHash('sha256')
    .update(canonicalJson({ ...of, shown }))
    .digest('hex');

const balanceUnder = (rows: readonly TrialBalanceRow[], paths: readonly string[]): number =>
  rows
    .filter(({ account }) => paths.some((path) => account.startsWith(path)))
    .reduce((total, { debit, credit }) => total + debit - credit, 0);

const sum = <K extends string>(rows: readonly Readonly<Record<K, number>>[], column: K): number =>
  rows.reduce((total, row) => total + row[column], 0);
