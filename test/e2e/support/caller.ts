import { setTimeout as sleep } from 'node:timers/promises';
import { documentOf } from './openapi.js';
import type { Reply } from './reply.js';

export type RequestHeaders = Readonly<Record<string, string>>;

const AGAIN_AFTER_MS = 1_000;
const JSON_TYPE = /^application\/(?:problem\+)?json/;

/** Speaks HTTP to a ledger, with a key or without. Every reply is held against the ledger's own OpenAPI document. */
export class Caller {
  constructor(
    readonly url: string,
    readonly key?: string,
  ) {}

  /** Where a read model is behind what it is asked for it is asked again, as a client is told to; not where `known` is yet to come. */
  get(path: string, headers: RequestHeaders = {}): Promise<Reply> {
    return path.includes('known=') ? this.send('GET', path, undefined, headers) : this.patient(path, headers);
  }

  post(path: string, body: unknown, headers: RequestHeaders = {}): Promise<Reply> {
    return this.send('POST', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  delete(path: string): Promise<Reply> {
    return this.send('DELETE', path);
  }

  /** The `data` of a query that must succeed; asks again where its read model is not there yet, as a client is told to. */
  async data<T>(path: string): Promise<T> {
    const { status, body, text } = await this.patient(path);
    if (status !== 200) throw new Error(`GET ${path}: ${String(status)} ${text}`);
    return (body as { data: T }).data;
  }

  private async patient(path: string, headers: RequestHeaders = {}): Promise<Reply> {
    for (;;) {
      const reply = await this.send('GET', path, undefined, headers);
      if ((reply.body as { code?: unknown } | undefined)?.code !== 'PROJECTION_BEHIND') return reply;
      await sleep(AGAIN_AFTER_MS);
    }
  }

  /** Once, whatever is answered. */
  async send(method: string, path: string, body?: string | Buffer, headers: RequestHeaders = {}): Promise<Reply> {
    const authorization = this.key === undefined ? {} : { authorization: `Bearer ${this.key}` };
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...authorization, ...headers },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const isJson = JSON_TYPE.test(response.headers.get('content-type') ?? '');
    const reply = {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? (JSON.parse(text) as unknown) : undefined,
    };
    const faults = (await documentOf(this.url)).faults(method, path, reply);
    if (faults.length > 0)
      throw new Error(`${method} ${path} → ${String(reply.status)} is not as documented: ${faults.join('; ')}\n${text}`);
    return reply;
  }
}
