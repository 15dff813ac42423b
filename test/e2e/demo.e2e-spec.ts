import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ACCESS_EVENTS } from '#audit';
import { openPool } from '#postgres';
import { verify } from '../../apps/cli/src/commands/verify.js';
import type { Recompute } from '../../apps/cli/src/demo/auditing.js';
import { demo, type DemoOptions } from '../../apps/cli/src/demo/demo.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import { HAS_GO, WITHOUT_GO, goVerifier } from '../audit/go-verifier.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';

interface Feed {
  readonly position: string;
  readonly caughtUp: boolean;
  readonly data: readonly { readonly type: string }[];
}

describe('the demo', () => {
  let ledger: RunningLedger;

  beforeAll(async () => {
    ledger = await runLedger({ HEZHANG_CHECKPOINT_S: '1' });
  });

  afterAll(async () => {
    await ledger.end();
  });

  /** Answers the exit code and what was printed. */
  async function play(
    seed: number,
    more: Partial<DemoOptions> = {},
  ): Promise<{ readonly code: number; readonly lines: readonly string[] }> {
    const text: string[] = [];
    const { dataFolder, url } = ledger;
    const statements = { folder: join(dataFolder, 'demo-statements'), mappings: join(dataFolder, 'mappings') };
    const options = { url, adminKey: ledger.admin.key ?? '', orders: 40, seed, check: true, statements, ...more };
    const code = await demo(options, { write: (part) => text.push(part) });
    return { code, lines: text.join('').trimEnd().split('\n') };
  }

  const recompute: Recompute = (args, print) => {
    const config = decodeConfig({
      DATABASE_URL: ledger.databaseUrl,
      HEZHANG_DATA: ledger.dataFolder,
      ...ledger.log.settings,
    });
    return verify.run({ config, args, print, asked: new Promise(() => undefined) });
  };

  /** How many events of each type there are, but for the notes of who looked. */
  const told = async (): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    const count = async (after: string): Promise<void> => {
      const { position: next, caughtUp, data } = (await ledger.admin.get(`/v1/events?limit=1000${after}`)).body as Feed;
      for (const { type } of data) if (!Object.hasOwn(ACCESS_EVENTS, type)) counts[type] = (counts[type] ?? 0) + 1;
      if (!caughtUp) await count(`&after=${next}`);
    };
    await count('');
    return counts;
  };

  it('plays a day, and every book, read model and rebuild agrees with it', async () => {
    const { code, lines } = await play(1, { recompute });
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
      /^verify ok: the checkpoint kept at \d+ events is extended by the one at \d+; recomputed: \d+ events .* of them sealed\.$/,
      /^certificate \d+, .*\/certificate: rebuild of \S+, verified: signed by hezhang\//,
      /^certificates: (\d+) of \1 rebuilds, all of them verified$/,
      /^evidence pack .*order-\d+\.zip: verified: nothing is wrong$/,
      /^evidence pack .*order-\d+\.edited\.zip, one byte changed: NOT VERIFIED: \d+ defects$/,
    ])
      expect(lines).toContainEqual(expect.stringMatching(line));
    expect(lines.find((line) => line.startsWith('payment requests'))).toContain('/v1/payment-requests?merchant=demo-1-40');
  });

  (HAS_GO ? it : it.skip)(
    HAS_GO ? 'leaves an evidence pack that a verifier of others accepts, and one that it refuses' : WITHOUT_GO,
    async () => {
      const folder = join(ledger.dataFolder, 'demo-statements', 'demo-1-40', 'audit');
      const verifier = goVerifier(folder);
      const key = (await readFile(join(folder, 'kept.key'), 'utf8')).trim();
      const packs = (await readdir(folder)).filter((name) => name.endsWith('.zip')).sort();
      expect(packs).toEqual([expect.stringMatching(/^order-\d+\.edited\.zip$/), expect.stringMatching(/^order-\d+\.zip$/)]);
      const [edited, whole] = packs.map((name) => verifier('pack', join(folder, name), key));
      expect(whole).toBe('verified');
      expect(edited).not.toBe('verified');
    },
  );

  it('adds nothing when the same day is played again', async () => {
    const before = await told();
    const { code } = await play(1);
    expect(code).toBe(0);
    expect(await told()).toEqual(before);
  });

  it('plays another day beside it, and says what it could not look at over HTTP alone', async () => {
    const { code, lines } = await play(2);
    expect(code).toBe(0);
    expect(lines).toContainEqual(expect.stringMatching(/^verify ok: .*; skipped: recomputing the log, /));
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
