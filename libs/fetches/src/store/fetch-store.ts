import type { BusinessDate, Instant } from '#kernel';
import type { BillKind, BillName } from '../domain/bills.data.js';

/** `due`: wanted, and not there. `empty`: the channel says that there is none. */
export type BillState = 'due' | 'fetched' | 'empty';

/** A bill of an account that is fetched day by day. */
export interface Schedule {
  readonly bill: BillKind;
  readonly account: string;
  readonly merchantId: string;
  readonly state: 'on' | 'off';
  readonly from: BusinessDate;
}

/** How the bill of one day stands. */
export interface WantedBill extends BillName {
  readonly merchantId: string;
  readonly state: BillState;
  /** Since it is wanted, or was asked for again; also the fence: an outcome counts for the try that it belongs to. */
  readonly tries: number;
  readonly nextTryAt: Instant;
  readonly triedAt: Instant | null;
  /** Number of a file that the channel is making for us. */
  readonly ticket: string | null;
  /** Why it is not there: `NOT_THERE_YET`, `OUTAGE`, a code of the channel or of the import. */
  readonly code: string | null;
  /** SHA-256 of the file that was imported; null where it came as rows. */
  readonly statement: string | null;
  /** Lines of the file, or rows. */
  readonly rows: number | null;
  /** When it was last found, there or empty. */
  readonly doneAt: Instant | null;
}

/** What became of a try. */
export type TryOutcome =
  | { readonly state: 'fetched'; readonly statement: string | null; readonly rows: number }
  | { readonly state: 'empty' }
  | { readonly state: 'due'; readonly code: string; readonly ticket: string | null; readonly nextTryAt: Instant };

/** Days with bills that are asked about. */
export interface BillQuery {
  readonly merchantId: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
}

/** Schedules and days. All of it is durable when it resolves. @throws Outage */
export interface FetchStore {
  /** Says again how a schedule stands. */
  schedule(schedule: Schedule): Promise<void>;
  schedules(): Promise<readonly Schedule[]>;
  /** Wants the bills of these days, both inclusive; days that are there stay as they are. */
  want(schedule: Schedule, to: BusinessDate): Promise<void>;
  /** Those that may be tried now, of schedules that are on, the one that waits longest first. */
  due(now: Instant, limit: number): Promise<readonly WantedBill[]>;
  /** False where somebody else has tried it meanwhile. */
  tried(bill: WantedBill, outcome: TryOutcome, at: Instant): Promise<boolean>;
  /** Wants a bill, again where it was there, and from now on. */
  ask(schedule: Schedule, day: BusinessDate): Promise<WantedBill>;
  /** The newest day first. */
  bills(query: BillQuery): Promise<readonly WantedBill[]>;
  /** Tried and never found up to a day, and not noted as missing. */
  toNote(schedule: Schedule, upTo: BusinessDate): Promise<readonly WantedBill[]>;
  /** Noted as missing, and there by now, or of a schedule that is off. */
  toClear(): Promise<readonly WantedBill[]>;
  noted(bill: BillName, isMissing: boolean): Promise<void>;
}
