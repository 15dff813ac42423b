import { statSync, watch, type FSWatcher } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { UsageError, type CliCommand, type CommandContext } from '../command.js';
import { ImportLine } from '../import-line.js';
import { findRunning } from '../running-ledger.js';
import { uploadStatement, type UploadTo } from '../statement-upload.js';

/** A file that is still being written grows within this. */
const SETTLED_MS = 1_000;

export const importStatements: CliCommand = {
  name: 'import',
  says: 'statements of channels and banks: FILE… or a folder, --watch it, --merchant ID, --account SHOP, --url URL (with HEZHANG_ADMIN_KEY); ends with 0 where every line was taken; or a whole ledger: import log FILE',
  async run(context) {
    if (context.args[0] === 'log') return (await import('./import-log.js')).importingLog(context);
    const { paths, isWatching, url, ...named } = parse(context.args);
    const to = { ...(await ledgerOf(context, url)), ...named };
    // Before they are listed: what comes in meanwhile is not overlooked.
    const watched = isWatching ? new Watched(paths, to) : undefined;
    let failed = 0;
    for (const path of paths) for (const file of await filesIn(path)) failed += (await sent(file, to)) ? 0 : 1;
    await watched?.until(context.asked);
    return failed === 0 ? 0 : 1;
  },
};

interface Options {
  readonly paths: readonly string[];
  readonly isWatching: boolean;
  readonly account: string | undefined;
  readonly merchant: string | undefined;
  readonly url: string | undefined;
}

function parse(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const options = { account: text, merchant: text, url: text, watch: { type: 'boolean' } } as const;
  try {
    const { values, positionals: paths } = parseArgs({ args: [...args], options, allowPositionals: true });
    const { account, merchant, url, watch: isWatching = false } = values;
    if (paths.length === 0) throw new UsageError('import takes files or folders');
    return { paths, isWatching, account, merchant, url };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function ledgerOf({ config }: CommandContext, url: string | undefined): Promise<Pick<UploadTo, 'url' | 'adminKey'>> {
  const { installationKeys } = await import('../../../server/src/key-files.js');
  const running = url ?? (await findRunning(config));
  if (running === undefined) throw new UsageError('No ledger is running here. Start one, or name one with --url.');
  return { url: running, adminKey: (await installationKeys(config)).adminKey };
}

/** The file itself, or what is in a folder, by name; hidden files are nobody's statements. */
async function filesIn(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => {
    throw new UsageError(`There is no ${path}.`);
  });
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  return files.map(({ name }) => join(path, name)).sort();
}

/** Whether a file was taken whole: no line quarantined, nothing refused. */
async function sent(file: string, to: UploadTo): Promise<boolean> {
  const line = new ImportLine(process.stdout, basename(file));
  try {
    const uploaded = await uploadStatement(file, to, line);
    if ('refused' in uploaded) line.refuse(uploaded.refused);
    else line.finish(uploaded.imported);
    return 'imported' in uploaded && uploaded.imported.quarantined === 0;
  } catch (error) {
    line.refuse(`not sent: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

/** What is put into folders. A file is taken when it no longer grows; the same again adds nothing. */
class Watched {
  private last: Promise<unknown> = Promise.resolve();
  private readonly underWay = new Set<string>();
  private readonly watchers: readonly FSWatcher[];

  constructor(
    folders: readonly string[],
    private readonly to: UploadTo,
  ) {
    this.watchers = folders.map((folder) => {
      if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`There is no folder ${folder}.`);
      return watch(folder, (_event, name) => {
        if (name !== null) this.take(join(folder, name));
      });
    });
  }

  /** Takes until it is asked to stop, and ends after the files under way. */
  async until(asked: Promise<void>): Promise<void> {
    await asked;
    for (const watcher of this.watchers) watcher.close();
    await this.last;
  }

  private take(file: string): void {
    if (basename(file).startsWith('.') || this.underWay.has(file)) return;
    this.underWay.add(file);
    this.last = this.last.then(() => takeSettled(file, this.to)).finally(() => this.underWay.delete(file));
  }
}

async function takeSettled(file: string, to: UploadTo): Promise<void> {
  const sizeOf = async (): Promise<number | undefined> => {
    const found = await stat(file).catch(() => undefined);
    return found?.isFile() ? found.size : undefined;
  };
  for (let before = await sizeOf(); before !== undefined;) {
    await sleep(SETTLED_MS);
    const now = await sizeOf();
    if (now === before) {
      await sent(file, to);
      return;
    }
    before = now;
  }
}
