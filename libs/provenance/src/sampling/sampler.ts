import { hash } from 'node:crypto';
import type { Position } from '#event-log';
import type { BusinessDate, Entry, EntryKind } from '#kernel';

/** Which events are drawn from, and how many. */
export interface SampleAsked {
  readonly seed: string;
  /** How many are drawn. */
  readonly n: number;
  /** Only events that book more than this, 分. */
  readonly above: number;
  /** Accounting days, both included: of any entry of the event. */
  readonly from?: BusinessDate | undefined;
  readonly to?: BusinessDate | undefined;
  readonly merchant?: string | undefined;
}

/** An event as far as drawing it needs it. */
export interface Candidate {
  readonly position: Position;
  readonly id: string;
  readonly stream: string;
  readonly type: string;
  readonly entries: readonly Entry[];
}

export interface Drawn extends Omit<Candidate, 'entries'> {
  /** SHA-256 (hex) of seed, line feed and event id. */
  readonly rank: string;
  readonly amount: number;
}

/** How the sample is drawn, in a sentence that whoever holds the log can carry out. */
export const SAMPLING_METHOD =
  'rank = SHA-256(seed || LF || event id), hex; candidates are events of the log up to the position whose amount is above the limit ' +
  'and of which an entry that counts is of the merchant and the days asked for; amount = the largest sum of debits of such an entry, entries of ' +
  'kind authorization and instruction aside; the n candidates with the smallest ranks are the sample';

/** They hold money on memo accounts; nothing moves. */
const MEMO: ReadonlySet<EntryKind> = new Set(['authorization', 'instruction']);

/** What an event books, 分: the largest sum of debits of an entry that moves money. */
export function amountOf(entries: readonly Entry[]): number {
  const debits = ({ lines }: Entry): number =>
    lines.reduce((sum, { side, amount }) => sum + (side === 'debit' ? amount : 0), 0);
  return entries.filter(({ kind }) => !MEMO.has(kind)).reduce((most, entry) => Math.max(most, debits(entry)), 0);
}

export const rankOf = (seed: string, eventId: string): string => hash('sha256', `${seed}\n${eventId}`, 'hex');

/** Draws a sample while the log goes by: the same for the same seed and events, whatever log and batches they came in. */
export class Sampler {
  private drawn: Drawn[] = [];
  /** Events that could be drawn, and what they book together. */
  readonly population = { count: 0, sum: 0 };

  constructor(private readonly asked: SampleAsked) {}

  offer({ entries, id, position, stream, type }: Candidate): void {
    const { above, n, seed } = this.asked;
    const amount = amountOf(entries.filter((entry) => this.isAsked(entry)));
    if (amount <= above) return;
    this.population.count += 1;
    this.population.sum += amount;
    const rank = rankOf(seed, id);
    const last = this.drawn[n - 1];
    if (last && rank >= last.rank) return;
    this.drawn = [...this.drawn, { rank, id, position, stream, type, amount }].sort(byRank).slice(0, n);
  }

  /** By rank. */
  get sample(): readonly Drawn[] {
    return this.drawn;
  }

  private isAsked({ businessDate, of }: Entry): boolean {
    const { from, merchant, to } = this.asked;
    const isWithin = (from === undefined || businessDate >= from) && (to === undefined || businessDate <= to);
    return isWithin && (merchant === undefined || of.merchant === merchant);
  }
}

const byRank = (a: Drawn, b: Drawn): number => (a.rank < b.rank ? -1 : 1);
