import { Lanes } from '#event-log';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Instant } from '#kernel';
import { isOutage } from '#postgres';
import type { Headers } from '../headers.js';
import type { ChannelDeps } from '../notice-handling.js';
import { refusal, refused, type Refusal } from '../refusals.js';
import { orOutage, refusedResult } from '../results.js';
import { decodeTransaction } from './decoding.js';
import { inOrder } from './in-order.js';
import { linesOf, type Line } from './lines.js';
import { callerOf } from './receive-transaction.js';
import { laneOf, takeTransaction, type PosResult } from './take-transaction.js';
import { isTerminalSigned, type PosCaller } from './terminal-signature.js';

export interface PosBatchRequest {
  readonly headers: Headers;
  /** NDJSON as it streams in. */
  readonly body: AsyncIterable<Uint8Array>;
  readonly now: Instant;
  readonly ingestActor?: string;
}

export interface LineResult extends PosResult {
  readonly line: number;
}

export type PosBatchAnswer =
  | { readonly status: 200; readonly results: AsyncIterable<readonly LineResult[]> }
  | { readonly status: number; readonly refusal: Refusal };

const LINE_LIMIT_BYTES = 65_536;
/** A signature covers the whole body, which must therefore be held until it is verified. With an ingest key nothing is held. */
const SIGNED_LIMIT_BYTES = 16_777_216;
const AT_ONCE = 256;

/**
 * Thousands of transactions, one a line: one result a line, in order, whatever became of its neighbours. Results come in
 * groups, as they become ready.
 */
export async function receivePosBatch(deps: ChannelDeps, request: PosBatchRequest): Promise<PosBatchAnswer> {
  try {
    const { body, ...rest } = request;
    if (!isTerminalSigned(request.headers)) {
      const caller = await callerOf(deps, { ...rest, rawBody: Buffer.alloc(0) });
      return 'code' in caller ? refused(caller) : { status: 200, results: resultsOf(deps, { body, caller, now: request.now }) };
    }
    const rawBody = await wholeBody(body);
    if (!rawBody) return refused(refusal('BODY_TOO_LARGE'));
    const caller = await callerOf(deps, { ...rest, rawBody });
    if ('code' in caller) return refused(caller);
    return { status: 200, results: resultsOf(deps, { body: piecesOf(rawBody), caller, now: request.now }) };
  } catch (error) {
    if (isOutage(error)) return refused(refusal('OUTAGE'));
    throw error;
  }
}

interface Batch {
  readonly body: AsyncIterable<Uint8Array>;
  readonly caller: PosCaller;
  readonly now: Instant;
}

function resultsOf(deps: ChannelDeps, { body, ...by }: Batch): AsyncIterable<readonly LineResult[]> {
  const lanes = new Lanes();
  const resultOf = ({ bytes }: Line): Promise<PosResult> | PosResult => {
    if (!bytes) return refusedResult(refusal('LINE_TOO_LONG'));
    const decoded = decodeTransaction(bytes, by.now);
    if ('code' in decoded) return refusedResult(decoded);
    return orOutage(lanes.run(laneOf(decoded), () => takeTransaction(deps, decoded, by)));
  };
  const numbered = async (line: Line): Promise<LineResult> => ({ line: line.line, ...(await resultOf(line)) });
  return inOrder(linesOf(body, LINE_LIMIT_BYTES), numbered, AT_ONCE);
}

/** Undefined where it is larger than a signed batch may be; the rest is not read. */
async function wholeBody(body: AsyncIterable<Uint8Array>): Promise<Buffer | undefined> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > SIGNED_LIMIT_BYTES) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** As it would come over the wire: others have their turn in between. */
async function* piecesOf(body: Buffer): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < body.length; from += LINE_LIMIT_BYTES) {
    yield body.subarray(from, from + LINE_LIMIT_BYTES);
    await nextTurn();
  }
}
