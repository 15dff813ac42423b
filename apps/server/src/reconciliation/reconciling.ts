import type { CommandContext } from '#event-log';
import { instant, isRejection, type Rejection } from '#kernel';
import type { Reader } from '#projections';
import { RunQueries, accountsIn, type AccountOf, type Reconciler } from '#reconciliation';
import type { ReconciledAccount, ReconciledAnswer } from './reconciliation.answers.js';
import type { ReconcileRequest } from './reconciliation.requests.js';

/** Runs that somebody asks for. */
export class Reconciling {
  constructor(
    private readonly reader: Reader,
    private readonly reconciler: Reconciler,
    private readonly head: () => Promise<string>,
    private readonly nowMs: () => number,
  ) {}

  /** Judges what the log holds now. @throws ProjectionBehind */
  async reconcile({ from, to, ...asked }: ReconcileRequest, context: CommandContext): Promise<ReconciledAnswer | Rejection> {
    const { actor, correlationId } = context;
    const [queries, now, minPosition] = [new RunQueries(this.reader), instant(this.nowMs()), await this.head()];
    let position = await queries.position(minPosition);
    const accounts: ReconciledAccount[] = [];
    for (const of of await this.accounts(asked)) {
      const days = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
      const result = await this.reconciler.run({ of, now, days, minPosition, context: { actor, correlationId } });
      if (isRejection(result)) return result;
      const { book, channel, account } = of;
      const { changed, outcomes, overtaken } = result;
      accounts.push({ book, channel, account, outcomes, changed, overtaken });
      if (result.position > position) position = result.position;
    }
    return { position, accounts };
  }

  private async accounts({
    account,
    ...asked
  }: Pick<ReconcileRequest, 'merchant' | 'channel' | 'account'>): Promise<AccountOf[]> {
    const moved = await new RunQueries(this.reader).accounts({ ...asked, ...(account !== undefined && { account }) });
    const found = await Promise.all(moved.map((one) => accountsIn(this.reader, one)));
    return found.flat().filter((of) => account === undefined || of.account === account);
  }
}
