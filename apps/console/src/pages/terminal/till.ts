import { followStream, type StreamEvent, type StreamState } from '../../api/event-stream';
import { ApiProblem } from '../../api/problem';
import type { TerminalRef } from './signing';
import type { LedgerOfTerminal, Waiting } from './terminal-api';
import { numbersAfter, outcomeOf, transactionOf, type Numbers, type Said, type Transaction } from './transaction';

/** What was collected, or was not, as it is written on the slip. */
export interface Slip {
  readonly request: Waiting;
  readonly said: Said;
  readonly transaction: Transaction | undefined;
  /** Undefined where nothing was tried, or the ledger put the transaction aside. */
  readonly paymentId: string | undefined;
  readonly at: string;
}

/** An outcome on its way: once it may have been told, it is told again as it is, never with other numbers. */
export interface Sending {
  readonly said: Said;
  readonly transaction: Transaction | undefined;
  readonly problem: unknown;
}

export interface TillState {
  readonly link: StreamState;
  /** Why the ledger does not speak to this terminal any more. */
  readonly refusal: ApiProblem | undefined;
  /** What is to be done, and what ended before anything was done. Oldest first. */
  readonly requests: readonly Waiting[];
  readonly sending: Readonly<Record<string, Sending>>;
  /** Newest first. */
  readonly slips: readonly Slip[];
}

const FIRST_REFUSED = 400;
const FIRST_FAULT = 500;
const PASSING = [408, 429];

/** The ledger answered, and the answer stays the same. */
const isRefused = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && error.status >= FIRST_REFUSED && error.status < FIRST_FAULT && !PASSING.includes(error.status);

const isToDo = ({ status }: Waiting): boolean => status === 'requested' || status === 'confirmed';

/** A terminal that is signed on: it hears of requests, takes them on, and tells what became of them. */
export class Till {
  private state: TillState = { link: 'connecting', refusal: undefined, requests: [], sending: {}, slips: [] };
  private readonly hearers = new Set<() => void>();
  private last: Numbers | undefined;
  private position: string | undefined;

  constructor(
    readonly terminal: TerminalRef,
    readonly ledger: LedgerOfTerminal,
    private readonly now: () => Date = () => new Date(),
  ) {}

  readonly subscribe = (hear: () => void): (() => void) => {
    this.hearers.add(hear);
    return () => this.hearers.delete(hear);
  };

  readonly snapshot = (): TillState => this.state;

  /** Asks what there is to do. @throws ApiProblem where the ledger does not take the signature */
  async signOn(): Promise<void> {
    const { position, data } = await this.ledger.waiting();
    this.position = position;
    this.take(data);
  }

  /** Hears of what changes until it is gone, or until the ledger refuses the signature. */
  listen(gone: AbortSignal): Promise<void> {
    return followStream(this.position, {
      open: (after, signal) => this.ledger.stream(after, signal),
      hear: (events) => this.hear(events),
      tell: (link) => this.set({ link }),
      isOver: (error) => {
        if (!isRefused(error)) return false;
        this.set({ link: 'lost', refusal: error });
        return true;
      },
      gone,
    });
  }

  /** @throws ApiProblem where the terminal may not take it on */
  async confirm(requestId: string): Promise<void> {
    await this.ledger.confirm(requestId);
    this.set({
      requests: this.state.requests.map((one) =>
        one.requestId === requestId && one.status === 'requested' ? { ...one, status: 'confirmed' as const } : one,
      ),
    });
  }

  /**
   * Tells the transaction, then the outcome. What may have been told once keeps its numbers however often it is sent;
   * what the ledger refused was not told, and may be said anew.
   */
  async collect(request: Waiting, said: Said): Promise<void> {
    const { requestId } = request;
    const before = this.state.sending[requestId];
    const now = this.now();
    const transaction = before ? before.transaction : this.transaction(request, said, now);
    const sent: Sending = { said: before?.said ?? said, transaction, problem: undefined };
    this.set({ sending: { ...this.state.sending, [requestId]: sent } });
    const told = await this.told(requestId, sent);
    try {
      await this.ledger.report(requestId, outcomeOf(request, sent.said));
    } catch (error) {
      this.set({ sending: { ...this.state.sending, [requestId]: { ...sent, problem: error } } });
      throw error;
    }
    const slip = { request, said: sent.said, transaction, paymentId: told, at: transaction?.occurred_at ?? now.toISOString() };
    this.set({
      ...this.without(requestId),
      slips: [slip, ...this.state.slips.filter((one) => one.request.requestId !== requestId)],
    });
  }

  /** Takes what ended from the list. */
  dismiss(requestId: string): void {
    this.set(this.without(requestId));
  }

  private async told(requestId: string, { transaction, ...sent }: Sending): Promise<string | undefined> {
    if (!transaction) return undefined;
    try {
      return (await this.ledger.tell(transaction)).paymentId;
    } catch (error) {
      const { [requestId]: _, ...others } = this.state.sending;
      this.set({
        sending: isRefused(error) ? others : { ...others, [requestId]: { ...sent, transaction, problem: error } },
      });
      throw error;
    }
  }

  private hear(events: readonly StreamEvent[]): void {
    this.position = events.at(-1)?.id ?? this.position;
    this.take(events.map(({ data }) => JSON.parse(data) as Waiting));
  }

  /** What this terminal told itself is on its slip; what ended otherwise stays until somebody has seen it. */
  private take(rows: readonly Waiting[]): void {
    const known = new Map(this.state.requests.map((one) => [one.requestId, one]));
    const done = new Set(this.state.slips.map(({ request }) => request.requestId));
    for (const row of rows)
      if (!done.has(row.requestId) && (isToDo(row) || known.has(row.requestId))) known.set(row.requestId, row);
    this.set({ requests: [...known.values()] });
  }

  /** What is known now of a try whose outcome was unknown is told under the numbers of that try. */
  private transaction(request: Waiting, said: Said, now: Date): Transaction | undefined {
    const tried = this.state.slips.find(({ request: { requestId } }) => requestId === request.requestId)?.transaction;
    if (!tried) this.last = numbersAfter(this.last, now);
    const numbers = tried ? { batchNo: tried.batch_no, traceNo: tried.trace_no } : this.last;
    return numbers && transactionOf(this.terminal, request, said, numbers, tried ? new Date(tried.occurred_at) : now);
  }

  private without(requestId: string): Pick<TillState, 'requests' | 'sending'> {
    const { [requestId]: _, ...sending } = this.state.sending;
    return { requests: this.state.requests.filter((one) => one.requestId !== requestId), sending };
  }

  private set(change: Partial<TillState>): void {
    this.state = { ...this.state, ...change };
    for (const hear of this.hearers) hear();
  }
}
