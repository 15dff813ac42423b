import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ACCESS_EVENTS, type AccessEvent, type DeliveryData, type FeedData, type ReadData } from '#audit';
import { instant } from '#kernel';
import { mayRole, type Caller } from '../http/access.js';
import type { FeedPage } from '../events/event-feed.js';
import { OngoingAnswer } from '../http/ongoing-answer.js';
import { LOOKS_BACK } from '../http/queries.js';

/** Writes accesses down; settles when they are durable. */
export interface NotesAccess {
  note(event: AccessEvent): Promise<void>;
}

const NOT_FOUND = 404;
const REFUSED_FROM = 400;
const TEXT_MAX_LENGTH = 512;
/** What an export says of itself, and a refusal must not. */
const HEADERS_OF_EXPORTS = ['X-Ledger-Position', 'X-Ledger-As-Of', 'X-Ledger-Digest', 'Content-Disposition', 'Cache-Control'];

/**
 * Notes who is answered what before the answer leaves: whatever an auditor reads, and what anybody reads of the past, of raw
 * notices and as a file. What can not be noted is not answered. Refusals tell nothing, so they are not noted.
 */
export function recordReads(fastify: FastifyInstance, access: NotesAccess): void {
  const positions = new WeakMap<FastifyRequest, string>();
  const unnoted = new WeakSet<FastifyRequest>();
  fastify.addHook('preSerialization', (request, _reply, payload, done) => {
    const { position } = (payload ?? {}) as { readonly position?: unknown };
    if (typeof position === 'string') positions.set(request, position);
    if (request.routeOptions.config.recorded === 'unless-of-accesses' && isOfAccesses(payload)) unnoted.add(request);
    done(null, payload);
  });
  fastify.addHook('onSend', (request, reply, payload: unknown, done) => {
    const { caller } = request;
    if (!caller || unnoted.has(request) || !isRecorded(request, caller) || !tells(reply)) {
      done(null, payload);
      return;
    }
    const read = readOf(request, reply, caller, positions.get(request) ?? headerOf(reply, 'X-Ledger-Position'));
    answered(access, read, payload).then(
      (sent) => done(null, sent),
      (error: unknown) => {
        for (const name of HEADERS_OF_EXPORTS) reply.removeHeader(name);
        done(error as Error);
      },
    );
  });
}

function isRecorded({ routeOptions, query }: FastifyRequest, { role }: Caller): boolean {
  const { needs, recorded } = routeOptions.config;
  if (recorded === 'always' || recorded === 'never') return recorded === 'always';
  if (role === 'auditor' || needs === 'history' || needs === 'notices') return true;
  return mayRole(role, 'history') && LOOKS_BACK.some((name) => Object.hasOwn(query as object, name));
}

/** A page of the feed that tells of nothing, or of nothing but who looked. A refusal is no page. */
const isOfAccesses = (answer: unknown): boolean =>
  (answer as Partial<FeedPage>).data?.every(({ type }) => Object.hasOwn(ACCESS_EVENTS, type)) ?? false;

const tells = ({ statusCode }: FastifyReply): boolean => statusCode < REFUSED_FROM || statusCode === NOT_FOUND;

type Read = Omit<ReadData, 'bytes' | 'digest'> & { readonly rows: string | null };

function readOf(request: FastifyRequest, reply: FastifyReply, caller: Caller, position: string | null): Read {
  const { params, query, method, routeOptions } = request;
  const path = (routeOptions.url ?? '').replaceAll(/:(\w+)/g, '{$1}').replace('*', '{path}');
  return {
    readId: `read_${randomUUID()}`,
    who: whoOf(caller),
    what: `${method} ${path}`,
    at: instant(Date.now()),
    request: request.id,
    asked: { ...textsOf(params), ...textsOf(query) },
    status: reply.statusCode,
    position,
    rows: headerOf(reply, 'X-Ledger-Digest'),
  };
}

/** A key by its name; a person by the id alone, because what is written here is never forgotten. */
const whoOf = ({ kind, id, name, role }: Caller): ReadData['who'] => ({ id, name: kind === 'user' ? id : name, role });

const textsOf = (parts: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(parts ?? {}).map(([name, value]) => [name, String(value).slice(0, TEXT_MAX_LENGTH)]));

function headerOf(reply: FastifyReply, name: string): string | null {
  const value = reply.getHeader(name);
  return typeof value === 'string' && value !== '' ? value : null;
}

const sha256 = (bytes: string | Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** What may be sent, once it is noted. */
async function answered(access: NotesAccess, { rows, ...read }: Read, payload: unknown): Promise<unknown> {
  if (payload instanceof OngoingAnswer) return begun(access, read, payload);
  if (payload instanceof Readable) {
    try {
      await access.note({ type: 'LedgerRead', data: { ...read, bytes: null, digest: rows } });
    } catch (error) {
      payload.destroy();
      throw error;
    }
    return Readable.from(delivered(access, read, payload));
  }
  const bytes = typeof payload === 'string' || payload instanceof Uint8Array ? payload : '';
  const data = { ...read, bytes: Buffer.byteLength(bytes), digest: sha256(bytes) };
  await access.note({ type: 'LedgerRead', data });
  return payload;
}

/** What goes on is noted when it begins, and when it has ended as far as that is possible. */
async function begun(access: NotesAccess, read: Omit<Read, 'rows'>, answer: OngoingAnswer): Promise<OngoingAnswer> {
  const { readId, who, what, request } = read;
  try {
    await access.note({ type: 'LedgerRead', data: { ...read, position: answer.after || null, bytes: null, digest: null } });
  } catch (error) {
    answer.destroy();
    throw error;
  }
  const ended = (): void => {
    const { reached, bytes, because } = answer;
    const data: FeedData = { readId, who, what, at: instant(Date.now()), request, position: reached || null, bytes, because };
    void access.note({ type: 'FeedEnded', data }).catch(() => undefined);
  };
  if (answer.closed) ended();
  else answer.once('close', ended);
  return answer;
}

/** The same bytes; their end is sent when it is noted what was sent. */
async function* delivered(
  access: NotesAccess,
  { readId, who, what, request }: Omit<Read, 'rows'>,
  body: Readable,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let bytes = 0;
  const note = (isWhole: boolean): Promise<void> => {
    const digest = `sha256:${hash.copy().digest('hex')}`;
    const data: DeliveryData = { readId, who, what, at: instant(Date.now()), request, bytes, digest, isWhole };
    return access.note({ type: 'ExportDelivered', data });
  };
  let isWhole = false;
  try {
    for await (const piece of body) {
      const chunk = typeof piece === 'string' ? Buffer.from(piece) : (piece as Uint8Array);
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
    isWhole = true;
    await note(true);
  } finally {
    // That it was begun is noted; how far it came is noted as far as that is possible.
    if (!isWhole) await note(false).catch(() => undefined);
  }
}
