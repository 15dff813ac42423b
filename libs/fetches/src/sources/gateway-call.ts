import { Pace, type Time } from '#channels';
import { Outage } from '#kernel';
import { CALL_LIMITS, GATEWAY_QPS } from '../domain/bills.data.js';
import { FetchRefusal } from './source.js';

export interface GatewayReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

export interface GatewayRequest {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const TOO_MANY_REQUESTS = 429;

/** Calls one gateway, at its pace. Follows no redirect, waits and reads only so much. */
export class GatewayCall {
  private readonly pace: Pace;

  /** `baseUrl` without a slash at its end. */
  constructor(
    readonly baseUrl: string,
    time: Time,
  ) {
    this.pace = new Pace(GATEWAY_QPS, time);
  }

  /** Answers what the gateway answered, a refusal as well. @throws Outage: unreachable, 5xx, too many requests */
  async ask(pathAndQuery: string, request: GatewayRequest, signal: AbortSignal): Promise<GatewayReply> {
    await this.pace.turn(signal);
    const within = AbortSignal.any([signal, AbortSignal.timeout(CALL_LIMITS.answerWithinMs)]);
    const reply = await this.once(pathAndQuery, { ...request, signal: within });
    if (reply.status === TOO_MANY_REQUESTS) this.pace.empty();
    if (reply.status >= 500 || reply.status === TOO_MANY_REQUESTS)
      throw new Outage(`a gateway answers ${String(reply.status)}`);
    return reply;
  }

  private async once(pathAndQuery: string, init: RequestInit): Promise<GatewayReply> {
    try {
      const response = await fetch(`${this.baseUrl}${pathAndQuery}`, { ...init, redirect: 'error' });
      const { status, headers } = response;
      return { status, headers, body: await bodyOf(response) };
    } catch (error) {
      if (error instanceof FetchRefusal) throw error;
      // The cause names the address with its signature: it stays here.
      throw new Outage('a gateway can not be reached');
    }
  }
}

async function bodyOf({ body }: Response): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    if (bytes > CALL_LIMITS.answerBytes) throw new FetchRefusal('ANSWER_TOO_LARGE');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
