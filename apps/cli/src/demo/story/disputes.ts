import { createHash } from 'node:crypto';
import { DAY_MS, HOUR_MS, isoShanghai } from './moments.js';
import type { Slip } from './pos-lines.js';

/** A row of what an acquirer tells of 调单 and 拒付, and the day that it is told; amounts 分. */
export interface DisputeRow {
  readonly settledAt: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What the ledger should say of a case when all is told. 分 */
export interface DisputeOutcome {
  readonly disputeId: string;
  readonly status: string;
  readonly charged: number;
  readonly lost: number;
}

export interface ToldDispute {
  readonly rows: readonly DisputeRow[];
  readonly outcome: DisputeOutcome;
}

export type DisputeEnd = 'won' | 'lost';

interface Disputed {
  /** Of the purchase. */
  readonly slip: Slip;
  readonly channel: string;
  readonly amount: number;
  readonly rrn: string;
}

/** A retrieval request, a chargeback that is debited, the evidence, the decision. */
export function tellDispute({ slip, channel, amount, rrn }: Disputed, end: DisputeEnd): ToldDispute {
  const { terminal, traceNo, atMs } = slip;
  const { merchantNo, terminalNo } = terminal;
  const caseNo = `CB${terminalNo}N${traceNo}`;
  const row = (days: number, kind: string, round: number, fields: DisputeRow['fields'] = {}): DisputeRow => {
    const at = atMs + days * DAY_MS;
    const usual = { kind, case_no: caseNo, channel, merchant_no: merchantNo, terminal_no: terminalNo, round: String(round) };
    return { settledAt: at, fields: { ...usual, occurred_at: isoShanghai(at), ...fields } };
  };
  const digest = createHash('sha256').update(caseNo).digest('hex');
  const documents = [{ type: 'sales_slip', digest, reference: `slips/2025/${caseNo}` }];
  const opened = { amount, rrn, reason_code: '4853', due_at: isoShanghai(atMs + 9 * DAY_MS + HOUR_MS) };
  const rows = [
    row(3, 'opened', 1, { ...opened, stage: 'retrieval' }),
    row(5, 'opened', 2, { ...opened, stage: 'chargeback' }),
    row(5, 'debited', 2, { amount, reference: `DB${terminalNo}N${traceNo}` }),
    row(7, 'evidence', 2, { reference: `EV${terminalNo}N${traceNo}`, documents }),
    row(20, end, 2, end === 'lost' ? { amount } : {}),
  ];
  const taken = end === 'lost' ? amount : 0;
  const disputeId = `dsp_${channel}.${merchantNo}.${caseNo}`;
  return { rows, outcome: { disputeId, status: end, charged: taken, lost: taken } };
}
