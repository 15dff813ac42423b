import { setTimeout as sleep } from 'node:timers/promises';

export interface LedgerOptions {
  readonly url: string;
  readonly adminKey: string;
  /** How long one request may go on failing for want of a server before the demo gives up. */
  readonly patienceMs: number;
}

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  /** Made anew for each try: signatures carry the time. Without them the admin key is sent. */
  readonly headers?: () => Readonly<Record<string, string>>;
  /** False where an answer says that a part has to be sent again; by default none does. */
  readonly isDone?: (answer: Answer) => boolean;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** What the text was read from. */
  readonly bytes: Uint8Array;
  readonly headers: Headers;
}

/** The ledger said no, or nothing for too long. */
export class DemoFailure extends Error {
  override readonly name = 'DemoFailure';
}

const TRY_TIMEOUT_MS = 60_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** The ledger's HTTP endpoints. What got no answer, or a 503, is sent again: every command may be repeated. */
export class Ledger {
  /** Requests that had to be sent again. */
  repeated = 0;

  constructor(private readonly options: LedgerOptions) {}

  /** @throws DemoFailure on an answer other than 2xx, or when patience ends */
  async call(call: Call): Promise<Answer> {
    const answer = await this.ask(call);
    if (answer.status >= 300) {
      throw new DemoFailure(`${call.method} ${call.path} → ${String(answer.status)} ${answer.text.slice(0, 500)}`);
    }
    return answer;
  }

  /** Any answer but a 503 is one. @throws DemoFailure when patience ends */
  async ask(call: Call): Promise<Answer> {
    const giveUpAt = Date.now() + this.options.patienceMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const answer = await this.tryOnce(call);
      if (answer !== undefined && answer.status !== 503 && (call.isDone?.(answer) ?? true)) return answer;
      if (Date.now() > giveUpAt) {
        const why = answer === undefined ? 'no answer' : `503 ${answer.text.slice(0, 300)}`;
        throw new DemoFailure(`${call.method} ${call.path}: ${why} for ${String(this.options.patienceMs / 1000)} s`);
      }
      this.repeated += 1;
      await sleep(pauseMs);
    }
  }

  async get<T>(path: string): Promise<T> {
    return JSON.parse((await this.call({ method: 'GET', path })).text) as T;
  }

  async post<T>(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<T> {
    return JSON.parse((await this.call(this.posting(path, body, headers))).text) as T;
  }

  /** The code with which the ledger refuses; undefined where it does not. */
  async refusal(path: string, body: unknown): Promise<string | undefined> {
    const { status, text } = await this.ask(this.posting(path, body, {}));
    return status < 300 ? undefined : (JSON.parse(text) as { readonly code?: string }).code;
  }

  /** The same ledger for whoever has another key. */
  as(key: string): Ledger {
    return new Ledger({ ...this.options, adminKey: key });
  }

  private posting(path: string, body: unknown, headers: Readonly<Record<string, string>>): Call {
    return {
      method: 'POST',
      path,
      body: JSON.stringify(body),
      headers: () => ({ ...this.asAdmin(), 'content-type': 'application/json', ...headers }),
    };
  }

  private asAdmin(): Record<string, string> {
    return { authorization: `Bearer ${this.options.adminKey}` };
  }

  /** Undefined where the connection failed. */
  private async tryOnce({ method, path, body, headers = () => this.asAdmin() }: Call): Promise<Answer | undefined> {
    try {
      const response = await fetch(new URL(path, this.options.url), {
        method,
        headers: headers(),
        signal: AbortSignal.timeout(TRY_TIMEOUT_MS),
        ...(body !== undefined && { body }),
      });
      const bytes = new Uint8Array(await response.arrayBuffer());
      return { status: response.status, text: new TextDecoder().decode(bytes), bytes, headers: response.headers };
    } catch {
      return undefined;
    }
  }
}
