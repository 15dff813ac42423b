import type { TerminalRef } from './signing';

export const METHODS_OF_TERMINAL = ['card', 'wechat', 'alipay', 'unionpay_qr', 'jdpay', 'ecny'] as const;
export type Method = (typeof METHODS_OF_TERMINAL)[number];

/** How it ended. `cancelled`: nothing was tried, so there is no transaction. */
export type Ending = 'approved' | 'declined' | 'unknown' | 'cancelled';

/** What the cashier says of it; what stands on no slip is empty. */
export interface Said {
  readonly ending: Ending;
  readonly method: Method;
  /** F39 of what was declined: two capitals or digits. */
  readonly responseCode: string;
  readonly rrn: string;
  readonly authCode: string;
  /** BIN, stars, last four. */
  readonly card: string;
  readonly operatorNo: string;
}

/** Six digits each; with terminal and day they name the transaction. */
export interface Numbers {
  readonly batchNo: string;
  readonly traceNo: string;
}

/** As the interface of terminals has it. Amount 分. */
export interface Transaction {
  readonly kind: 'purchase';
  readonly merchant_no: string;
  readonly terminal_no: string;
  readonly batch_no: string;
  readonly trace_no: string;
  readonly amount: number;
  readonly method: Method;
  readonly response_code: string;
  readonly occurred_at: string;
  readonly instruction_id: string;
  readonly rrn?: string;
  readonly auth_code?: string;
  readonly card?: string;
  readonly operator_no?: string;
}

/** What became of a request. Amount 分. */
export interface Outcome {
  readonly outcome: 'approved' | 'declined' | 'unknown';
  readonly amount?: number;
  readonly response_code?: string;
}

const APPROVED = '00';
const NO_ANSWER = '98';
const BIN_DIGITS = 6;
const LAST_DIGITS = 4;
const PAN = /^\d{13,19}$/;
const MASKED = /^(?:\d{6}\*{3,9}|\d{8}\*{4,7})\d{4}$/;
const ZONE_MS = 8 * 3_600_000;

const codeOf = ({ ending, responseCode }: Said): string =>
  ending === 'approved' ? APPROVED : ending === 'unknown' ? NO_ANSWER : responseCode;

interface Asked {
  readonly requestId: string;
  readonly amount: number;
}

/** The transaction that the terminal tells; undefined where none was tried. */
export function transactionOf(
  { merchantNo, terminalNo }: TerminalRef,
  { requestId, amount }: Asked,
  said: Said,
  { batchNo, traceNo }: Numbers,
  now: Date,
): Transaction | undefined {
  const { ending, method, rrn, authCode, card, operatorNo } = said;
  if (ending === 'cancelled') return undefined;
  return {
    kind: 'purchase',
    merchant_no: merchantNo,
    terminal_no: terminalNo,
    batch_no: batchNo,
    trace_no: traceNo,
    amount,
    method,
    response_code: codeOf(said),
    occurred_at: now.toISOString(),
    instruction_id: requestId,
    ...(rrn !== '' && { rrn }),
    ...(authCode !== '' && { auth_code: authCode }),
    ...(card !== '' && { card }),
    ...(operatorNo !== '' && { operator_no: operatorNo }),
  };
}

export function outcomeOf({ amount }: Asked, said: Said): Outcome {
  const { ending } = said;
  if (ending === 'cancelled') return { outcome: 'declined' };
  return { outcome: ending, response_code: codeOf(said), ...(ending === 'approved' && { amount }) };
}

/** A batch per day, and a trace from the clock unless one was used already: a tab that is opened again does not repeat its numbers. */
export function numbersAfter(last: Numbers | undefined, now: Date): Numbers {
  const [date = '', time = ''] = new Date(now.getTime() + ZONE_MS).toISOString().split('T');
  const [hours = '0', minutes = '0', seconds = '0'] = time.split(/[:.]/);
  const batchNo = date.slice(2).replaceAll('-', '');
  const ofClock = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds) + 1;
  const used = last?.batchNo === batchNo ? Number(last.traceNo) : 0;
  return { batchNo, traceNo: String(Math.max(ofClock, used + 1)).padStart(6, '0') };
}

/** A card number as it may be kept: whole ones are masked before anybody sees them, spaces are dropped. */
export function maskedCard(text: string): string {
  const typed = text.replaceAll(/[\s-]/g, '');
  if (!PAN.test(typed)) return typed;
  const hidden = typed.length - BIN_DIGITS - LAST_DIGITS;
  return typed.slice(0, BIN_DIGITS) + '*'.repeat(hidden) + typed.slice(-LAST_DIGITS);
}

export const isMasked = (card: string): boolean => MASKED.test(card);
