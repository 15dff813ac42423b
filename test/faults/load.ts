import { setTimeout as sleep } from 'node:timers/promises';

const CALLERS = 16;
const ANSWER_WITHIN_MS = 8_000;
const AGAIN_AFTER_MS = 30;
const BETWEEN_SALES_MS = 4;

export interface Till {
  readonly url: string;
  readonly adminKey: string;
  readonly merchantNo: string;
  readonly terminalNo: string;
}

/** Tills that sell until they are told to stop, and send each sale again until it is acknowledged. */
export class Load {
  /** Payment id → position that its acknowledgement named. */
  readonly acknowledged = new Map<string, string>();
  /** Sent, and never answered. */
  readonly unanswered = new Set<string>();
  private trace = 0;
  private stopping = new AbortController();
  private lines: Promise<void>[] = [];

  constructor(private readonly till: Till) {}

  start(): void {
    this.stopping = new AbortController();
    this.lines = Array.from({ length: CALLERS }, () => this.sellOn());
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.lines);
  }

  private async sellOn(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.sell();
      await sleep(BETWEEN_SALES_MS);
    }
  }

  private async sell(): Promise<void> {
    this.trace += 1;
    const batchNo = String(Math.floor(this.trace / 1_000_000)).padStart(6, '0');
    const traceNo = String(this.trace % 1_000_000).padStart(6, '0');
    const { merchantNo, terminalNo } = this.till;
    const paymentId = `pay_${merchantNo}.${terminalNo}.${batchNo}.${traceNo}.20260921`;
    this.unanswered.add(paymentId);
    const body = JSON.stringify({
      kind: 'purchase',
      merchant_no: merchantNo,
      terminal_no: terminalNo,
      batch_no: batchNo,
      trace_no: traceNo,
      occurred_at: '2026-09-21T10:00:00+08:00',
      amount: 100 + (this.trace % 90_000),
      method: 'card',
      response_code: '00',
      ...(this.trace % 4 === 0 && { rrn: String(this.trace).padStart(12, '0') }),
    });
    while (!this.stopping.signal.aborted) {
      const position = await this.tell(body).catch(() => undefined);
      if (position !== undefined) {
        this.acknowledged.set(paymentId, position);
        this.unanswered.delete(paymentId);
        return;
      }
      await sleep(AGAIN_AFTER_MS);
    }
  }

  /** The position acknowledged; undefined where it was not. */
  private async tell(body: string): Promise<string | undefined> {
    const response = await fetch(`${this.till.url}/v1/channels/pos/transactions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.till.adminKey}`, 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const answer = (await response.json()) as { status?: string; position?: string };
    return response.ok && (answer.status === 'applied' || answer.status === 'duplicate') ? answer.position : undefined;
  }
}
