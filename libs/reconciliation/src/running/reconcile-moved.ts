import { START, deterministicId, type Position } from '#event-log';
import { isRejection, localDate, type Instant, type Rejection } from '#kernel';
import type { Reader } from '#projections';
import type { MatchedAccount } from '../read/items.tables.js';
import { RunQueries, isAllBanks, type AccountOf } from '../read/run-queries.js';
import type { Reconciler, RunResult } from './run.js';

/** Work for so long, then rest so many times as long: an account that moves all day is not judged all day. */
const REST = 20;

interface LastRun {
  /** Position up to which the account was looked at. */
  readonly position: Position;
  /** The read model has to have what was recorded then. */
  readonly recorded: Position;
  readonly day: string;
  /** Not again before then. */
  readonly restsUntil: number;
}

/** A moved account as accounts that can be judged: payouts of a merchant are judged bank by bank. */
export async function accountsIn(reader: Reader, { account, book, channel, merchant }: MatchedAccount): Promise<AccountOf[]> {
  if (!isAllBanks({ account, book, channel, merchant, moved: '' })) return [{ account, book, channel, merchant }];
  const banks = await new RunQueries(reader).banksOf(merchant);
  return banks.map((bank) => ({ merchant, book, channel, account: bank }));
}

/**
 * Judges what moved since it was judged last, and everything when a day has passed: then what is suspended may have become a difference.
 * Remembers in memory alone: after a restart all accounts are judged once, which adds nothing.
 */
export class MovedAccounts {
  private readonly last = new Map<string, LastRun>();

  constructor(
    private readonly reader: Reader,
    private readonly reconciler: Reconciler,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** Answers how many accounts it judged; a refusal where the terms can not be read. */
  async reconcile(now: Instant, signal?: AbortSignal): Promise<number | Rejection> {
    let judged = 0;
    for (const moved of await new RunQueries(this.reader).accounts({})) {
      if (signal?.aborted) return judged;
      if (!this.isDue(moved, now)) continue;
      const result = await this.judge(moved, now);
      if (isRejection(result)) return result;
      judged += 1;
    }
    return judged;
  }

  private isDue(moved: MatchedAccount, now: Instant): boolean {
    const last = this.last.get(nameOf(moved));
    if (!last) return true;
    return this.nowMs() >= last.restsUntil && (moved.moved > last.position || localDate(now) > last.day);
  }

  private async judge(moved: MatchedAccount, now: Instant): Promise<Rejection | undefined> {
    const began = this.nowMs();
    let position: Position = moved.moved;
    let recorded = this.last.get(nameOf(moved))?.recorded ?? START;
    for (const of of await accountsIn(this.reader, moved)) {
      const result = await this.run(of, now, recorded > moved.moved ? recorded : moved.moved);
      if (isRejection(result)) return result;
      // What others changed meanwhile is looked at in the next round.
      if (result.overtaken > 0) position = START;
      if (result.position > recorded) recorded = result.position;
    }
    const ended = this.nowMs();
    this.last.set(nameOf(moved), { position, recorded, day: localDate(now), restsUntil: ended + (ended - began) * REST });
    return undefined;
  }

  private run(of: AccountOf, now: Instant, minPosition: Position): Promise<RunResult | Rejection> {
    const correlationId = deterministicId('reconcile-moved', of.merchant, of.book, of.channel, of.account, minPosition);
    return this.reconciler.run({ of, now, minPosition, context: { correlationId, actor: 'reaction:reconcile' } });
  }
}

const nameOf = ({ account, book, channel, merchant }: MatchedAccount): string => [merchant, book, channel, account].join('|');
