import type { WantedBill } from '../store/fetch-store.js';

/** A download on disk. */
export interface SpooledFile {
  readonly path: string;
  /** SHA-256 (hex) of the bytes. */
  readonly sha256: string;
  readonly bytes: number;
}

/** What a channel answers when it is asked for a bill. `absent`: not there yet. `making`: it makes a file, to be asked for by its ticket. */
export type Found =
  | { readonly status: 'file'; readonly file: SpooledFile; readonly account?: string }
  | { readonly status: 'rows'; readonly rows: number }
  | { readonly status: 'empty' }
  | { readonly status: 'absent'; readonly code: string }
  | { readonly status: 'making'; readonly code: string; readonly ticket: string | null };

/** One kind of bill of one channel. @throws Outage, FetchRefusal */
export type BillSource = (bill: WantedBill, signal: AbortSignal) => Promise<Found>;

/** A matter for people: the channel says no, or what it gives is not taken. Carries codes only: its words may repeat what it was sent. */
export class FetchRefusal extends Error {
  override readonly name = 'FetchRefusal';

  constructor(readonly code: string) {
    super(`a bill is refused: ${code}`);
  }
}

const CODE = /^[\w.:-]{1,80}$/;

/** A channel's code as it may be kept and shown. */
export const shownCode = (code: unknown): string => (typeof code === 'string' && CODE.test(code) ? code : 'REFUSED');
