import type { Cast } from './cast.js';
import { dateText, isoShanghai } from './moments.js';
import type { Slip } from './pos-lines.js';

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
      settlement_no: settlementNoOf(slip),
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

/** Letters between the numbers: digits with dashes between them can look like a card number, and are refused as one. */
const settlementNoOf = ({ terminal, batchNo, traceNo, atMs }: Slip): string =>
  `D${dateText(atMs).replaceAll('-', '')}T${terminal.terminalNo}B${batchNo}N${traceNo}`;
