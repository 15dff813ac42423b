import { openCheckpoint, verifierFrom } from '#audit/testing';
import { auditKey } from '../../apps/cli/src/commands/audit-key.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import { startServer } from '../../apps/server/src/start.js';
import { eventually } from './support/eventually.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';

describe('a ledger whose audit key is replaced', () => {
  let ledger: RunningLedger;
  let restarted: { stop(): Promise<void> } | undefined;

  beforeAll(async () => {
    ledger = await runLedger({ HEZHANG_CHECKPOINT_S: '1' });
  });
  afterAll(async () => {
    await restarted?.stop();
    await ledger.end();
  });

  const settings = (): Record<string, string> => ({
    ...ledger.log.settings,
    DATABASE_URL: ledger.databaseUrl,
    HEZHANG_DATA: ledger.dataFolder,
    HEZHANG_CHECKPOINT_S: '1',
    HEZHANG_LOG: 'silent',
    PORT: new URL(ledger.url).port,
  });

  async function keys(...args: string[]): Promise<string[]> {
    const printed: string[] = [];
    const config = decodeConfig(settings());
    await auditKey.run({ config, args, print: (line) => printed.push(line), asked: Promise.resolve() });
    return printed;
  }

  async function restart(): Promise<void> {
    await (restarted ?? ledger).stop();
    restarted = await startServer(decodeConfig(settings()));
  }

  let made = 0;
  /** A checkpoint of something new, and which of the keys signed it. */
  async function signedBy(candidates: readonly string[]): Promise<string[]> {
    made += 1;
    const { body } = await ledger.admin.post('/v1/merchants', { id: `m${String(made)}`, name: 'm', cutOff: '24:00' });
    const { position } = body as { position: string };
    const note = await eventually(async () => {
      const { data } = {
        data: await ledger.admin.data<{ position: string; note: string }[]>('/v1/audit/checkpoints?limit=1000'),
      };
      const newest = data.at(-1);
      if (!newest || newest.position < position) throw new Error('not signed yet');
      return newest.note;
    });
    return candidates.filter((key) => openCheckpoint(note, [verifierFrom(key)]) !== undefined);
  }

  it('goes on with both, then with the new one, and tells all that ever signed', async () => {
    const [old = ''] = await keys();
    expect(await signedBy([old])).toEqual([old]);
    const both = await keys('rotate');
    // Keys are read at the start alone.
    expect(await signedBy(both)).toEqual([old]);
    await restart();
    expect(await signedBy(both)).toEqual(both);
    const [next = ''] = await keys('retire');
    await restart();
    expect(await signedBy(both)).toEqual([next]);
    expect(await ledger.admin.data('/v1/audit/keys')).toEqual([old, next]);
  });
});
