import type { Instant } from '#kernel';
import { isOutage } from '#postgres';
import type { Headers } from '../headers.js';
import type { ChannelDeps } from '../notice-handling.js';
import { CHANNEL_REFUSALS, refusal, refused, type Answer, type Refusal, type RefusalCode } from '../refusals.js';
import { decodeTransaction } from './decoding.js';
import { takeTransaction, type PosResult } from './take-transaction.js';
import { isTerminalSigned, terminalCaller, type PosCaller } from './terminal-signature.js';

export interface PosRequest {
  readonly headers: Headers;
  readonly rawBody: Buffer;
  readonly now: Instant;
  /** Whose ingest key the edge has verified, as events name it; absent where a terminal signs. */
  readonly ingestActor?: string;
}

/** One transaction. 200 when it is recorded, 202 when it is parked. */
export async function receivePosTransaction(deps: ChannelDeps, request: PosRequest): Promise<Answer<PosResult>> {
  try {
    const caller = await callerOf(deps, request);
    if ('code' in caller) return refused(caller);
    const decoded = decodeTransaction(request.rawBody, request.now);
    if ('code' in decoded) return refused(decoded);
    const result = await takeTransaction(deps, decoded, { caller, now: request.now });
    if (result.status === 'refused' && isRefusalCode(result.code)) return refused(refusal(result.code, result.errors));
    return { status: result.status === 'parked' ? 202 : 200, body: result };
  } catch (error) {
    if (isOutage(error)) return refused(refusal('OUTAGE'));
    throw error;
  }
}

export async function callerOf(deps: ChannelDeps, request: PosRequest): Promise<PosCaller | Refusal> {
  if (isTerminalSigned(request.headers)) return terminalCaller(deps.merchants, request);
  return request.ingestActor === undefined ? refusal('SIGNATURE_INVALID') : { actor: request.ingestActor };
}

const isRefusalCode = (code: string | undefined): code is RefusalCode => code !== undefined && code in CHANNEL_REFUSALS;
