import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const HEADER_END = Buffer.from('\r\n\r\n');

export interface Volley {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** Whole HTTP/1.1 requests, ready to be sent. */
  readonly requests: readonly Buffer[];
  /** Requests are due at this rate and timed from when they were due; as fast as answers come where absent. */
  readonly perSecond?: number | undefined;
}

export interface VolleyResult {
  readonly answered: number;
  readonly perSecond: number;
  readonly callsMs: readonly number[];
  /** Answers other than 2xx. */
  readonly failed: number;
  readonly firstFailure: string;
}

/** Fires requests over kept-alive connections, one at a time on each, and costs the machine as little as it can. */
export async function fire({ port, connections, seconds, requests, perSecond }: Volley): Promise<VolleyResult> {
  const callsMs: number[] = [];
  let next = 0;
  let failed = 0;
  let firstFailure = '';
  const began = performance.now();
  const end = began + seconds * 1_000;
  const line = async (): Promise<void> => {
    const connection = await Connection.to(port);
    for (let now = performance.now(); now < end;) {
      const request = requests[next];
      if (request === undefined) throw new Error(`${String(requests.length)} requests were not enough`);
      if (perSecond !== undefined) now = began + (next * 1_000) / perSecond;
      next += 1;
      if (now > performance.now()) await sleep(now - performance.now());
      const answer = await connection.exchange(request);
      if (answer !== undefined) {
        failed += 1;
        firstFailure ||= answer;
      }
      const after = performance.now();
      callsMs.push(after - now);
      now = after;
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, line));
  return {
    answered: callsMs.length,
    perSecond: (callsMs.length * 1_000) / (performance.now() - began),
    callsMs,
    failed,
    firstFailure,
  };
}

/** One socket. Understands answers with a Content-Length, which all of ours to single requests have. */
class Connection {
  private received: Buffer = Buffer.alloc(0);
  private waiting: ((failure: string | undefined) => void) | undefined;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (piece) => this.take(piece));
    socket.on('close', () => this.waiting?.('connection closed'));
    socket.on('error', (error) => this.waiting?.(error.message));
  }

  static to(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => resolve(new Connection(socket)));
    });
  }

  /** Undefined when all was well, else the answer. */
  exchange(request: Buffer): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.waiting = resolve;
      this.socket.write(request);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private take(piece: Buffer): void {
    this.received = this.received.length === 0 ? piece : Buffer.concat([this.received, piece]);
    const headerEnd = this.received.indexOf(HEADER_END);
    if (headerEnd < 0) return;
    const head = this.received.toString('latin1', 0, headerEnd);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    const whole = headerEnd + HEADER_END.length + length;
    if (this.received.length < whole) return;
    const failure = head.startsWith('HTTP/1.1 2') ? undefined : this.received.toString('utf8', 0, whole);
    this.received = this.received.subarray(whole);
    this.waiting?.(failure);
  }
}
