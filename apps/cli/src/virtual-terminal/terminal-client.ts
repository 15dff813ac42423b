import { createHmac } from 'node:crypto';

export interface TerminalIdentity {
  readonly merchantNo: string;
  readonly terminalNo: string;
  /** Shared with the ledger; signs every call and is shown nowhere. */
  readonly key: string;
}

/** A payment request as the terminal sees it. Amount 分. */
export interface Waiting {
  readonly requestId: string;
  readonly orderId: string;
  readonly status: string;
  readonly amount: number;
  readonly expiresAt: string;
}

export interface Reply {
  readonly status: number;
  /** Code of a refusal. */
  readonly code: string | undefined;
  readonly body: unknown;
}

/** A transaction as this terminal tells it. */
export interface Transaction {
  readonly kind: 'purchase' | 'inquiry';
  readonly batch_no: string;
  readonly trace_no: string;
  readonly amount: number;
  readonly method: string;
  readonly response_code: string;
  readonly occurred_at: string;
  readonly rrn?: string;
  readonly instruction_id: string;
  readonly operator_no?: string;
}

const WAIT_S = 25;

/** The ledger as a terminal sees it: what there is to be paid, and where to tell what became of it. */
export class TerminalClient {
  private readonly requests: string;

  constructor(
    private readonly url: string,
    private readonly identity: TerminalIdentity,
  ) {
    this.requests = `/v1/terminals/${identity.merchantNo}/${identity.terminalNo}/payment-requests`;
  }

  /** Waits up to 25 seconds for something to be paid. */
  async waiting(signal?: AbortSignal): Promise<readonly Waiting[]> {
    const { body } = await this.call('GET', `${this.requests}?wait=${String(WAIT_S)}`, undefined, signal);
    return (body as { readonly data: readonly Waiting[] }).data;
  }

  confirm(requestId: string): Promise<Reply> {
    return this.call('POST', `${this.requests}/${requestId}/confirm`, {});
  }

  report(
    requestId: string,
    outcome: { readonly outcome: string; readonly amount?: number; readonly response_code?: string },
  ): Promise<Reply> {
    return this.call('POST', `${this.requests}/${requestId}/outcome`, outcome);
  }

  /** Signed over the body alone, as terminals sign transactions. */
  tell(transaction: Transaction): Promise<Reply> {
    const { merchantNo, terminalNo } = this.identity;
    const body = JSON.stringify({ ...transaction, merchant_no: merchantNo, terminal_no: terminalNo });
    return this.send('POST', '/v1/channels/pos/transactions', body, body);
  }

  private call(method: string, path: string, content?: object, signal?: AbortSignal): Promise<Reply> {
    const body = content === undefined ? undefined : JSON.stringify(content);
    return this.send(method, path, body, `${method} ${path}\n${body ?? ''}`, signal);
  }

  private async send(
    method: string,
    path: string,
    body: string | undefined,
    signed: string,
    signal?: AbortSignal,
  ): Promise<Reply> {
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: { ...this.signatureOf(signed), ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    });
    const answer: unknown = await response.json().catch(() => undefined);
    const code = (answer as { readonly code?: string } | undefined)?.code;
    if (response.status === 401 || response.status === 403)
      throw new Error(`the ledger does not know this terminal: ${code ?? ''}`);
    return { status: response.status, code: response.ok ? undefined : code, body: answer };
  }

  private signatureOf(signed: string): Record<string, string> {
    const { merchantNo, terminalNo, key } = this.identity;
    const timestamp = String(Math.floor(Date.now() / 1000));
    return {
      'x-terminal': `${merchantNo}/${terminalNo}`,
      'x-timestamp': timestamp,
      'x-signature': createHmac('sha256', key).update(`${timestamp}\n${signed}`).digest('hex'),
    };
  }
}
