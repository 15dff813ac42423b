import { localDate, parseInstant, type BusinessDate, type Instant } from '#kernel';
import type { Terminal } from '#merchants';
import { SETTLEMENT_DAYS_OFF, isClockFarOff, isTooLateWithoutYear } from '../clock.js';
import { parked, type NoticeReading } from '../notice-reading.js';
import type { DecodedTransaction } from './decoding.js';
import { batchTotalOf, paymentCommandOf } from './payment-facts.js';
import { daysBetween } from './yearless.js';

/** What a transaction means to the ledger, once it is known whose terminal it came from. */
export function readPosTransaction(decoded: DecodedTransaction, terminal: Terminal | undefined, now: Instant): NoticeReading {
  const { transaction, plan } = decoded;
  const at = plan?.occurredAt ?? parseInstant(transaction.occurred_at);
  if (at === undefined || isClockFarOff(at, now) || areDaysFarOff(decoded, at)) return parked('CLOCK_FAR_OFF', at);
  if (!terminal) return parked('UNKNOWN_TERMINAL', `${transaction.merchant_no}/${transaction.terminal_no}`);
  if (!plan) {
    const fact = batchTotalOf(transaction, at, terminal);
    return { commands: [{ feature: 'settlements', command: { type: 'RecordSettlementFact', fact } }] };
  }
  if (plan.isInquiry && plan.outcome === 'unknown') return { ignored: 'INQUIRY_WITHOUT_ANSWER' };
  return { commands: [paymentCommandOf(transaction, plan, terminal)] };
}

function areDaysFarOff({ transaction, receivedAt }: DecodedTransaction, at: Instant): boolean {
  const { local_date: yearless, settlement_date: settled } = transaction;
  if (yearless !== undefined && isTooLateWithoutYear(at, receivedAt)) return true;
  return settled !== undefined && daysBetween(settled as BusinessDate, localDate(at)) > SETTLEMENT_DAYS_OFF;
}
