import type { Cast } from './cast.js';
import { isoShanghai } from './moments.js';
import { paymentIdOf, type Slip } from './pos-lines.js';

/** A row of an acquirer's or wallet's daily statement. */
export interface AcquirerRow {
  readonly settledAt: number;
  readonly fields: Readonly<Record<string, string | number>>;
}

export interface AcquirerRowFacts {
  readonly cast: Cast;
  /** The transaction that it pays out or takes back. */
  readonly slip: Slip;
  readonly channel: string;
  readonly method: string;
  readonly direction: 'in' | 'out';
  readonly gross: number;
  readonly fee: number;
  readonly settledAt: number;
  readonly rrn: string;
}

export function acquirerRow(facts: AcquirerRowFacts): AcquirerRow {
  const { cast, slip, channel, method, direction, gross, fee, settledAt, rrn } = facts;
  const { merchantNo, terminalNo } = slip.terminal;
  return {
    settledAt,
    fields: {
      settlement_no: paymentIdOf(slip).slice('pay_'.length).replaceAll('.', '-'),
      channel,
      method,
      merchant_no: merchantNo,
      terminal_no: terminalNo,
      rrn,
      direction,
      gross,
      fee,
      net: gross - fee,
      settled_at: isoShanghai(settledAt),
      bank_account: cast.bankAccount,
    },
  };
}
