import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Pool } from 'pg';
import { EventCodec, MemoryEventLog } from '#event-log';
import { servingSchema } from '#projections/testing';
import { transactions } from '#reports';
import type { ExportHow, ExportMade } from './export-child.js';

const FIRST = '2026-09-01T00:00:00Z';

const FILL = `
  insert into transactions
    (stream, kind, id, merchant, store, side, channel, account, method, status, happened_at, terminal, operator, live_room,
     amount, taken, refunded, exceptions, revision, position, updated_at, opened_position)
  select 'payment.' || $1 || n, 'payment', 'pay_898100012340001.POS00001.000007.' || n, $1, 's1', 'offline', 'unionpay',
    '898100012340001', 'card', 'captured', $3::timestamptz + make_interval(secs => n), '898100012340001/POS00001', '01', null,
    n, n, 0, '{}', 0, lpad(n::text, 16, '0'), $3::timestamptz, lpad(n::text, 16, '0')
  from generate_series(1, $2::int) n`;

/** A read model with so many transactions of each merchant, made without a log. */
export async function filled(pool: Pool, sizes: Readonly<Record<string, number>>): Promise<void> {
  const context = { pool, log: new MemoryEventLog(), codec: new EventCodec({}) };
  const schema = await servingSchema(context, transactions);
  for (const [merchant, size] of Object.entries(sizes))
    await pool.query(FILL.replace('transactions', `${schema}.transactions`), [merchant, size, FIRST]);
  await pool.query(`analyze ${schema}.transactions`);
}

/** Old space of a process that exports, MB: far less than its rows would take, held whole. */
const HEAP_MB = 128;

/** An export of a merchant's transactions in a process of its own, which ends where it holds more than its heap. */
export async function exportedBy(url: string, merchant: string, how: ExportHow, { collect = false } = {}): Promise<ExportMade> {
  const args = [
    ...(collect ? ['--expose-gc'] : []),
    `--max-old-space-size=${String(HEAP_MB)}`,
    '--import=./test/setup/typescript.mjs',
    'test/bench/export-child.ts',
    url,
    merchant,
    how,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } });
  return JSON.parse(stdout) as ExportMade;
}
