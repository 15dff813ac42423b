import { Pool } from 'pg';
import { PostgresEventLog, type EventLog } from '#event-log';
import { paymentDecider, paymentStream } from '#payments';
import { tale } from '#payments/testing';
import { balances } from '#ledger';
import { migrate, openPool } from '#postgres';
import { PROJECTION_MIGRATIONS, Positions, ProjectionRunner, soleOwner } from '#projections';
import { callersFor, quantile, rounded } from './rounds.js';
import { TRADING_CODEC, lifeOf, record, type Life } from './trading-day.js';

const EVENTS = 40_000;
const AT_ONCE = 2_000;
const CALLERS = 64;
const ROUNDS = 3;

/** Two rows that every transfer locks and changes, and a line for each: how ledgers of plain SQL book. */
const ROW_LOCKS = `
  create schema rowlock;
  create table rowlock.accounts (id integer primary key, balance bigint not null);
  create table rowlock.lines (id bigserial primary key, account integer not null, amount bigint not null, balance bigint not null,
    at timestamptz not null default now());
  insert into rowlock.accounts values (1, 0), (2, 0);
  create function rowlock.transfer(payer integer, payee integer, sum bigint) returns void language plpgsql as $body$
  declare after bigint;
  begin
    update rowlock.accounts set balance = balance - sum where id = payer returning balance into after;
    insert into rowlock.lines (account, amount, balance) values (payer, -sum, after);
    update rowlock.accounts set balance = balance + sum where id = payee returning balance into after;
    insert into rowlock.lines (account, amount, balance) values (payee, sum, after);
  end $body$`;

/** Booking on one account with every event, against an account for each, and against locks on the rows of two accounts. */
export async function benchHot(url: string): Promise<Record<string, unknown>> {
  const log = await PostgresEventLog.open({ connectionString: url });
  const pool = openPool(url, { max: 12 });
  await migrate(pool, PROJECTION_MIGRATIONS);
  const figures = { hot: [] as number[], uniform: [] as number[], rowLocks: [] as number[] };
  try {
    await pool.query(ROW_LOCKS);
    for (let round = 0; round < ROUNDS; round += 1) {
      figures.hot.push(await posted(pool, log, () => 'one', round));
      figures.uniform.push(await posted(pool, log, (n) => `own${String(round)}x${String(n)}`, round));
      figures.rowLocks.push(await transfers(url));
    }
  } finally {
    await log.close();
    await pool.end();
  }
  const [hot, uniform, rowLocks] = [figures.hot, figures.uniform, figures.rowLocks].map((values) => quantile(values, 0.5));
  return {
    unit: 'bookings/s, from the first append until the balances show the last; medians of interleaved rounds',
    results: {
      'one account with every event': hot,
      'an account for each event': uniform,
      'row locks on two accounts': rowLocks,
    },
    ratios: {
      'hot over uniform': rounded((hot ?? NaN) / (uniform ?? NaN)),
      'hot over row locks': rounded((hot ?? NaN) / (rowLocks ?? NaN)),
    },
  };
}

/** Appends purchases while the balances follow. */
async function posted(pool: Pool, log: EventLog, merchantOf: (n: number) => string, round: number): Promise<number> {
  const positions = new Positions(pool);
  const runner = new ProjectionRunner({
    pool,
    log,
    codec: TRADING_CODEC,
    positions,
    projections: [balances],
    ownership: soleOwner,
  });
  const batches: Life[][] = [];
  for (let n = 0; n < EVENTS; n += AT_ONCE)
    batches.push(
      Array.from({ length: AT_ONCE }, (_, at) =>
        purchase(merchantOf(n + at), `pay_${String(round)}.${merchantOf(0)}.${String(n + at)}`),
      ),
    );
  runner.start();
  const began = performance.now();
  for (const lives of batches) await record(log, lives);
  await positions.waitFor(balances.name, await log.head(), 120_000);
  const seconds = (performance.now() - began) / 1_000;
  await runner.stop();
  return Math.round(EVENTS / seconds);
}

function purchase(merchant: string, paymentId: string): Life {
  const commands = tale('purchase 75.00').map((fact) => ({
    type: 'RecordPaymentFact' as const,
    fact: { ...fact, paymentId, merchantNo: merchant, booking: { ...fact.booking, of: { ...fact.booking.of, merchant } } },
  }));
  return lifeOf(paymentStream(paymentId), paymentDecider, commands);
}

async function transfers(url: string): Promise<number> {
  const pool = new Pool({ connectionString: url, max: CALLERS });
  const { perSecond } = await callersFor(CALLERS, 2, async () => {
    await pool.query({ name: 'transfer', text: 'select rowlock.transfer($1, $2, $3)', values: [1, 2, 100] });
    return 1;
  });
  await pool.end();
  return Math.round(perSecond);
}
