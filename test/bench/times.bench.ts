import { randomInt } from 'node:crypto';
import type { Pool } from 'pg';
import { BalanceDiffQuery, BalanceQueries, JournalQueries, TrialBalanceQuery, balances } from '#ledger';
import { plusDays } from '#kernel';
import { migrate, openPool } from '#postgres';
import { PROJECTION_MIGRATIONS, Positions, Reader, type Times } from '#projections';
import { ACCOUNTS, BOOK_DAYS, BOOK_MERCHANT, FIRST_DAY, HOT_ACCOUNT, fillBook, positionOf } from './book-of-lines.js';
import { quantile, rounded } from './rounds.js';

const PROBES = 500;
/** Sums over all lines of an account take long. */
const SCANS = 5;

export type TimesSize = Readonly<Record<string, number>>;

/** What the same answer costs as a sum over lines: the contender. */
const SCAN = `
  select sum(amount) from read.journal_lines where account_id = (select account_id from read.accounts where account = $1)
    and position <= $2 and business_date <= $3`;

/** Questions at random points on both axes of time, of a book of so many lines: milliseconds. Half of them are of one account. */
export async function benchTimes(url: string, lines: number): Promise<TimesSize> {
  const pool = openPool(url, { max: 8 });
  try {
    await migrate(pool, PROJECTION_MIGRATIONS);
    process.stderr.write(`filling ${String(lines)} lines…\n`);
    const began = performance.now();
    const events = await fillBook(pool, lines);
    const seconds = (performance.now() - began) / 1_000;
    await pool.query('vacuum analyze');
    return { 'lines/s taken in': Math.round(lines / seconds), ...(await probed(pool, events)) };
  } finally {
    await pool.end();
  }
}

async function probed(pool: Pool, events: number): Promise<TimesSize> {
  const reader = new Reader(pool, new Positions(pool));
  const point = (): Times => ({ effective: plusDays(FIRST_DAY, randomInt(BOOK_DAYS)), known: positionOf(randomInt(events)) });
  const account = (): string => (randomInt(2) === 0 ? HOT_ACCOUNT : (ACCOUNTS[randomInt(ACCOUNTS.length)] ?? HOT_ACCOUNT));
  const [one, lines, trial, diff] = [
    new BalanceQueries(reader),
    new JournalQueries(reader),
    new TrialBalanceQuery(reader),
    new BalanceDiffQuery(reader),
  ];
  return {
    ...(await timesOf('balance', PROBES, () => one.one({ account: account(), times: point() }))),
    ...(await timesOf('50 lines', PROBES / 5, () => lines.lines({ account: account(), times: point(), limit: 50 }))),
    ...(await timesOf('50 lines of a diff', PROBES / 5, () =>
      diff.diff({ account: account(), from: point(), to: point(), limit: 50 }),
    )),
    ...(await timesOf('trial balance of 41 accounts', PROBES / 5, () => trial.ask({ times: point() }))),
    ...(await timesOf('the same of a merchant', PROBES / 5, () => trial.ask({ merchant: BOOK_MERCHANT, times: point() }))),
    ...(await timesOf('balance as a sum over lines', SCANS, async () => {
      const { known, effective } = point();
      await reader.rows({ projection: balances, sql: SCAN, params: [HOT_ACCOUNT, known, effective] });
    })),
  };
}

async function timesOf(what: string, probes: number, ask: () => Promise<unknown>): Promise<TimesSize> {
  const times: number[] = [];
  for (let probe = 0; probe < probes; probe += 1) {
    const began = performance.now();
    await ask();
    times.push(performance.now() - began);
  }
  return { [`${what}, p50`]: rounded(quantile(times, 0.5)), [`${what}, p99`]: rounded(quantile(times, 0.99)) };
}

/** Of the largest size to the smallest, whatever grows in between: 1 is flat. */
export function timesRatios(measured: Readonly<Record<string, TimesSize>>): Record<string, number> {
  const all = Object.values(measured);
  const [smallest, largest] = [all[0] ?? {}, all.at(-1) ?? {}];
  const medians = Object.keys(largest).filter((name) => name.endsWith(', p50'));
  return Object.fromEntries(
    medians.map((name) => [`${name}, largest over smallest`, rounded((largest[name] ?? NaN) / (smallest[name] ?? NaN))]),
  );
}
