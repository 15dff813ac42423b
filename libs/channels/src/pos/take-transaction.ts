import type { Instant } from '#kernel';
import { cardNumbersIn } from '../card-numbers.js';
import { take, type ChannelDeps } from '../notice-handling.js';
import { refusal } from '../refusals.js';
import { refusedResult, resultOf, type Result } from '../results.js';
import { withoutCardholder, type DecodedTransaction } from './decoding.js';
import type { PosCaller } from './terminal-signature.js';
import type { PosKind, PosTransaction } from './transaction.js';
import { readPosTransaction } from './transaction-reading.js';

export interface PosResult extends Result {
  readonly payment_id?: string;
}

/** Keeps and applies one transaction. */
export async function takeTransaction(
  deps: ChannelDeps,
  decoded: DecodedTransaction,
  { caller, now }: { readonly caller: PosCaller; readonly now: Instant },
): Promise<PosResult> {
  const { transaction, plan } = decoded;
  const { merchant_no: merchantNo, terminal_no: terminalNo } = transaction;
  if (!maySpeak(caller, transaction)) return refusedResult(refusal('TERMINAL_MISMATCH'));
  const terminal = await deps.merchants.terminal(merchantNo, terminalNo);
  if (!terminal && cardNumbersIn(merchantNo, 'issued').length > 0) return refusedResult(refusal('CARD_NUMBER_IN_TEXT'));
  const source = `${merchantNo}/${terminalNo}`;
  const kept = await withoutCardholder(decoded, deps.persons);
  const { raw, sanitised, personsSealed = false } = kept;
  const from = { channel: 'pos', source, actor: caller.actor, receivedAt: now } as const;
  const notice = { ...from, raw, sanitised, personsSealed };
  const taken = await take(deps, notice, () => Promise.resolve(readPosTransaction(kept, terminal, now)));
  const result = resultOf(taken);
  const isTold = taken.status !== 'parked' && plan !== undefined && 'paymentId' in plan.belongsTo;
  return isTold ? { ...result, payment_id: plan.belongsTo.paymentId } : result;
}

/** What only the terminal that took the money may undo; refunds, and what follows an authorization, come from any of the merchant's. */
const UNDOING: ReadonlySet<PosKind> = new Set(['reversal', 'purchase_void', 'capture_void']);

/** A terminal speaks for itself; the holder of an ingest key for any. */
function maySpeak({ terminal: own }: PosCaller, { kind, merchant_no, terminal_no, original }: PosTransaction): boolean {
  if (!own) return true;
  if (own.merchantNo !== merchant_no || own.terminalNo !== terminal_no) return false;
  return !UNDOING.has(kind) || original?.terminal_no === undefined || original.terminal_no === own.terminalNo;
}

/** Transactions of one payment go one after the other. */
export function laneOf({ plan, transaction }: DecodedTransaction): string {
  const { merchant_no: merchantNo, terminal_no: terminalNo } = transaction;
  if (!plan) return `${merchantNo}/${terminalNo}`;
  return 'paymentId' in plan.belongsTo ? plan.belongsTo.paymentId : `${merchantNo}/rrn/${plan.belongsTo.originalRrn}`;
}
