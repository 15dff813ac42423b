import type { Reply, Transaction, Waiting } from './terminal-client.js';

/** What the buyer's card, or the person at the counter, says. `leave`: the request stays where it is. */
export type Verdict = 'approve' | 'decline' | 'unknown' | 'leave';

/** What a virtual terminal talks to. */
export interface LedgerOfTerminal {
  waiting(signal?: AbortSignal): Promise<readonly Waiting[]>;
  confirm(requestId: string): Promise<Reply>;
  report(
    requestId: string,
    outcome: { readonly outcome: string; readonly amount?: number; readonly response_code?: string },
  ): Promise<Reply>;
  tell(transaction: Transaction): Promise<Reply>;
}

export interface VirtualTerminalOptions {
  readonly print: (line: string) => void;
  /** Asked for each request that comes. */
  readonly judge: (waiting: Waiting) => Promise<Verdict>;
  readonly method: string;
  /** Who is at the till. */
  readonly operatorNo?: string;
  /** Six digits. */
  readonly batchNo: string;
  /** Trace of the first transaction. */
  readonly firstTrace: number;
  readonly now: () => Date;
}

const APPROVED = '00';
const DECLINED = '51';
const NO_ANSWER = '98';
const TRACES = 1_000_000;

const yuan = (fen: number): string => `${String(Math.trunc(fen / 100))}.${String(fen % 100).padStart(2, '0')}`;

/** Plays the merchant's part: takes a request on, collects it, and tells the transaction and its outcome. */
export class VirtualTerminal {
  private readonly left = new Set<string>();
  private trace: number;

  constructor(
    private readonly ledger: LedgerOfTerminal,
    private readonly options: VirtualTerminalOptions,
  ) {
    this.trace = options.firstTrace;
  }

  /** Serves what waits now, or comes within the time that the ledger holds the question open. Answers how many it served. */
  async serve(signal?: AbortSignal): Promise<number> {
    let served = 0;
    for (const waiting of await this.ledger.waiting(signal)) {
      if (this.left.has(waiting.requestId)) continue;
      this.options.print(
        `${waiting.requestId}: order ${waiting.orderId}, ${yuan(waiting.amount)} yuan, until ${waiting.expiresAt}`,
      );
      const verdict = await this.options.judge(waiting);
      if (verdict === 'leave') this.left.add(waiting.requestId);
      else served += Number(await this.collect(waiting, verdict));
    }
    return served;
  }

  /** No money is taken that the ledger did not agree to. */
  private async collect(waiting: Waiting, verdict: Exclude<Verdict, 'leave'>): Promise<boolean> {
    const { requestId, amount } = waiting;
    const confirmed = await this.ledger.confirm(requestId);
    if (confirmed.code !== undefined) {
      this.options.print(`  not taken on: ${confirmed.code}`);
      return false;
    }
    const transaction = this.transactionOf(waiting, verdict);
    const told = await this.ledger.tell(transaction);
    const { response_code } = transaction;
    const outcome = { approve: 'approved', decline: 'declined', unknown: 'unknown' }[verdict];
    const reported = await this.ledger.report(requestId, { outcome, response_code, ...(verdict === 'approve' && { amount }) });
    const wrong = [told.code, reported.code].filter((code) => code !== undefined);
    this.options.print(
      `  ${outcome}, trace ${transaction.trace_no}${wrong.length > 0 ? `, but the ledger says ${wrong.join(', ')}` : ''}`,
    );
    return true;
  }

  private transactionOf({ requestId, amount }: Waiting, verdict: Exclude<Verdict, 'leave'>): Transaction {
    const { batchNo, method, now, operatorNo } = this.options;
    const traceNo = String(this.trace).padStart(6, '0');
    this.trace = (this.trace + 1) % TRACES || 1;
    return {
      kind: 'purchase',
      batch_no: batchNo,
      trace_no: traceNo,
      amount,
      method,
      response_code: { approve: APPROVED, decline: DECLINED, unknown: NO_ANSWER }[verdict],
      occurred_at: now().toISOString(),
      ...(verdict === 'approve' && { rrn: `${batchNo}${traceNo}` }),
      instruction_id: requestId,
      ...(operatorNo !== undefined && { operator_no: operatorNo }),
    };
  }
}
