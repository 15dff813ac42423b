import { access, constants } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { verifierFrom } from '#audit';
import { Fault } from '#kernel';
import { importLog } from '#log-archive';
import { UsageError, type CommandContext } from '../command.js';
import { keysIn } from '../given-files.js';
import { OWNERS, openSide } from '../log-sides.js';
import { PhaseLine } from '../phase-line.js';

/** `import log`: a ledger out of an export, into an empty log. Answers 0 where it is the ledger that was exported. */
export async function importingLog({ args, config, print }: CommandContext): Promise<number> {
  const { path, keyFile, databaseUrl, eventStoreUrl } = parse(args);
  const keys = keyFile === undefined ? undefined : await keysIn(keyFile, verifierFrom);
  await access(path, constants.R_OK);
  if (!keys) print('No --key: signatures are held against the keys that the file itself names.');
  const side = await openSide(config, { databaseUrl, eventStoreUrl: eventStoreUrl ?? config.eventStoreUrl });
  const line = new PhaseLine(process.stdout);
  const onProgress = (phase: string, events: number): void => line.show(phase, events);
  try {
    const imported = await importLog(path, { ...side, keys, owners: OWNERS, onProgress });
    line.end();
    if (imported.before) print(`${path} was imported here before.`);
    else {
      const { events, added, rows, signed, head, root } = imported;
      print(
        `${String(events)} events, ${String(added)} of them new, the last one at ${head || 'the start'}; ${String(rows)} rows beside the log`,
      );
      print(`root ${root}: read back, as in the file; ${String(signed)} events are signed`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    line.end();
    print(`NOT IMPORTED: ${error.message}`);
    return 1;
  } finally {
    await side.close();
  }
}

interface Options {
  readonly path: string;
  readonly keyFile: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly eventStoreUrl: string | undefined;
}

function parse(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const options = { key: text, database: text, eventstore: text } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [, path, ...more] = positionals;
    if (path === undefined || more.length > 0)
      throw new UsageError('import log takes one file; --key FILE (public), --database URL, --eventstore URL');
    return { path, keyFile: values.key, databaseUrl: values.database, eventStoreUrl: values.eventstore };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
