import type { DemoTerminal } from './cast.js';
import { dateText, isoShanghai } from './moments.js';

export type PosKind =
  | 'authorization'
  | 'authorization_void'
  | 'capture'
  | 'capture_void'
  | 'purchase'
  | 'purchase_void'
  | 'refund'
  | 'reversal'
  | 'batch_total';

/** One transaction as a terminal reports it, and when its report reaches the ledger. */
export interface PosLine {
  readonly deliveredAt: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The numbers that a terminal prints on the slip. */
export interface Slip {
  readonly terminal: DemoTerminal;
  readonly batchNo: string;
  readonly traceNo: string;
  readonly atMs: number;
}

export const originalOf = ({ batchNo, traceNo, atMs }: Slip, kind: PosKind): Readonly<Record<string, string>> => ({
  kind,
  batch_no: batchNo,
  trace_no: traceNo,
  date: dateText(atMs),
});

export const paymentIdOf = ({ terminal, batchNo, traceNo, atMs }: Slip): string =>
  `pay_${terminal.merchantNo}.${terminal.terminalNo}.${batchNo}.${traceNo}.${dateText(atMs).replaceAll('-', '')}`;

export function posLine(kind: PosKind, slip: Slip, fields: Readonly<Record<string, unknown>>): PosLine {
  const { terminal, batchNo, traceNo, atMs } = slip;
  return {
    deliveredAt: atMs,
    fields: {
      kind,
      merchant_no: terminal.merchantNo,
      terminal_no: terminal.terminalNo,
      batch_no: batchNo,
      trace_no: traceNo,
      occurred_at: isoShanghai(atMs),
      ...fields,
    },
  };
}
