import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError, type CliCommand, type CommandContext } from '../command.js';
import type { Recompute } from '../demo/auditing.js';
import { demo as playDemo } from '../demo/demo.js';
import { findRunning } from '../running-ledger.js';
import { verify } from './verify.js';

const DEFAULT_ORDERS = '1000';
const DEFAULT_SEED = '1';
const DEFAULT_WAIT_SECONDS = '10';
const INTERRUPTED = 130;

export const demo: CliCommand = {
  name: 'demo',
  says: 'play a trading day through the API: --orders N, --seed N, --check, --wait SECONDS, --statements DIR, --url URL (with HEZHANG_ADMIN_KEY)',
  async run(context) {
    const options = decode(context.args);
    const ledger = await findOrStart(context, options.url);
    try {
      const { url, adminKey } = ledger;
      const { dataFolder } = context.config;
      const { folder = join(dataFolder, 'demo-statements'), ...told } = options;
      const statements = { folder, mappings: join(dataFolder, 'mappings') };
      const recompute: Recompute = (args, print) => verify.run({ ...context, args, print });
      const interrupted = context.asked.then(() => INTERRUPTED);
      return await Promise.race([
        playDemo({ ...told, url, adminKey, statements, recompute: ledger.isOurs ? recompute : undefined }),
        interrupted,
      ]);
    } finally {
      await ledger.stop();
    }
  },
};

interface Options {
  readonly orders: number;
  readonly seed: number;
  readonly check: boolean;
  /** How long a ledger that went away may take to come back. */
  readonly patienceMs: number;
  readonly url: string | undefined;
  /** Where statements are written to. */
  readonly folder: string | undefined;
}

function decode(args: readonly string[]): Options {
  const { orders, seed, check, wait, url, statements: folder } = parse(args);
  const patienceMs = wholeNumber('--wait', wait) * 1000;
  return { orders: wholeNumber('--orders', orders), seed: wholeNumber('--seed', seed), check, patienceMs, url, folder };
}

interface Words {
  readonly orders: string;
  readonly seed: string;
  readonly check: boolean;
  readonly wait: string;
  readonly url?: string;
  readonly statements?: string;
}

function parse(args: readonly string[]): Words {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        orders: { type: 'string', default: DEFAULT_ORDERS },
        seed: { type: 'string', default: DEFAULT_SEED },
        check: { type: 'boolean', default: false },
        wait: { type: 'string', default: DEFAULT_WAIT_SECONDS },
        url: { type: 'string' },
        statements: { type: 'string' },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1)
    throw new UsageError(`${name} takes a whole number from 1 on`);
  return value;
}

interface FoundLedger {
  readonly url: string;
  readonly adminKey: string;
  /** Its log is where our settings say. */
  readonly isOurs: boolean;
  stop(): Promise<void>;
}

/** The ledger of `--url`, else the one that runs on our port, else one of our own for as long as the demo runs. */
async function findOrStart({ config, print }: CommandContext, url: string | undefined): Promise<FoundLedger> {
  const { installationKeys } = await import('../../../server/src/key-files.js');
  const running = url ?? (await findRunning(config));
  if (running !== undefined) {
    const { adminKey } = await installationKeys(config);
    return { url: running, adminKey, isOurs: url === undefined, stop: () => Promise.resolve() };
  }
  print('No ledger is running here; starting one for the demo.');
  const { startServer } = await import('../../../server/src/start.js');
  const started = await startServer(config);
  return { url: started.url, adminKey: started.adminKey, isOurs: true, stop: () => started.stop() };
}
