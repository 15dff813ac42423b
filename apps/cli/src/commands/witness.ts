import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Witness, WitnessState, signerOf, signerText, verifierFrom, witnessKeyOf, type Signer } from '#audit';
import { ensureDataFolder, keepOnce } from '#postgres';
import { Poller } from '#projections';
import { UsageError, type CliCommand, type CommandContext } from '../command.js';
import { errorLine } from '../error-line.js';
import { contentOf, keysIn } from '../given-files.js';
import { Watching, type Look, type WatchedLog } from '../witness/watching.js';
import { WitnessServer } from '../witness/witness-server.js';

const KEY_FILE = 'witness.key';
const EVERY_S = 60;
const LOOKS_MISSED = 5;

export const witness: CliCommand = {
  name: 'witness',
  says:
    'watch a ledger with a key and a memory of its own, and cosign only what extends all before: --url LEDGER --key-file FILE ' +
    '(an auditor’s API key) --log-key FILE (public key of the log, from audit-key) --state DIR [--port P] [--every SECONDS] [--once]',
  async run(context) {
    const options = await optionsOf(context.args);
    const { stateFolder, log } = options;
    const signer = await signerIn(stateFolder);
    const state = new WitnessState(stateFolder);
    const onRefusal = (says: string): void => context.print(`REFUSED: ${says}. Both notes are kept in ${stateFolder}`);
    const watched = new Witness({ state, logs: log.keys, signer, now: Date.now, onRefusal });
    const watching = new Watching(log, watched);
    context.print(`witness ${witnessKeyOf(signer).text}`);
    const refusals = (): Promise<string[]> => state.refusals(log.origin);
    if (options.once) context.print(await lookOnce(watching));
    else await watchOn(context, { ...options, watching, witness: watched, refusals });
    const kept = await refusals();
    for (const file of kept) context.print(`refused: ${file}`);
    return kept.length === 0 ? 0 : 1;
  },
};

const SAYS: Readonly<Record<Look, string>> = {
  empty: 'the log has no checkpoint yet',
  unchanged: 'nothing new since the last one cosigned',
  cosigned: 'cosigned',
  refused: 'refused',
};

const lookOnce = async (watching: Watching): Promise<string> => SAYS[await watching.look()];

interface Watch extends Options {
  readonly watching: Watching;
  readonly witness: Witness;
  readonly refusals: () => Promise<string[]>;
}

/** Until it is asked to stop. Unhealthy are refusals that nobody has looked at, and a ledger that was not reached for long. */
async function watchOn({ print, asked, config }: CommandContext, watch: Watch): Promise<void> {
  const { watching, witness, refusals, log, everyMs } = watch;
  let reachedAt = Date.now();
  const health = async (): Promise<string[]> => {
    const isLate = Date.now() - reachedAt > LOOKS_MISSED * everyMs;
    return [...(await refusals()).map((file) => `refused: ${file}`), ...(isLate ? ['the ledger is not reached'] : [])];
  };
  const server = await WitnessServer.listen(config.host, watch.port, { witness, origin: log.origin, health });
  print(`listens on ${config.host}:${String(server.port)}: POST /add-checkpoint, GET /checkpoint, GET /health`);
  const poller = new Poller({
    everyMs,
    work: async () => {
      await watching.look();
      reachedAt = Date.now();
    },
    onFailure: (error) => print(`not asked: ${errorLine(error)}`),
  });
  poller.start();
  await asked;
  await poller.stop();
  await server.close();
}

interface Options {
  readonly log: WatchedLog;
  readonly stateFolder: string;
  readonly port: number;
  readonly everyMs: number;
  readonly once: boolean;
}

async function optionsOf(args: readonly string[]): Promise<Options> {
  const {
    url,
    'key-file': keyFile,
    'log-key': logKey,
    state,
    port = '0',
    every = String(EVERY_S),
    once = false,
  } = parsed(args);
  if (url === undefined || keyFile === undefined || logKey === undefined || state === undefined)
    throw new UsageError('witness needs --url, --key-file, --log-key and --state');
  if (!/^\d{1,5}$/.test(port) || !/^[1-9]\d{0,5}$/.test(every)) throw new UsageError('--port and --every are numbers');
  const keys = (await keysIn(logKey, verifierFrom)).map(verifierFrom);
  const [first] = keys;
  if (!first || keys.some(({ name }) => name !== first.name))
    throw new UsageError(`${logKey} must hold public keys of one log`);
  const log = { url: url.replace(/\/+$/, ''), apiKey: (await contentOf(keyFile)).trim(), keys, origin: first.name };
  return { log, stateFolder: resolve(state), port: Number(port), everyMs: Number(every) * 1_000, once };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    url: text,
    'key-file': text,
    'log-key': text,
    state: text,
    port: text,
    every: text,
    once: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The witness's own key: made with the first start, kept with its memory. */
async function signerIn(folder: string): Promise<Signer> {
  await ensureDataFolder(folder);
  const file = join(folder, KEY_FILE);
  await keepOnce(file, `${signerText(`witness/${randomBytes(6).toString('hex')}`, randomBytes(32))}\n`);
  return signerOf((await contentOf(file)).trim());
}
