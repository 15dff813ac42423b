import type { Made, Pages } from './made.js';

/** An entry of the journal: lines that sum to zero, and the event that books them. */
export interface ExportedEntry {
  readonly position: string;
  readonly event: string;
  readonly type: string;
  readonly stream: string;
  readonly entry: number;
  readonly kind: string;
  /** On which it is booked, `YYYY-MM-DD`. */
  readonly businessDate: string;
  /** Its own accounting day where that was closed before it came, else null. */
  readonly trueDate: string | null;
  readonly currency: string;
  readonly lines: readonly { readonly account: string; readonly amount: number }[];
}

/** What an account has before the first entry and after the last one; minor units, debit positive. */
export interface ExportedAccount {
  readonly account: string;
  readonly currency: string;
  readonly opening: number;
  readonly closing: number;
}

/** A journal as plain-text accounting has it: opening balances, entries, and what every account must stand at behind them. */
export interface Journal {
  readonly made: Made;
  /** Every account that has a balance or is named by an entry, by name. */
  readonly accounts: readonly ExportedAccount[];
  /** First day of the period where it does not begin with the book: openings are dated the day before. */
  readonly from: string | undefined;
  /** Last day: what every account stands at when it is over. Undefined in an empty book. */
  readonly lastDay: string | undefined;
  readonly pages: Pages<ExportedEntry>;
}

/** The day after so many. */
export function dayAfter(day: string, days: number): string {
  const moment = new Date(`${day}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}
