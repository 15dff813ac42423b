import createClient from 'openapi-fetch';
import type { paths } from './generated/openapi';
import { offline, problemOf } from './problem';

type Json<R> = R extends { content: { 'application/json': infer A } } ? A : undefined;
type Success<O> = O extends { responses: infer R }
  ? Json<R extends { 200: infer A } ? A : R extends { 201: infer A } ? A : never>
  : never;
type Has<M extends string> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];

/** Addresses that can be asked, and those that take commands. */
export type GetPath = Has<'get'>;
export type PostPath = Has<'post'>;
type PutPath = Has<'put'>;
type DeletePath = Has<'delete'>;

type Operation<P extends keyof paths, M extends string> = paths[P] extends Record<M, infer O> ? O : never;
type Part<O, K extends string> = O extends { parameters: infer A } ? (A extends Record<K, infer V> ? V : never) : never;
type Optional<O, K extends string> = O extends { parameters: infer A } ? (A extends { [k in K]?: infer V } ? V : never) : never;

export type AnswerOf<P extends GetPath> = Success<Operation<P, 'get'>>;
export type QueryOf<P extends GetPath> = NonNullable<Optional<Operation<P, 'get'>, 'query'>>;
/** One row of what a list answers. */
export type RowOf<P extends GetPath> = AnswerOf<P> extends { data: readonly (infer R)[] } ? R : never;
type BodyIn<O> = O extends { requestBody?: { content: { 'application/json': infer B } } } ? B : undefined;
export type BodyOf<P extends PostPath> = BodyIn<Operation<P, 'post'>>;
export type CommandAnswerOf<P extends PostPath> = Success<Operation<P, 'post'>>;

/** What stands in braces in an address, and what stands behind its question mark. */
export interface Asked<P extends GetPath> {
  readonly path?: Part<Operation<P, 'get'>, 'path'>;
  readonly query?: QueryOf<P>;
}

export interface Sent<P extends PostPath> {
  readonly path?: Part<Operation<P, 'post'>, 'path'>;
  readonly body: BodyOf<P>;
  /** The same key with the same body has one effect, however often it is sent. */
  readonly idempotencyKey: string;
  /** ETag of what was seen: refuses where somebody else was faster. */
  readonly ifMatch?: string;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
interface Plain {
  readonly params?: { readonly path?: unknown; readonly query?: unknown };
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}
interface Outcome {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

const client = createClient<paths>({
  baseUrl: location.origin,
  // Words of one parameter are separated by commas.
  querySerializer: { array: { style: 'form', explode: false } },
});
const untyped = client as unknown as Readonly<Record<Method, (path: string, init: Plain) => Promise<Outcome>>>;

let csrf: string | undefined;

/** What proves that this page asks; the session tells it. */
export const setCsrf = (token: string | undefined): void => {
  csrf = token;
};

async function call(method: Method, path: string, init: Plain): Promise<unknown> {
  const headers = { ...init.headers, ...(csrf !== undefined && method !== 'GET' && { 'X-Hezhang-Csrf': csrf }) };
  const outcome = await untyped[method](path, { ...init, headers }).catch((error: unknown) => {
    if (init.signal?.aborted) throw error;
    throw offline();
  });
  if (!outcome.response.ok) throw problemOf(outcome.response, outcome.error);
  return outcome.data;
}

/** Asks the ledger. @throws ApiProblem */
export const get = <P extends GetPath>(path: P, asked: Asked<P>, signal?: AbortSignal): Promise<AnswerOf<P>> =>
  call('GET', path, { params: asked, ...(signal && { signal }) }) as Promise<AnswerOf<P>>;

/** What is answered as text or as a file, not as JSON. @throws ApiProblem */
export async function getRaw(
  path: string,
  query: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
): Promise<Response> {
  const address = `${path}?${new URLSearchParams(query).toString()}`;
  const response = await fetch(address, signal ? { signal } : {}).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw offline();
  });
  if (response.ok) return response;
  throw problemOf(response, await response.json().catch(() => undefined));
}

/** Sends a command. @throws ApiProblem where it was refused: then nothing was written */
export const post = <P extends PostPath>(path: P, sent: Sent<P>): Promise<CommandAnswerOf<P>> => {
  const { path: parts, body, idempotencyKey, ifMatch } = sent;
  const headers = { 'Idempotency-Key': idempotencyKey, ...(ifMatch !== undefined && { 'If-Match': ifMatch }) };
  return call('POST', path, { params: { path: parts }, body, headers }) as Promise<CommandAnswerOf<P>>;
};

/** Sends a file; what is answered comes line by line while it is worked on. @throws ApiProblem where it was refused */
export async function postFile(
  path: PostPath,
  query: Readonly<Record<string, string>>,
  file: File,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const headers = {
    Accept: 'application/x-ndjson',
    'Content-Type': 'application/octet-stream',
    'X-File-Name': encodeURIComponent(file.name),
    ...(csrf !== undefined && { 'X-Hezhang-Csrf': csrf }),
  };
  const address = `${path}?${new URLSearchParams(query).toString()}`;
  const response = await fetch(address, { method: 'POST', headers, body: file }).catch(() => {
    throw offline();
  });
  if (response.ok && response.body) return response.body;
  throw problemOf(response, await response.json().catch(() => undefined));
}

/** Keeps something under the address that names it, in the place of what was there. @throws ApiProblem */
export const put = async <P extends PutPath>(
  path: P,
  parts: Part<Operation<P, 'put'>, 'path'>,
  body: BodyIn<Operation<P, 'put'>>,
): Promise<void> => {
  await call('PUT', path, { params: { path: parts }, body });
};

/** Takes away what an address names; a second time it is not there. @throws ApiProblem */
export const remove = async <P extends DeletePath>(path: P, parts: Part<Operation<P, 'delete'>, 'path'>): Promise<void> => {
  await call('DELETE', path, { params: { path: parts } });
};

/** @throws ApiProblem where the key is not good */
export const signIn = (key: string): Promise<unknown> => call('POST', '/session', { body: { key } });
/** Ends the session. Answers where the browser goes next. */
export const signOut = (): Promise<Success<Operation<'/session', 'delete'>>> =>
  call('DELETE', '/session', {}) as Promise<Success<Operation<'/session', 'delete'>>>;
