import { join } from 'node:path';
import { openPool } from '#postgres';
import { demo } from '../../apps/cli/src/demo/demo.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';

interface Feed {
  readonly position: string;
}

describe('the demo', () => {
  let ledger: RunningLedger;

  beforeAll(async () => {
    ledger = await runLedger();
  });

  afterAll(async () => {
    await ledger.end();
  });

  /** Answers the exit code and what was printed. */
  async function play(seed: number): Promise<{ readonly code: number; readonly lines: readonly string[] }> {
    const text: string[] = [];
    const { dataFolder, url } = ledger;
    const statements = { folder: join(dataFolder, 'demo-statements'), mappings: join(dataFolder, 'mappings') };
    const options = { url, adminKey: ledger.admin.key ?? '', orders: 40, seed, check: true, statements };
    const code = await demo(options, { write: (part) => text.push(part) });
    return { code, lines: text.join('').trimEnd().split('\n') };
  }

  const headAfter = async (position: string): Promise<string> => {
    const { body } = await ledger.admin.get(`/v1/events?limit=1000&after=${position}`);
    const { position: next } = body as Feed;
    return next === position ? position : headAfter(next);
  };

  it('plays a day, and every book, read model and rebuild agrees with it', async () => {
    const { code, lines } = await play(1);
    expect(lines.at(-1)).toMatch(/^demo ok: events=\d+ orders=40 trial_balance=0$/);
    expect(code).toBe(0);
    expect(lines).toContain('unexplained: -');
    for (const line of [
      /^local life +6 voucher orders: .*redeemed \d.*split \d.*paid out \d/,
      /^mini-app +6 payments: paid \d.*refunded \d/,
      /^acquirers +15 payments by notice: captured \d.*refunded \d/,
      /^planted: \d\d; all of it found and classified, and nothing else$/,
      /^Corrected: [\d.]+ that allinpay took, and told on its statement only/,
      /^ {2}case [0-9a-f]{32} is resolved$/,
      /^Closed: 2025-11, proposed by key:\S+, approved by key:\S+; trial balance [0-9a-f]{16}$/,
      /^ {2}told late: DouyinAccountMoved of 2025-11-20 is booked on 2025-12-01; /,
      /^Exported: .*journal\.csv, rows [0-9a-f]{16}, digest recomputed$/,
    ])
      expect(lines).toContainEqual(expect.stringMatching(line));
    expect(lines.find((line) => line.startsWith('payment requests'))).toContain('/v1/payment-requests?merchant=demo-1-40');
  });

  it('adds nothing when the same day is played again', async () => {
    const before = await headAfter('');
    const { code } = await play(1);
    expect(code).toBe(0);
    expect(await headAfter(before)).toBe(before);
  });

  it('plays another day beside it', async () => {
    expect((await play(2)).code).toBe(0);
  });

  it('fails, and says why, where a read model is not what the log says', async () => {
    await tamper();
    const { code, lines } = await play(1);
    expect(lines.filter((line) => line.startsWith('demo failed: order 69')).length).toBeGreaterThan(0);
    expect(lines.at(-1)).toMatch(/^demo failed: the rebuild of orders was refused/);
    expect(code).toBe(1);
  });

  /** Behind the ledger's back: what is paid of every order, in the tables that serve. */
  async function tamper(): Promise<void> {
    const pool = openPool(ledger.databaseUrl, { max: 1, applicationName: 'tamper' });
    const serving = `select generation from projections.generations where name = 'orders' and status = 'serving'`;
    const { rows } = await pool.query<{ generation: number }>(serving);
    await pool.query(`update read_orders_${String(rows[0]?.generation)}.orders set paid = paid + 1`);
    await pool.end();
  }
});
