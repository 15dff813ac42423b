import { mustReach } from '../../api/answers';
import type { RowOf } from '../../api/client';
import type { FreshPath } from '../../api/commands';
import { offline, problemOf } from '../../api/problem';
import { signatureOf, type TerminalRef } from './signing';
import type { Outcome, Transaction } from './transaction';

/** A payment request as the terminal sees it. Amounts 分. */
export type Waiting = RowOf<'/v1/terminals/{merchantNo}/{terminalNo}/payment-requests'>;

/** What there was to do, at a position of the log. */
export interface Inbox {
  readonly position: string;
  readonly data: readonly Waiting[];
}

export interface Told {
  /** Undefined where the ledger put the transaction aside. */
  readonly paymentId: string | undefined;
}

/** What the till needs of the ledger. All of it @throws ApiProblem where the ledger refuses or can not be reached. */
export interface LedgerOfTerminal {
  readonly waiting: () => Promise<Inbox>;
  readonly stream: (after: string | undefined, signal: AbortSignal) => Promise<Response>;
  readonly confirm: (requestId: string) => Promise<void>;
  readonly tell: (transaction: Transaction) => Promise<Told>;
  readonly report: (requestId: string, outcome: Outcome) => Promise<void>;
  /** By how much the ledger's clock is ahead of this one, as far as an answer told. */
  readonly clockOffMs: () => number;
}

const TRANSACTIONS = '/v1/channels/pos/transactions';
const SHOW_PAYMENTS: readonly FreshPath[] = ['/v1/payments/{id}', '/v1/transactions'];
const SHOW_REQUESTS: readonly FreshPath[] = ['/v1/payment-requests', '/v1/orders/{id}'];
const PATIENCE_MS = 20_000;

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** The ledger as this terminal sees it. Without the session's cookie: it is judged by its signature alone, as any terminal. */
export class SignedLedger implements LedgerOfTerminal {
  private readonly requests: string;
  private offMs = 0;

  constructor(
    private readonly terminal: TerminalRef,
    private readonly key: CryptoKey,
  ) {
    this.requests = `/v1/terminals/${terminal.merchantNo}/${terminal.terminalNo}/payment-requests`;
  }

  async waiting(): Promise<Inbox> {
    const response = await this.call({ method: 'GET', path: this.requests });
    return (await response.json()) as Inbox;
  }

  stream(after: string | undefined, signal: AbortSignal): Promise<Response> {
    const headers = { Accept: 'text/event-stream', ...(after !== undefined && { 'Last-Event-ID': after }) };
    return this.call({ method: 'GET', path: `${this.requests}/stream`, headers, signal });
  }

  async confirm(requestId: string): Promise<void> {
    await this.call({ method: 'POST', path: `${this.requests}/${requestId}/confirm`, body: '{}' });
  }

  /** Signed over the body alone, as terminals sign transactions. */
  async tell(transaction: Transaction): Promise<Told> {
    const body = JSON.stringify(transaction);
    const response = await this.send({ method: 'POST', path: TRANSACTIONS, body }, body);
    const answer = (await response.json()) as { readonly payment_id?: string; readonly position?: string };
    if (answer.position !== undefined) mustReach(SHOW_PAYMENTS, answer.position);
    return { paymentId: answer.payment_id };
  }

  async report(requestId: string, outcome: Outcome): Promise<void> {
    const path = `${this.requests}/${requestId}/outcome`;
    const response = await this.call({ method: 'POST', path, body: JSON.stringify(outcome) });
    mustReach(SHOW_REQUESTS, ((await response.json()) as { readonly position: string }).position);
  }

  clockOffMs(): number {
    return this.offMs;
  }

  /** Signed over method, path and body, so that a signature for one request opens no other. */
  private call(call: Call): Promise<Response> {
    return this.send(call, `${call.method} ${call.path}\n${call.body ?? ''}`);
  }

  private async send({ method, path, body, headers, signal }: Call, says: string): Promise<Response> {
    const signed = await signatureOf(this.terminal, this.key, says, Date.now());
    const response = await fetch(path, {
      method,
      credentials: 'omit',
      headers: { ...signed, ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      signal: signal ?? AbortSignal.timeout(PATIENCE_MS),
      ...(body !== undefined && { body }),
    }).catch((error: unknown) => {
      if (signal?.aborted) throw error;
      throw offline();
    });
    const at = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(at)) this.offMs = at - Date.now();
    if (response.ok) return response;
    throw problemOf(response, await response.json().catch(() => undefined));
  }
}
