export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed where it is JSON. */
  readonly body: unknown;
}

export type RequestHeaders = Readonly<Record<string, string>>;

/** Every reply that a test run saw, for those who hold them against the document. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly reply: Reply;
}
export const exchanges: Exchange[] = [];

/** Speaks HTTP to a ledger, with a key or without. */
export class Caller {
  constructor(
    readonly url: string,
    readonly key?: string,
  ) {}

  get(path: string, headers: RequestHeaders = {}): Promise<Reply> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body: unknown, headers: RequestHeaders = {}): Promise<Reply> {
    return this.send('POST', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  delete(path: string): Promise<Reply> {
    return this.send('DELETE', path);
  }

  async send(method: string, path: string, body?: string | Buffer, headers: RequestHeaders = {}): Promise<Reply> {
    const authorization = this.key === undefined ? {} : { authorization: `Bearer ${this.key}` };
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...authorization, ...headers },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const isJson =
      /json/.test(response.headers.get('content-type') ?? '') && !/ndjson/.test(response.headers.get('content-type') ?? '');
    const reply = {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? (JSON.parse(text) as unknown) : undefined,
    };
    exchanges.push({ method, path, reply });
    return reply;
  }
}
