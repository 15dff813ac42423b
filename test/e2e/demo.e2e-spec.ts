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
    const options = { url: ledger.url, adminKey: ledger.admin.key ?? '', orders: 40, seed, check: true };
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
  }, 120_000);

  it('adds nothing when the same day is played again', async () => {
    const before = await headAfter('');
    const { code } = await play(1);
    expect(code).toBe(0);
    expect(await headAfter(before)).toBe(before);
  }, 120_000);

  it('plays another day beside it', async () => {
    expect((await play(2)).code).toBe(0);
  }, 120_000);
});
