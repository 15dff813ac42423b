import { parseArgs } from 'node:util';
import { Fault } from '#kernel';
import { copyLog, cutOver } from '#log-archive';
import { UsageError, type CliCommand, type CommandContext } from '../command.js';
import { OWNERS, openSide, type OpenedSide, type SidePlace } from '../log-sides.js';
import { PhaseLine } from '../phase-line.js';

export const migrateLog: CliCommand = {
  name: 'migrate-log',
  says:
    'move the log: --from URL --to URL (postgres://…, esdb://… or embedded), --database URL (beside EventStoreDB); copies while the ' +
    'server runs, as often as wanted; then stop it and run it with --cut-over, which proves equal roots',
  async run(context) {
    const { from: fromUrl, to: toUrl, database, isCutOver } = parse(context.args);
    const from = await openSide(context.config, placeOf(fromUrl, database));
    const to = await openSide(context.config, placeOf(toUrl, database)).catch(async (error: unknown) => {
      await from.close();
      throw error;
    });
    try {
      return await move({ from, to, isCutOver }, context);
    } finally {
      await to.close();
      await from.close();
    }
  },
};

interface Sides {
  readonly from: OpenedSide;
  readonly to: OpenedSide;
  readonly isCutOver: boolean;
}

async function move({ from, to, isCutOver }: Sides, { print }: CommandContext): Promise<number> {
  const sharesDatabase = from.databaseUrl === to.databaseUrl;
  if (sharesDatabase && from.kind === 'postgresql' && to.kind === 'postgresql')
    throw new UsageError('--from and --to are one database');
  const line = new PhaseLine(process.stdout);
  const parts = { from, to, sharesDatabase, onProgress: (phase: string, events: number) => line.show(phase, events) };
  try {
    if (isCutOver) {
      const { events, added, to: head, root, signed } = await cutOver(parts, OWNERS);
      line.end();
      print(`${String(events)} events, ${String(added)} of them copied now; the last one stands at ${head || 'the start'}`);
      print(`root ${root} on both sides, ${String(signed)} events signed. ${startWith(to)}`);
    } else {
      const { events, added, head } = await copyLog(parts);
      line.end();
      print(`${String(events)} events up to ${head || 'the start'} are copied, ${String(added)} of them now`);
      print('Run it again for what comes meanwhile; to change over, stop server and projectors and run it with --cut-over.');
    }
    return 0;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    line.end();
    print(`NOT MOVED: ${error.message}`);
    return 1;
  }
}

const startWith = ({ kind }: OpenedSide): string =>
  kind === 'eventstoredb'
    ? 'Start with EVENTSTORE_URL set to it.'
    : 'Start without EVENTSTORE_URL, with DATABASE_URL set to it unless it is the embedded one.';

function placeOf(url: string, database: string | undefined): SidePlace {
  if (url === 'embedded') return {};
  if (/^postgres(?:ql)?:/.test(url)) return { databaseUrl: url };
  if (/^(?:esdb|kurrentdb)(?:\+discover)?:/.test(url)) return { databaseUrl: database, eventStoreUrl: url };
  throw new UsageError(`a log is at postgres://…, esdb://… or embedded, not at ${url}`);
}

interface Options {
  readonly from: string;
  readonly to: string;
  readonly database: string | undefined;
  readonly isCutOver: boolean;
}

function parse(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const options = { from: text, to: text, database: text, 'cut-over': { type: 'boolean' } } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    const { from, to, database, 'cut-over': isCutOver = false } = values;
    if (from === undefined || to === undefined) throw new UsageError('migrate-log takes --from and --to');
    return { from, to, database, isCutOver };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
