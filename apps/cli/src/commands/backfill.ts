import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { BackfillLine, type BackfillProgress } from '../backfill-line.js';
import { UsageError, type CliCommand, type CommandContext } from '../command.js';
import { DemoFailure, Ledger } from '../demo/ledger.js';
import { ownUrl } from '../running-ledger.js';

const LOOK_EVERY_MS = 500;
const PATIENCE_MS = 60_000;
const INTERRUPTED = 130;

export const backfill: CliCommand = {
  name: 'backfill',
  says: 'fill a Douyin shop back from the platform: --merchant ID --shop ID --from TIME [--to TIME] [--url URL] (with HEZHANG_ADMIN_KEY)',
  async run(context) {
    const options = decode(context.args);
    const ledger = await runningLedger(context, options.url);
    const interrupted = context.asked.then(() => INTERRUPTED);
    const filled = fill(ledger, options).catch((error: unknown) => {
      if (!(error instanceof DemoFailure)) throw error;
      context.print(error.message);
      return 1;
    });
    return Promise.race([filled, interrupted]);
  },
};

interface Options {
  readonly merchant: string;
  readonly shop: string;
  readonly from: string;
  readonly to: string | undefined;
  readonly url: string | undefined;
}

function decode(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: { merchant: text, shop: text, from: text, to: text, url: text } });
    const { merchant, shop, from, to, url } = values;
    if (merchant === undefined || shop === undefined || from === undefined)
      throw new UsageError('backfill needs --merchant, --shop and --from, a time like 2026-09-01T00:00:00+08:00');
    return { merchant, shop, from, to, url };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function runningLedger({ config }: CommandContext, url: string | undefined): Promise<Ledger> {
  const { installationKeys } = await import('../../../server/src/key-files.js');
  const { adminKey } = await installationKeys(config);
  return new Ledger({ url: url ?? ownUrl(config), adminKey, patienceMs: PATIENCE_MS });
}

/** The work is the server's: it goes on when we are interrupted, and asking again shows how it goes. */
async function fill(ledger: Ledger, { merchant, shop, from, to }: Options): Promise<number> {
  const path = `/v1/merchants/${encodeURIComponent(merchant)}/douyin-shops/${encodeURIComponent(shop)}/backfills`;
  const begun = await ledger.post<BackfillProgress>(path, { from, ...(to !== undefined && { to }) });
  const line = new BackfillLine(process.stdout, shop);
  line.begin(begun);
  for (;;) {
    const progress = await ledger.get<BackfillProgress>(`${path}/${begun.id}`);
    if (progress.state === 'done') {
      line.finish(progress);
      return 0;
    }
    line.show(progress);
    await sleep(LOOK_EVERY_MS);
  }
}
