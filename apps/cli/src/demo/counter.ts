import { asTerminal, instruct, push, report } from './outside.js';
import { DemoFailure, type Answer, type Ledger } from './ledger.js';
import { polled } from './projections.js';
import type { Cast, DemoTerminal } from './story/cast.js';
import { messagesAt, type HandOver } from './story/counter.js';

/** What the demo reads of a payment request. */
interface RequestRow {
  readonly requestId: string;
  readonly status: string;
  readonly refunded: number;
  readonly refundsProposed: readonly { readonly paymentId: string; readonly amount: number }[];
}

/** To take a request on; long enough for whoever tells an interrupted story again. */
const USUAL_TERM_S = 86_400;
/** Nobody is at that counter. */
const SHORT_TERM_S = 1;
/** That a terminal holds its question open. */
const POLL_S = 5;

/** Hands an order to a terminal, and plays the terminal. Told again, it finds the request ended. Answers the messages taken. */
export async function collect(ledger: Ledger, cast: Cast, handOver: HandOver): Promise<number> {
  const request = new CollectedRequest(ledger, cast, handOver, await handedOver(ledger, handOver));
  await request.play();
  return messagesAt(handOver);
}

async function handedOver(ledger: Ledger, { orderId, terminal, idempotencyKey, amount, taken }: HandOver): Promise<string> {
  const { merchantNo, terminalNo } = terminal;
  const expiresInSeconds = taken ? USUAL_TERM_S : SHORT_TERM_S;
  const body = { merchantNo, terminalNo, expiresInSeconds, ...(amount !== undefined && { amount }) };
  const headers = { 'idempotency-key': idempotencyKey };
  return (await ledger.post<{ requestId: string }>(`/v1/orders/${orderId}/payment-requests`, body, headers)).requestId;
}

class CollectedRequest {
  constructor(
    private readonly ledger: Ledger,
    private readonly cast: Cast,
    private readonly handOver: HandOver,
    private readonly requestId: string,
  ) {}

  async play(): Promise<void> {
    const { taken, givenBack } = this.handOver;
    const { status, refunded } = await this.when('is not listed', () => true);
    if (!taken) return this.isRefusedLate();
    if (status === 'requested') await this.isShown();
    if (status === 'requested' || status === 'confirmed') await this.take(taken);
    if (givenBack && refunded === 0) await this.isProposed(givenBack);
    if (givenBack) await instruct(this.ledger, this.handOver.terminal, givenBack);
  }

  /** The terminal asks whether it may take the money, takes it, and says so. */
  private async take({ line, outcome }: NonNullable<HandOver['taken']>): Promise<void> {
    const { ledger, cast, requestId } = this;
    const { terminal, paidInside } = this.handOver;
    const confirmed = await this.call('POST', `/${requestId}/confirm`, {});
    if (codeOf(confirmed) === 'REQUEST_ENDED') return;
    succeeded('confirm', confirmed);
    if (paidInside !== undefined) await push(ledger, cast, { body: paidInside, messages: 1, signedBy: 'secret' });
    await report(ledger, terminal, [{ ...line.fields, instruction_id: requestId }]);
    const { response_code, amount } = line.fields;
    const said = { outcome, response_code, ...(outcome === 'approved' && { amount }) };
    succeeded('outcome', await this.call('POST', `/${requestId}/outcome`, said));
  }

  /** Who comes when its time is over is told so, and takes no money. */
  private async isRefusedLate(): Promise<void> {
    await this.when('does not expire', ({ status }) => status === 'expired');
    const late = await this.call('POST', `/${this.requestId}/confirm`, {});
    if (codeOf(late) !== 'REQUEST_EXPIRED')
      throw new DemoFailure(`${this.requestId} expired, and its confirmation got ${late.text}`);
  }

  private async isProposed({ paymentId, amount }: NonNullable<HandOver['givenBack']>): Promise<void> {
    const { refundsProposed } = await this.when(
      'has no refund proposed',
      (row) => row.refundsProposed.length > 0 || row.refunded > 0,
    );
    const isAsTold = refundsProposed.every((proposed) => proposed.paymentId === paymentId && proposed.amount === amount);
    if (!isAsTold)
      throw new DemoFailure(`${this.requestId} should give ${String(amount)} 分 back, not ${JSON.stringify(refundsProposed)}`);
  }

  private isShown(): Promise<true> {
    return polled(`${this.requestId} is not shown at its terminal`, async () => {
      const answer = await this.call('GET', `?wait=${String(POLL_S)}`);
      succeeded('poll', answer);
      const { data } = JSON.parse(answer.text) as { readonly data: readonly RequestRow[] };
      return data.some(({ requestId }) => requestId === this.requestId) ? true : undefined;
    });
  }

  private when(otherwise: string, holds: (row: RequestRow) => boolean): Promise<RequestRow> {
    return polled(`${this.requestId} ${otherwise}`, async () => {
      const path = `/v1/payment-requests?orderId=${this.handOver.orderId}`;
      const { data } = await this.ledger.get<{ readonly data: readonly RequestRow[] }>(path);
      return data.find((row) => row.requestId === this.requestId && holds(row));
    });
  }

  private call(method: 'GET' | 'POST', under: string, content?: object): Promise<Answer> {
    const { merchantNo, terminalNo }: DemoTerminal = this.handOver.terminal;
    const path = `/v1/terminals/${merchantNo}/${terminalNo}/payment-requests${under}`;
    const body = content === undefined ? undefined : JSON.stringify(content);
    const headers = asTerminal(this.handOver.terminal, `${method} ${path}\n${body ?? ''}`);
    return this.ledger.ask({ method, path, headers, ...(body !== undefined && { body }) });
  }
}

const codeOf = ({ status, text }: Answer): string | undefined =>
  status < 300 ? undefined : (JSON.parse(text) as { readonly code?: string }).code;

function succeeded(what: string, answer: Answer): void {
  if (answer.status >= 300) throw new DemoFailure(`${what}: ${String(answer.status)} ${answer.text.slice(0, 500)}`);
}
